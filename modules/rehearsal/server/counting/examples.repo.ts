import { sql } from 'kysely';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';

export interface Chosen {
  readonly customerId: number;
  readonly rm: string | null;
  /** Null: the plan is no run of a sequence. */
  readonly runId: string | null;
}

/** Of those who were reached, the one who went furthest, then the one to whom most kinds of things happened. */
export async function richestCustomer(ctx: Ctx, planId: string): Promise<Chosen | null> {
  const { rows } = await sql<Chosen>`
    with moved as (
      select customer_id, count(distinct kind) as kinds, count(*) as steps
        from sequences.movement where org_id = ${ctx.orgId} and plan_id = ${planId} group by 1)
    select e.customer_id as "customerId", s.name as rm, r.id as "runId"
      from sequences.enrolment e
      join sequences.run r on r.org_id = e.org_id and r.plan_id = e.plan_id
      left join moved m on m.customer_id = e.customer_id
      left join org.staff s on s.org_id = e.org_id and s.id = e.staff_id
     where e.org_id = ${ctx.orgId} and e.plan_id = ${planId}
     order by (e.exit_reason = 'converted') desc nulls last, m.kinds desc nulls last,
              m.steps desc nulls last, e.customer_id
     limit 1`.execute(ctx.db);
  return rows[0] ?? null;
}

/** Of a plan that is no sequence: somebody to whom something was delivered, else anybody. */
export async function someCustomer(ctx: Ctx, planId: string): Promise<Chosen | null> {
  const { rows } = await sql<Chosen>`
    select t.customer_id as "customerId", s.name as rm, null as "runId"
      from outreach.touch t
      left join org.staff s on s.org_id = t.org_id and s.id = t.staff_id
     where t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and t.customer_id > 0
     order by (t.state = 'delivered') desc, t.customer_id limit 1`.execute(ctx.db);
  return rows[0] ?? null;
}

export interface GivenTask {
  readonly channel: string;
  readonly name: string;
  readonly customers: number;
  readonly givenAt: Date;
  readonly confirmedAt: Date | null;
  readonly reminders: number;
}

/** What WeCom asked a colleague to send or publish, from `from` until before `to`. */
export async function tasksOf(
  ctx: Ctx,
  { planId, staffId, from, to }: { planId: string; staffId: string; from: Date; to: Date },
): Promise<GivenTask[]> {
  const { rows } = await sql<GivenTask>`
    select h.channel, coalesce(i.name, h.item_key) as name, h.sent_at as "givenAt",
           s.confirmed_at as "confirmedAt", cardinality(h.reminded_at) as reminders,
           (select count(*)::int from outreach.touch t
             where t.org_id = h.org_id and t.handover_id = h.id and t.staff_id = s.staff_id) as customers
      from outreach.handover_sender s
      join outreach.handover h on h.org_id = s.org_id and h.id = s.handover_id
      left join content.item i on i.org_id = h.org_id and i.id::text = h.content_id
     where s.org_id = ${ctx.orgId} and s.staff_id = ${staffId} and h.plan_id = ${planId}
       and h.sent_at >= ${from} and h.sent_at < ${to}
     order by h.sent_at, h.id`.execute(ctx.db);
  return rows;
}

export interface GivenItem {
  readonly title: Phrase;
  readonly createdAt: Date;
  readonly outcome: string | null;
  readonly doneAt: Date | null;
}

/** Work items that came to a colleague or were done, from `from` until before `to`. */
export async function itemsOf(
  ctx: Ctx,
  { staffId, from, to }: { staffId: string; from: Date; to: Date },
): Promise<GivenItem[]> {
  const { rows } = await sql<GivenItem>`
    select title, created_at as "createdAt", outcome, done_at as "doneAt" from workbench.item
     where org_id = ${ctx.orgId} and staff_id = ${staffId}
       and ((created_at >= ${from} and created_at < ${to}) or (done_at >= ${from} and done_at < ${to}))
     order by created_at, item_id limit 100`.execute(ctx.db);
  return rows;
}
