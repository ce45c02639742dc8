import type { Ctx } from '#platform/server/ctx.ts';
import { inTx } from '#platform/server/ctx.ts';
import { findSettings, putSettings } from '../settings.repo.ts';

/** The longest cycle that a bank can set. */
const NOBODY_IS_NEGLECTED = 365;

/**
 * In the bank of a rehearsal: the lists hold what the plan asks for. Greeting those who were silent for
 * long is the bank's everyday work, whatever is rehearsed, and would be counted as work of the plan's day.
 */
export function rehearseLists(ctx: Ctx): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const settings = await findSettings(ctx);
    await putSettings(ctx, { ...settings, cycleDays: NOBODY_IS_NEGLECTED });
  });
}
