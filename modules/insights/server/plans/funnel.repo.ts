import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { FunnelStep, Mode } from '../../contract.ts';
import { asked, bought, reactions } from './signals.ts';

export interface TouchSteps {
  readonly proposed: number;
  readonly allowed: number;
  readonly handedOver: number;
  readonly confirmed: number;
  readonly delivered: number;
}

// A work item talks to a colleague; whatever he then says to the customer is a contact of its own.
const contacts = sql`t.channel <> 'work_item'`;
const wasAllowed = sql`(t.outcome = 'allowed' or t.handed_at is not null)`;
const wasConfirmed = sql`(t.confirmed_at is not null or t.state = 'delivered')`;

/** Touches and customers by the step they came to: one pass over the plan's touches. */
export async function funnelOf(
  ctx: Ctx,
  planId: string,
): Promise<{ touches: TouchSteps; customers: TouchSteps }> {
  const { rows } = await sql<TouchSteps & { of: 'touches' | 'customers' }>`
    with customer as materialized (
      select t.customer_id, count(*) as proposed,
             count(*) filter (where ${wasAllowed}) as allowed,
             count(*) filter (where t.handed_at is not null) as handed_over,
             count(*) filter (where ${wasConfirmed}) as confirmed,
             count(*) filter (where t.state = 'delivered') as delivered
        from outreach.touch t
       where t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and ${contacts}
       group by t.customer_id)
    select 'touches' as of, coalesce(sum(proposed), 0)::int as proposed,
           coalesce(sum(allowed), 0)::int as allowed,
           coalesce(sum(handed_over), 0)::int as handed_over,
           coalesce(sum(confirmed), 0)::int as confirmed,
           coalesce(sum(delivered), 0)::int as delivered from customer
     union all
    select 'customers', count(*)::int, count(*) filter (where allowed > 0)::int,
           count(*) filter (where handed_over > 0)::int, count(*) filter (where confirmed > 0)::int,
           count(*) filter (where delivered > 0)::int from customer where customer_id <> 0`.execute(
    ctx.db,
  );
  const of = (what: string) => rows.find((row) => row.of === what)!;
  return { touches: of('touches'), customers: of('customers') };
}

/** Where touches were lost, and by which rule or failure. */
export async function dropsOf(ctx: Ctx, planId: string) {
  const { rows } = await sql<{
    state: 'refused' | 'deferred' | 'withdrawn' | 'expired' | 'failed' | 'displaced';
    /** The funnel's step that they did not come to: what is lost before one was counted at the one before. */
    before: FunnelStep;
    rule: string | null;
    failure: string | null;
    touches: number;
    customers: number;
  }>`
    select t.state,
           case when ${wasConfirmed} then 'delivered' when t.handed_at is not null then 'confirmed'
                when ${wasAllowed} then 'handed_over' else 'allowed' end as before,
           -- A rule that spoke up again just before the handover took it back.
           case when t.state in ('refused', 'deferred', 'displaced')
                     or (t.failure is null and t.outcome = 'refused') then t.rule end as rule,
           case when t.state in ('withdrawn', 'expired', 'failed') then t.failure end as failure,
           count(*)::int as touches,
           count(distinct t.customer_id) filter (where t.customer_id <> 0)::int as customers
      from outreach.touch t
     where t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and ${contacts}
       and t.state in ('refused', 'deferred', 'withdrawn', 'expired', 'failed', 'displaced')
     group by 1, 2, 3, 4 order by touches desc, 1, 2, 3, 4`.execute(ctx.db);
  return rows;
}

/**
 * Customers to whom something of the plan was delivered, and what they did after it. An event that names
 * its plan counts for that plan; one that names none counts when it came within two weeks of a contact.
 */
const responses = (ctx: Ctx, planId: string) => sql`
    with reached as materialized (
      select t.customer_id, min(coalesce(t.settled_at, t.confirmed_at, t.handed_at)) as first_at,
             max(coalesce(t.settled_at, t.confirmed_at, t.handed_at)) as last_at
        from outreach.touch t
       where t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and t.state = 'delivered'
         and ${contacts}
       group by t.customer_id),
    did as materialized (
      select r.customer_id,
             bool_or(e.kind = any(${reactions}::text[])) as reacted,
             bool_or(e.kind = any(${asked}::text[])) as consulted,
             bool_or(e.kind = any(${bought}::text[])
                     or (e.kind = 'work-item.done' and e.subject = 'won')) as converted
        from reached r join tracking.event e on e.customer_id = r.customer_id
       where e.kind = any(${[...reactions, ...asked, ...bought, 'work-item.done']}::text[])
         and e.at >= r.first_at and e.at < ${ctx.now()}
         and case when e.properties ? 'plan' then e.properties->>'plan' = ${planId}
                  else e.at < r.last_at + interval '14 days' end
       group by r.customer_id),
    ended as materialized (
      select r.customer_id from reached r
        join sequences.enrolment n on n.customer_id = r.customer_id and n.plan_id = ${planId}
       where n.exit_reason = 'converted'),
    response as (
      select r.customer_id, coalesce(d.reacted or d.consulted, false) as reacted,
             coalesce(d.consulted, false) as consulted,
             coalesce(d.converted, false) or e.customer_id is not null as converted
        from reached r left join did d using (customer_id)
        left join ended e using (customer_id))`;

