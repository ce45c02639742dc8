import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import { countMoments, lockMoments, mostMoments } from './moments-quota.repo.ts';
import type { NoRoom } from './sender.ts';

/** WeCom: so many Moments tasks of one corp through the interface in a month (error 41210). */
export const MOMENTS_A_MONTH = 100_000;
const LOOK_AGAIN_MS = 3_600_000;

/**
 * Asked before one more Moments task leaves: what WeCom would refuse waits for the next month in place
 * of being lost.
 */
export async function roomForMoments(
  ctx: TxCtx,
  corpId: string,
  limit: number,
): Promise<NoRoom | null> {
  await lockMoments(ctx, corpId);
  const now = ctx.now();
  const first = firstOfMonth(now);
  if ((await countMoments(ctx, corpId, startOfDay(first))) < limit) return null;
  const next = startOfDay(`${addDays(first, 31).slice(0, 7)}-01`).getTime() - now.getTime();
  return {
    why: 'moments-quota',
    retryAt: new Date(ctx.realNow().getTime() + Math.min(next, LOOK_AGAIN_MS)),
  };
}

/** Tasks that WeCom still takes this month; of several corps, in the one with the fewest left. */
export async function momentsLeft(ctx: Ctx): Promise<number> {
  const made = await mostMoments(ctx, startOfDay(firstOfMonth(ctx.now())));
  return Math.max(0, MOMENTS_A_MONTH - made);
}

const firstOfMonth = (at: Date): string => `${dayOf(at).slice(0, 7)}-01`;
