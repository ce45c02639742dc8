import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { PlanReport } from '../../contract.ts';

interface UnitRow {
  readonly name: string | null;
  readonly proposed: number;
  readonly allowed: number;
  readonly handedOver: number;
  readonly confirmed: number;
  readonly delivered: number;
  readonly owners: number;
}

/** Group chats of a plan, each counted once however often it was written to, by unit and in all. */
export async function groupsOf(ctx: Ctx, planId: string): Promise<PlanReport['groups']> {
  const { rows } = await sql<UnitRow>`
    with chat as materialized (
      select t.recipient, t.unit_id, min(t.staff_id::text) as owner,
             bool_or(t.outcome = 'allowed' or t.handed_at is not null) as allowed,
             bool_or(t.handed_at is not null) as handed,
             bool_or(t.confirmed_at is not null or t.state = 'delivered') as confirmed,
             bool_or(t.state = 'delivered') as delivered
        from outreach.touch t
       where t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and t.customer_id = 0
         and t.channel = 'group'
       group by t.recipient, t.unit_id)
    select u.name, count(*)::int as proposed, count(*) filter (where c.allowed)::int as allowed,
           count(*) filter (where c.handed)::int as "handedOver",
           count(*) filter (where c.confirmed)::int as confirmed,
           count(*) filter (where c.delivered)::int as delivered,
           count(distinct c.owner)::int as owners
      from chat c join org.unit u on u.org_id = ${ctx.orgId} and u.id = c.unit_id
     group by grouping sets ((u.name, u.path), ()) order by u.path nulls first`.execute(ctx.db);
  const [all, ...units] = rows;
  if (!all || all.proposed === 0) return null;
  const { name: _, ...counted } = all;
  return {
    ...counted,
    units: units.map(({ name, proposed, delivered }) => ({
      name: name ?? '',
      proposed,
      delivered,
    })),
  };
}