export async function responsesOf(
  ctx: Ctx,
  planId: string,
): Promise<{ reacted: number; consulted: number; converted: number }> {
  const { rows } = await sql<{ reacted: number; consulted: number; converted: number }>`
    ${responses(ctx, planId)}
    select count(*) filter (where reacted)::int as reacted,
           count(*) filter (where consulted)::int as consulted,
           count(*) filter (where converted)::int as converted
      from response`.execute(ctx.db);
  return rows[0]!;
}

export interface RmFigures {
  readonly customers: number;
  readonly touched: number;
  readonly reacted: number;
  readonly consulted: number;
  readonly converted: number;
  readonly deleted: number;
}

/** The main figures of a plan for the customers of each RM of this bank; who has none stands alone. */
export async function figuresByRm(ctx: Ctx, planId: string): Promise<RmFigures[]> {
  const { rows } = await sql<RmFigures>`
    ${responses(ctx, planId)},
    touched as (
      select distinct customer_id from outreach.touch
       where org_id = ${ctx.orgId} and plan_id = ${planId} and handed_at is not null),
    deleted as (
      select distinct customer_id from outreach.deletion
       where org_id = ${ctx.orgId} and plan_id = ${planId})
    select count(*)::int as customers, count(t.customer_id)::int as touched,
           count(*) filter (where r.reacted)::int as reacted,
           count(*) filter (where r.consulted)::int as consulted,
           count(*) filter (where r.converted)::int as converted,
           count(d.customer_id)::int as deleted
      from customers.customer c
      left join touched t using (customer_id) left join response r using (customer_id)
      left join deleted d using (customer_id)
     where c.org_id = ${ctx.orgId} and c.state = 'active'
     group by coalesce(c.rm_id::text, c.customer_id::text)
     order by 1 desc`.execute(ctx.db);
  return rows;
}

/**
 * The three modes beside each other: touches, and customers who did something through them.
 * Business done counts for each mode in which something was delivered before.
 */
export async function modesOf(ctx: Ctx, planId: string, followPlanId: string | null) {
  const won = sql`(e.kind = any(${bought}::text[])
              or (e.kind = 'work-item.done' and e.subject = 'won'
                  and e.properties->>'plan' in (${planId}, ${followPlanId ?? planId})))`;
  const { rows } = await sql<{
    mode: Mode;
    handedOver: number;
    delivered: number;
    reacted: number;
    consulted: number;
    converted: number;
    deleted: number;
  }>`
    with sent as materialized (
      select t.mode, t.customer_id, count(*) filter (where t.handed_at is not null) as handed,
             count(*) filter (where t.state = 'delivered') as delivered,
             min(coalesce(t.settled_at, t.handed_at)) filter (where t.state = 'delivered') as first_at
        from outreach.touch t
       where t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and t.mode is not null
       group by t.mode, t.customer_id),
    did as materialized (
      select s.mode, s.customer_id,
             bool_or(e.kind = any(${reactions}::text[]) or e.kind = any(${asked}::text[])) as reacted,
             bool_or(e.kind = any(${asked}::text[])) as consulted,
             bool_or(${won}) as converted
        from sent s join tracking.event e on e.customer_id = s.customer_id
       where s.delivered > 0 and e.at >= s.first_at and e.at < ${ctx.now()}
         and e.kind = any(${[...reactions, ...asked, ...bought, 'work-item.done']}::text[])
         and (${won}
              or (e.kind <> 'work-item.done' and e.properties->>'plan' = ${planId}
                  and case e.properties->>'channel' when 'moments' then 'circle'
                           when 'group' then 'group' else 'point' end = s.mode))
       group by s.mode, s.customer_id)
    select s.mode, sum(s.handed)::int as handed_over, sum(s.delivered)::int as delivered,
           count(*) filter (where d.reacted)::int as reacted,
           count(*) filter (where d.consulted)::int as consulted,
           count(*) filter (where d.converted)::int as converted,
           count(*) filter (where exists (
             select 1 from outreach.deletion x join outreach.touch t using (customer_id, touch_id, planned_at)
              where x.customer_id = s.customer_id and x.plan_id = ${planId}
                and t.mode = s.mode))::int as deleted
      from sent s left join did d on d.mode = s.mode and d.customer_id = s.customer_id
     group by s.mode order by s.mode desc`.execute(ctx.db);
  return rows;
}
