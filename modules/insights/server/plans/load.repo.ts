import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

const ZONE = 'Asia/Shanghai';

const workItems = (ctx: Ctx, planId: string, followPlanId: string | null) => sql`
  t.org_id = ${ctx.orgId} and t.plan_id in (${planId}, ${followPlanId ?? planId})
     and t.channel = 'work_item' and t.handed_at is not null`;

// A task for each colleague who confirms: mass messages one by one, Moments by their publishers. A text
// message asks nobody, and what was called off and comes again asks once.
const tasks = (ctx: Ctx, planId: string, followPlanId: string | null) => sql`
  select coalesce(s.staff_id, h.staff_id) as staff_id,
         (coalesce(h.sent_at, h.formed_at) at time zone ${ZONE})::date as day, 1 as handovers,
         0 as work_items, 0 as done
    from outreach.handover h
    left join outreach.handover_sender s on s.org_id = h.org_id and s.handover_id = h.id
   where h.org_id = ${ctx.orgId} and h.plan_id = ${planId} and h.sent_at is not null
     and h.channel not in ('work_item', 'sms')
     and (coalesce(h.failure, '') not like all (array['called-off%', 'hours-over%'])
          or s.confirmed_at is not null)
   union all
  select t.staff_id, (t.handed_at at time zone ${ZONE})::date, 0, 1, 0 from outreach.touch t
   where ${workItems(ctx, planId, followPlanId)}
   union all
  select t.staff_id, (t.settled_at at time zone ${ZONE})::date, 0, 0, 1 from outreach.touch t
   where ${workItems(ctx, planId, followPlanId)} and t.state = 'delivered'`;

/** What the plan asks of colleagues, the busiest first. */
export async function staffLoad(ctx: Ctx, planId: string, followPlanId: string | null) {
  const { rows } = await sql<{
    staffId: string;
    name: string;
    customers: number;
    handovers: number;
    workItems: number;
    workItemsDone: number;
    busiestDay: string | null;
    onBusiestDay: number;
  }>`
    with task as materialized (${tasks(ctx, planId, followPlanId)}),
    day as (
      select staff_id, day, sum(handovers)::int as handovers, sum(work_items)::int as work_items,
             sum(done)::int as done
        from task where staff_id is not null group by staff_id, day),
    busy as (
      select staff_id, sum(handovers)::int as handovers, sum(work_items)::int as work_items,
             sum(done)::int as work_items_done,
             (array_agg(day order by handovers + work_items desc, day))[1] as busiest_day,
             max(handovers + work_items)::int as on_busiest_day
        from day group by staff_id),
    served as (
      select t.staff_id, count(distinct t.customer_id)::int as customers from outreach.touch t
       where t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and t.handed_at is not null
         and t.customer_id <> 0
       group by t.staff_id)
    select b.*, s.name, coalesce(v.customers, 0) as customers
      from busy b join org.staff s on s.org_id = ${ctx.orgId} and s.id = b.staff_id
      left join served v on v.staff_id = b.staff_id
     order by b.handovers + b.work_items desc, s.number limit 200`.execute(ctx.db);
  return rows;
}

export async function loadByDay(ctx: Ctx, planId: string, followPlanId: string | null) {
  const { rows } = await sql<{
    day: string;
    handovers: number;
    workItems: number;
    workItemsDone: number;
  }>`
    select day, sum(handovers)::int as handovers, sum(work_items)::int as work_items,
           sum(done)::int as work_items_done
      from (${tasks(ctx, planId, followPlanId)}) task group by day order by day`.execute(ctx.db);
  return rows;
}

/** What came of the plan's work items, as colleagues logged it. */
export async function outcomesOf(ctx: Ctx, planId: string, followPlanId: string | null) {
  const { rows } = await sql<{ outcome: string; workItems: number }>`
    select e.subject as outcome, count(*)::int as work_items
      from outreach.touch t
      cross join lateral (
        select e.subject from tracking.event e
         where e.customer_id = t.customer_id and e.org_id = t.org_id and e.kind = 'work-item.done'
           and e.at >= t.planned_at and e.properties ->> 'touch' = t.touch_id::text
         order by e.at desc limit 1) e
     where ${workItems(ctx, planId, followPlanId)} and t.state = 'delivered'
     group by 1 order by 2 desc, 1`.execute(ctx.db);
  return rows;
}

/** Mass messages that the plan's customers got in their fullest calendar month, whoever sent them. */
export async function quotaOf(ctx: Ctx, planId: string) {
  const { rows } = await sql<{ used: number; customers: number }>`
    with month as (
      select a.customer_id, date_trunc('month', d.day) as month, sum(d.contacts)::int as used
        from outreach.assignment a
        join outreach.contact_day d on d.customer_id = a.customer_id
         and d.channel in ('one_to_one', 'member_mass')
       where a.org_id = ${ctx.orgId} and a.plan_id = ${planId} and a.arm = 'reached'
         and d.org_id = a.org_id
       group by 1, 2)
    select used, count(*)::int as customers
      from (select customer_id, max(used) as used from month group by customer_id) fullest
     group by used order by used`.execute(ctx.db);
  return rows;
}

/** Handed over by the plan, and sent by its colleagues of their own accord in the meantime. */
export async function automationOf(ctx: Ctx, planId: string, from: Date | null) {
  const { rows } = await sql<{ automatic: number; manual: number }>`
    select (select count(*)::int from outreach.touch t
             where t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and t.mode is not null
               and t.handed_at is not null) as automatic,
           (select coalesce(sum(m.reached), 0)::int from outreach.own_mass m
             where m.org_id = ${ctx.orgId} and m.made_at >= ${from} and m.made_at < ${ctx.now()})
           + (select count(*)::int from outreach.touch t
                join outreach.plan p on p.org_id = t.org_id and p.plan_id = t.plan_id
                join outreach.assignment a on a.customer_id = t.customer_id and a.plan_id = ${planId}
               where t.org_id = ${ctx.orgId} and p.kind = 'own' and t.mode is not null
                 and t.handed_at >= ${from} and t.handed_at < ${ctx.now()}) as manual`.execute(
    ctx.db,
  );
  return rows[0]!;
}
