import type { BucketRange } from '#platform/server/buckets.ts';
import { BUCKETS } from '#platform/server/buckets.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { scoreErrors } from '../../../contract/score-model.ts';
import { addDays, dayOf, startOf } from '../../../rule/day.ts';
import { findPopulation } from '../../profile/population.repo.ts';
import type { ModelRow } from './model.repo.ts';
import { type Training, trainPropensity } from './propensity.ts';
import { answeredSamples, featuresOf, pastSamples, type SampleRow } from './sample.repo.ts';

/** So many customers are learnt from at most, of each moment; buckets are drawn as by lot. */
const MOST = 40_000;
const LEAST = 20;
const SHARES = { train: 0.6, calibrate: 0.2 } as const;

export type Trained = Training & { readonly split: 'time' | 'random' };

/**
 * Learns, calibrates and measures on three sets that share nobody's future. An event is measured on the
 * newest days, which neither learning nor calibration has seen; an attribute, whose values have no order,
 * on customers drawn by lot.
 */
export async function train(ctx: Ctx, { target, features }: ModelRow): Promise<Trained> {
  const { customers } = await findPopulation(ctx);
  if (target!.kind === 'attribute') {
    const all = await answeredSamples(ctx, features, target!, drawn(customers, 3 * MOST));
    const [a, b] = [all.length * SHARES.train, all.length * (SHARES.train + SHARES.calibrate)];
    demandEnough([all.slice(0, a), all.slice(a, b), all.slice(b)]);
    return { ...trainPropensity(all, featuresOf(features), SHARES), split: 'random' };
  }
  const { days } = target!;
  const today = dayOf(ctx.now());
  const moments = [3, 2, 1].map((back) => addDays(today, -back * days));
  const parts: SampleRow[][] = [];
  for (const day of moments)
    parts.push(
      await pastSamples(ctx, features, target!, {
        day,
        at: startOf(day),
        buckets: drawn(customers, MOST),
      }),
    );
  demandEnough(parts);
  const all = parts.flat();
  return {
    ...trainPropensity(all, featuresOf(features), {
      train: parts[0]!.length / all.length,
      calibrate: parts[1]!.length / all.length,
    }),
    split: 'time',
  };
}

const drawn = (customers: number, most: number): BucketRange => ({
  from: 0,
  to: Math.max(1, Math.min(BUCKETS, Math.floor((BUCKETS * most) / Math.max(1, customers)))),
});

/** A rate learnt from a handful of cases is a guess: each of the three parts needs some of both kinds. */
function demandEnough(parts: readonly (readonly SampleRow[])[]): void {
  for (const part of parts) {
    const positives = part.filter(({ happened }) => happened).length;
    const negatives = part.length - positives;
    if (Math.min(positives, negatives) < LEAST)
      throw scoreErrors.tooFewExamples({ least: LEAST, positives, negatives });
  }
}
