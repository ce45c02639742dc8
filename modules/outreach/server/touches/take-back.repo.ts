import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';

export interface TakenBack {
  readonly customerId: number;
  readonly touchId: string;
  readonly planId: string;
  readonly itemKey: string;
  readonly channel: string;
}

/** What stands for no corp in the ledger, whose key knows no null. */
export const NO_CORP = '00000000-0000-0000-0000-000000000000';

/**
 * Changes touches (`which` is a condition over `t`, `set` what to set) and gives the ledger back what
 * it counted for them, in one statement. Whoever calls holds the lock of their buckets.
 */
export async function takeBack(
  ctx: TxCtx,
  which: RawBuilder<SqlBool>,
  set: RawBuilder<unknown>,
): Promise<TakenBack[]> {
  const { rows } = await sql<TakenBack>`
    with old as materialized (
      select t.customer_id, t.planned_at, t.touch_id, t.counted_on, t.channel, t.state,
             coalesce(t.corp_id, ${NO_CORP}::uuid) as corp_id, coalesce(t.recipient, '') as recipient,
             (t.purpose = 'marketing')::int as marketing
        from outreach.touch t where t.org_id = ${ctx.orgId} and ${which}),
    changed as (
      update outreach.touch t set counted_on = null, ${set}
        from old
       where t.customer_id = old.customer_id and t.touch_id = old.touch_id
         and t.planned_at = old.planned_at and t.state = old.state
      returning t.customer_id, t.planned_at, t.touch_id, t.plan_id, t.item_key, t.channel),
    given as (
      update outreach.contact_day d
         set contacts = d.contacts - g.contacts, marketing = d.marketing - g.marketing
        from (select old.customer_id, old.counted_on, old.channel, old.corp_id, old.recipient,
                     count(*)::int as contacts, sum(old.marketing)::int as marketing
                from old join changed using (customer_id, planned_at, touch_id)
               where old.counted_on is not null
               group by 1, 2, 3, 4, 5) g
       where d.customer_id = g.customer_id and d.day = g.counted_on and d.channel = g.channel
         and d.corp_id = g.corp_id and d.recipient = g.recipient)
    select customer_id as "customerId", touch_id as "touchId", plan_id as "planId",
           item_key as "itemKey", channel from changed`.execute(ctx.db);
  return rows;
}
