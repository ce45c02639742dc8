import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

/** a deletion within so many days is laid at the message's door. */
export const DELETED_DAYS = 7;

/**
 * Notes which messages these customers deleted the colleague after. Messages and deletions become
 * known in either order, so both ask. Answers the plans that have new ones.
 */
export async function noteDeletions(ctx: TxCtx, customerIds: readonly number[]): Promise<string[]> {
  if (customerIds.length === 0) return [];
  const { rows } = await sql<{ planId: string }>`
    with noted as (
      insert into outreach.deletion (customer_id, planned_at, touch_id, org_id, plan_id, item_key,
        staff_id, delivered_at, deleted_at)
      select t.customer_id, t.planned_at, t.touch_id, t.org_id, t.plan_id, t.item_key, t.staff_id,
             t.settled_at, min(c.at)
        from outreach.touch t
        join customers.relationship_change c
          on c.customer_id = t.customer_id and c.org_id = t.org_id and c.staff_id = t.staff_id
         and c.kind = 'ended' and c.ended_by = 'customer'
         and c.at >= t.settled_at and c.at < t.settled_at + make_interval(days => ${DELETED_DAYS})
       where t.org_id = ${ctx.orgId} and t.customer_id = any(${[...customerIds]}::bigint[])
         and t.state = 'delivered' and t.mode = 'point'
       group by 1, 2, 3, 4, 5, 6, 7, 8
      on conflict (customer_id, planned_at, touch_id) do nothing
      returning plan_id)
    select distinct plan_id from noted`.execute(ctx.db);
  return rows.map(({ planId }) => planId);
}

export interface DeletionRate {
  readonly itemKey: string;
  /** One-to-one messages that arrived. */
  readonly delivered: number;
  /** Customers of theirs who deleted the colleague within seven days. */
  readonly deleted: number;
}

/**
 * Each message of a plan with who left after it. What arrived is counted by its handovers, which know it:
 * one customer who leaves must not have every contact of the plan looked through.
 */
export async function deletionRates(ctx: Ctx, planId: string): Promise<DeletionRate[]> {
  const { rows } = await sql<DeletionRate>`
    select h.item_key, h.delivered, coalesce(d.deleted, 0) as deleted
      from (select item_key, sum(delivered)::int as delivered from outreach.handover
             where org_id = ${ctx.orgId} and plan_id = ${planId} and channel = 'one_to_one'
             group by 1) h
      left join (select item_key, count(*)::int as deleted from outreach.deletion
                  where org_id = ${ctx.orgId} and plan_id = ${planId} group by 1) d
        on d.item_key = h.item_key
     where h.delivered > 0
     order by 1`.execute(ctx.db);
  return rows;
}
