import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { AssetMove } from '../../contract.ts';
import { heldAssets } from './held-assets.repo.ts';

/** Deletions within seven days of a message, by item. One mass message is one item. */
export async function deletionsOf(ctx: Ctx, planId: string) {
  const { rows } = await sql<{
    item: string;
    title: string | null;
    planned: Date;
    delivered: number;
    deleted: number;
  }>`
    with sent as (
      select t.item_key, min(t.planned_at) as planned, count(distinct t.customer_id)::int as delivered,
             min(t.content_id) as content_id
        from outreach.touch t
       where t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and t.mode = 'point'
         and t.state = 'delivered'
       group by t.item_key),
    lost as (
      select d.item_key, count(distinct d.customer_id)::int as deleted from outreach.deletion d
       where d.org_id = ${ctx.orgId} and d.plan_id = ${planId} group by d.item_key)
    select s.item_key as item, s.planned, s.delivered, coalesce(l.deleted, 0) as deleted,
           coalesce((select i.title from sequences.plan_item i
                      where i.org_id = ${ctx.orgId} and i.plan_id = ${planId}
                        and i.item_key = s.item_key limit 1),
                    (select c.name from content.item c
                      where c.org_id = ${ctx.orgId} and c.id::text = s.content_id)) as title
      from sent s left join lost l using (item_key) order by s.planned, s.item_key`.execute(ctx.db);
  return rows;
}

/** Customers who got a message one to one, and who of them deleted within seven days. */
export async function allDeletions(ctx: Ctx, planId: string) {
  const { rows } = await sql<{ delivered: number; deleted: number }>`
    select (select count(distinct t.customer_id)::int from outreach.touch t
             where t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and t.mode = 'point'
               and t.state = 'delivered') as delivered,
           (select count(distinct d.customer_id)::int from outreach.deletion d
             where d.org_id = ${ctx.orgId} and d.plan_id = ${planId}) as deleted`.execute(ctx.db);
  return rows[0]!;
}

export async function roundsOf(ctx: Ctx, planId: string) {
  const { rows } = await sql<{ round: number; entered: number; completed: number }>`
    select r as round, count(*) filter (where n.round >= r)::int as entered,
           count(*) filter (where n.round > r or (n.round = r and n.exit_reason = 'completed'))::int
             as completed
      from sequences.enrolment n,
           generate_series(1, (select coalesce(max(i.round), 0) from sequences.plan_item i
                                where i.org_id = ${ctx.orgId} and i.plan_id = ${planId})) r
     where n.org_id = ${ctx.orgId} and n.plan_id = ${planId}
     group by r order by r`.execute(ctx.db);
  return rows;
}

export async function exitsOf(ctx: Ctx, planId: string) {
  const { rows } = await sql<{ reason: string; customers: number }>`
    select exit_reason as reason, count(*)::int as customers from sequences.enrolment
     where org_id = ${ctx.orgId} and plan_id = ${planId} and exit_reason is not null
     group by 1 order by 2 desc, 1`.execute(ctx.db);
  return rows;
}

export async function cellsOf(ctx: Ctx, planId: string) {
  const { rows } = await sql<{ cell: number; before: number; after: number }>`
    select c as cell, count(*) filter (where n.entry_cell = c)::int as before,
           count(*) filter (where n.cell = c)::int as after
      from sequences.enrolment n, generate_series(0, 8) c
     where n.org_id = ${ctx.orgId} and n.plan_id = ${planId} and c in (n.entry_cell, n.cell)
     group by c order by c`.execute(ctx.db);
  return rows;
}

export interface ArmRow {
  readonly arm: 'reached' | 'control';
  readonly n: number;
  /** Yuan, all of it. */
  readonly before: number;
  readonly after: number;
  readonly mean: number;
  readonly variance: number;
}

// Below a hundred yuan an account is asleep.
const ASLEEP_FEN = 10_000;

const assets = (ctx: Ctx, planId: string) => sql`
  select a.arm, b.aum::double precision as before, v.held as after
    from outreach.assignment a
    join insights.plan_baseline b on b.customer_id = a.customer_id and b.plan_id = a.plan_id
    cross join lateral (${heldAssets(ctx, 'a.customer_id')}) v
   where a.org_id = ${ctx.orgId} and a.plan_id = ${planId} and b.aum is not null
     and v.held is not null`;

/** Assets of the people of each arm, before and now. */
export async function armsOf(ctx: Ctx, planId: string): Promise<ArmRow[]> {
  const { rows } = await sql<ArmRow>`
    with held as (${assets(ctx, planId)})
    select arm, count(*)::int as n, sum(before) / 100 as before, sum(after) / 100 as after,
           avg(after - before) / 100 as mean,
           coalesce(var_samp((after - before) / 100), 0) as variance
      from held group by arm`.execute(ctx.db);
  return rows;
}

/** How the change comes about. */
export async function movesOf(ctx: Ctx, planId: string) {
  const { rows } = await sql<{
    arm: ArmRow['arm'];
    move: AssetMove;
    customers: number;
    change: number;
  }>`
    with held as (${assets(ctx, planId)})
    select arm,
           case when before < ${ASLEEP_FEN} and after >= ${ASLEEP_FEN} then 'activated'
                when before >= ${ASLEEP_FEN} and after < ${ASLEEP_FEN} then 'lost'
                when after > before then 'grown' when after < before then 'shrunk'
                else 'unchanged' end as move,
           count(*)::int as customers, sum(after - before) / 100 as change
      from held group by 1, 2`.execute(ctx.db);
  return rows;
}
