import { forgetBuckets, layOutBuckets, workBuckets } from '#platform/server/buckets.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { addDays, dayOf } from '#platform/server/holidays.ts';
import { RfmSettings } from '../../../contract/score.ts';
import { setRun, settingRow } from '../standing/signal.repo.ts';
import { dropRfm, findFifths, putRfm, type RfmSource } from './rfm.repo.ts';
import type { RfmCuts } from './rfm.ts';

/** What counts as a purchase, for how long, and the bank's own cut points or none. */
export interface RfmRules {
  readonly kinds: readonly string[];
  readonly days: number;
  readonly cuts: RfmCuts | null;
}

export const rfmDefaults: RfmRules = { kinds: ['transaction.made'], days: 730, cuts: null };

async function rfmRules(ctx: Ctx): Promise<{ rules: RfmRules; version: number }> {
  const row = await settingRow(ctx, 'rfm');
  const rules = row ? RfmSettings.parse(row.settings) : rfmDefaults;
  return { rules, version: row?.version ?? 0 };
}

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
  given?: RfmRules,
  signal?: AbortSignal,
): Promise<RfmRun | null> {
  const { rules, version } = given ? { rules: given, version: 0 } : await rfmRules(ctx);
  const { kinds, days, cuts } = rules;
  const reference = dayOf(ctx.now());
  const source: RfmSource = { kinds, reference, since: addDays(reference, -days) };
  const used = cuts ?? (await findFifths(ctx, source));
  if (!used) return null;
  const name = `audiences.rfm/${reference}/${version}`;
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
  await inTx(ctx, async (ctx) => {
    await forgetBuckets(ctx, name);
    await setRun(ctx, 'rfm', rules, used);
  });
  return { cuts: used, changed };
}
