import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { TierLine } from '../../contract.ts';
import { heldAssets } from './held-assets.repo.ts';
import { asked, bought, reactions } from './signals.ts';

/** Everybody reached by a plan, by value band. */
export async function tiersOf(ctx: Ctx, planId: string): Promise<TierLine[]> {
  const { rows } = await sql<Omit<TierLine, 'name'> & { name: [string, string] | null }>`
    with choice as (
      select k.attribute_id, c ->> 'code' as tier, array[c #>> '{name,0}', c #>> '{name,1}'] as name,
             n
        from customers.attribute k
        cross join lateral jsonb_array_elements(k.choices) with ordinality as c (c, n)
       where k.org_id = ${ctx.orgId} and k.code = 'value_band'),
    person as (
      select a.customer_id, v.words[1] as tier
        from outreach.assignment a
        left join customers.attribute_value v on v.customer_id = a.customer_id
         and v.attribute_id = (select attribute_id from choice limit 1)
       where a.org_id = ${ctx.orgId} and a.plan_id = ${planId} and a.arm = 'reached'),
    got as materialized (
      select t.customer_id, min(coalesce(t.settled_at, t.confirmed_at, t.handed_at)) as first_at,
             bool_or(exists (select from sequences.plan_item i
                              where i.org_id = t.org_id and i.plan_id = t.plan_id
                                and i.item_key = t.item_key and i.three_w)) as three_w
        from outreach.touch t
       where t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and t.state = 'delivered'
         and t.channel <> 'work_item'
       group by t.customer_id),
    did as materialized (
      select g.customer_id,
             bool_or(e.kind = any (${[...reactions, ...asked]}::text[])) as reacted,
             bool_or(e.kind = any (${asked}::text[])) as consulted,
             bool_or(e.kind = any (${bought}::text[])
                     or (e.kind = 'work-item.done' and e.subject = 'won')) as converted
        from got g join tracking.event e on e.customer_id = g.customer_id
       where e.kind = any (${[...reactions, ...asked, ...bought, 'work-item.done']}::text[])
         and e.at >= g.first_at and e.at < ${ctx.now()}
       group by g.customer_id)
    select p.tier, max(c.name) as name, count(*)::int as customers,
           count(g.customer_id)::int as delivered, (count(*) filter (where g.three_w))::int as three_w,
           (count(*) filter (where d.reacted))::int as reacted,
           (count(*) filter (where d.consulted))::int as consulted,
           (count(*) filter (where d.converted or n.exit_reason = 'converted'))::int as converted
      from person p
      left join choice c on c.tier = p.tier
      left join got g on g.customer_id = p.customer_id
      left join did d on d.customer_id = p.customer_id
      left join sequences.enrolment n on n.customer_id = p.customer_id and n.plan_id = ${planId}
     group by p.tier order by max(c.n) nulls last`.execute(ctx.db);
  return rows.map(({ name, ...line }) => ({
    ...line,
    name: name ?? (line.tier === null ? ['未分层', 'No band'] : [line.tier, line.tier]),
  }));
}

export interface ValueRow {
  readonly hooked: boolean;
  readonly customers: number;
  readonly known: number;
  readonly mature: number;
  readonly meanBefore: number;
  readonly mean: number;
  readonly variance: number;
  readonly converted: number;
}

/** Whether the version that a plan runs has a welfare to hook by. */
export async function hasHooks(ctx: Ctx, planId: string): Promise<boolean> {
  const { rows } = await sql`
    select from sequences.run r
      join sequences.version v on v.org_id = r.org_id and v.sequence_id = r.sequence_id
       and v.version = r.version
      cross join lateral jsonb_array_elements(v.definition -> 'items') i
     where r.org_id = ${ctx.orgId} and r.plan_id = ${planId}
       and jsonb_typeof(i -> 'hook') = 'object' limit 1`.execute(ctx.db);
  return rows.length > 0;
}

/**
 * Who took a hook, by the tag it gave, against who did not: how what they hold moved from the day they
 * came to the day ninety days later, or to today while that has not come.
 */
export async function valuesOf(ctx: Ctx, planId: string): Promise<ValueRow[]> {
  const { rows } = await sql<ValueRow>`
    with person as (
      select n.customer_id, n.exit_reason = 'converted' as converted,
             exists (select from sequences.movement m
                      where m.customer_id = n.customer_id and m.plan_id = n.plan_id
                        and m.kind = 'tagged' and m.detail ->> 'tag' is not null) as hooked
        from sequences.enrolment n where n.org_id = ${ctx.orgId} and n.plan_id = ${planId}),
    worth as (
      select p.*, b.later_at is not null as mature, b.aum::float8 as before,
             coalesce(b.later_aum::float8, case when b.later_at is null then v.held end) as after
        from person p
        left join insights.plan_baseline b on b.customer_id = p.customer_id and b.plan_id = ${planId}
        left join lateral (${heldAssets(ctx, 'p.customer_id')}) v on true)
    select hooked, count(*)::int as customers,
           (count(*) filter (where before is not null and after is not null))::int as known,
           (count(*) filter (where mature))::int as mature,
           coalesce(avg(before) filter (where after is not null), 0) / 100 as mean_before,
           coalesce(avg(after - before), 0) / 100 as mean,
           coalesce(var_samp((after - before) / 100), 0) as variance,
           (count(*) filter (where coalesce(converted, false)))::int as converted
      from worth group by hooked`.execute(ctx.db);
  return rows;
}
