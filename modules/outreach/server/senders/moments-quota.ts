import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import type { HandoverRow } from '../handover/handover.ts';
import type { NoRoom } from './sender.ts';

/** WeCom: so many Moments tasks of one corp through the interface in a month (error 41210). */
export const MOMENTS_A_MONTH = 100_000;
const LOOK_AGAIN_MS = 3_600_000;

/**
 * Counts the Moments tasks that a corp has made this month, and those on their way, before one more
 * leaves: what WeCom would refuse waits for the next month in place of being lost.
 */
export async function roomForMoments(
  ctx: TxCtx,
  { corpId }: Pick<HandoverRow, 'corpId'>,
  limit: number,
): Promise<NoRoom | null> {
  await sql`
    select pg_advisory_xact_lock(hashtextextended(
      ${`outreach.moments-quota ${ctx.orgId} ${corpId}`}, 0))`.execute(ctx.db);
  const now = ctx.now();
  const first = `${dayOf(now).slice(0, 7)}-01`;
  const { rows } = await sql<{ made: number }>`
    select count(*)::int as made from outreach.handover
     where org_id = ${ctx.orgId} and corp_id = ${corpId} and channel = 'moments'
       and called_at >= ${startOfDay(first)}
       and (state = 'calling' or job is not null or task is not null)`.execute(ctx.db);
  if (rows[0]!.made < limit) return null;
  const next = startOfDay(`${addDays(first, 31).slice(0, 7)}-01`).getTime() - now.getTime();
  return {
    why: 'moments-quota',
    retryAt: new Date(ctx.realNow().getTime() + Math.min(next, LOOK_AGAIN_MS)),
  };
}
