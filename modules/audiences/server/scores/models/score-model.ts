import { BUCKETS } from '#platform/server/buckets.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { dayOf, startOf } from '../../../rule/day.ts';
import { stepOf } from '../../profile/population.repo.ts';
import { findInBuckets } from '../../profile/profile.repo.ts';
import { findModels, findVersions, type ModelRow, setScored } from './model.repo.ts';
import { explain, type Propensity, probability } from './propensity.ts';
import { presentSamples } from './sample.repo.ts';
import { dropOthers, putScores } from './score.repo.ts';

const AT_ONCE = 2_000;
const REASONS = 5;

export interface Heard {
  check(): void;
  report(progress: { done?: number }): void;
}

/** Scores everybody as they are known now, buckets by buckets, each score with its reasons. */
export async function scoreModel(
  ctx: Ctx,
  model: ModelRow,
  version: { no: number; content: Propensity },
  progress: Heard,
): Promise<void> {
  const step = await stepOf(ctx);
  const day = dayOf(ctx.now());
  for (let from = 0; from < BUCKETS; from += step) {
    progress.check();
    const buckets = { from, to: from + step };
    await inTx(ctx, async (ctx) => {
      const ids = await findInBuckets(ctx, buckets);
      const kept: number[] = [];
      for (let i = 0; i < ids.length; i += AT_ONCE) {
        const customerIds = ids.slice(i, i + AT_ONCE);
        const rows = await presentSamples(ctx, model.features, model.target!, { day, customerIds });
        const scores = rows.map(({ customerId, sample }) => ({
          customerId,
          value: Math.round(probability(version.content, sample) * 1e6) / 1e6,
          reasons: explain(version.content, sample, REASONS).map((reason) => ({
            ...reason,
            effect: Math.round(reason.effect * 1e3) / 1e3,
          })),
        }));
        await putScores(ctx, model.scoreKey, version.no, scores);
        for (const { customerId } of scores) kept.push(customerId);
      }
      await dropOthers(ctx, model.scoreKey, kept, { buckets });
    });
    progress.report({ done: from + step });
  }
  await inTx(ctx, (ctx) => setScored(ctx, model));
}

/** By night: every model in use that has not scored anybody today. */
export async function scoreDueModels(ctx: Ctx, progress: Heard): Promise<void> {
  const today = startOf(dayOf(ctx.now()));
  for (const model of await findModels(ctx)) {
    if (model.source !== 'trained' || model.versionNo === null) continue;
    if (model.scoredAt && model.scoredAt >= today) continue;
    const version = (await findVersions(ctx, model.id)).find(({ no }) => no === model.versionNo);
    if (version?.content)
      await scoreModel(ctx, model, { no: version.no, content: version.content }, progress);
  }
}
