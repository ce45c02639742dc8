import { forgetBuckets, layOutBuckets, workBuckets } from '#platform/server/buckets.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { addDays, dayOf } from '#platform/server/holidays.ts';
import { dropRfm, findFifths, putRfm, type RfmSource } from './rfm.repo.ts';
import type { RfmCuts } from './rfm.ts';

export interface RfmSettings {
  readonly kinds: readonly string[];
  /** How many days back purchases count. */
  readonly days: number;
  /** The bank's own cut points; quantiles of its customers when null. */
  readonly cuts: RfmCuts | null;
}

export const rfmDefaults: RfmSettings = { kinds: ['transaction.made'], days: 730, cuts: null };

export interface RfmRun {
  readonly cuts: RfmCuts;
  /** Scores that changed. */
  readonly changed: number;
}

/**
 * R, F and M from 1 to 5 and the tier, for every customer with purchases up to yesterday. In
 * two steps: where the cut points lie, then one statement for each range of buckets, so that ties get
 * equal scores and it can be stopped and resumed. Null when nobody bought anything.
 */
export async function scoreAllRfm(
  ctx: Ctx,
  { kinds, days, cuts }: RfmSettings = rfmDefaults,
  signal?: AbortSignal,
): Promise<RfmRun | null> {
  const reference = dayOf(ctx.now());
  const source: RfmSource = { kinds, reference, since: addDays(reference, -days) };
  const used = cuts ?? (await findFifths(ctx, source));
  if (!used) return null;
  const name = `audiences.rfm/${reference}`;
  await inTx(ctx, (ctx) => layOutBuckets(ctx, name));
  let changed = 0;
  await workBuckets(
    ctx,
    name,
    async (ctx, range) => {
      await dropRfm(ctx, source, range);
      changed += await putRfm(ctx, source, used, range);
    },
    signal ? { signal } : {},
  );
  await inTx(ctx, (ctx) => forgetBuckets(ctx, name));
  return { cuts: used, changed };
}
