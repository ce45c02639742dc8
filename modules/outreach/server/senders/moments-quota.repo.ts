import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

/** Moments of a corp begin to leave one after the other, so that each counts those before it. */
export async function lockMoments(ctx: TxCtx, corpId: string): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtextextended(
      ${`outreach.moments-quota ${ctx.orgId} ${corpId}`}, 0))`.execute(ctx.db);
}

/** Moments tasks that a corp has made since then, and those on their way. */
export async function countMoments(ctx: TxCtx, corpId: string, since: Date): Promise<number> {
  const { rows } = await sql<{ made: number }>`
    select count(*)::int as made from outreach.handover
     where org_id = ${ctx.orgId} and corp_id = ${corpId} and channel = 'moments'
       and called_at >= ${since}
       and (state = 'calling' or job is not null or task is not null)`.execute(ctx.db);
  return rows[0]!.made;
}

/** Of the corp that has made the most since then. */
export async function mostMoments(ctx: Ctx, since: Date): Promise<number> {
  const { rows } = await sql<{ made: number | null }>`
    select max(made)::int as made from (
      select count(*) as made from outreach.handover
       where org_id = ${ctx.orgId} and channel = 'moments' and called_at >= ${since}
         and (state = 'calling' or job is not null or task is not null)
       group by corp_id) by_corp`.execute(ctx.db);
  return rows[0]!.made ?? 0;
}
