import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

/** Work items of follow-ups are called so, with the id of the follow-up. */
export const PREFIX = 'follow-up/';

export interface FollowUp {
  readonly customerId: number;
  readonly planId: string;
  readonly followUpId: string;
  readonly why: string;
  readonly title: string;
  readonly openedAt: Date;
  readonly asked: number;
  readonly state: string;
  readonly reason: string | null;
}

export interface NewFollowUp {
  readonly customerId: number;
  readonly planId: string;
  readonly id: string;
  readonly why: string;
  readonly title: string;
  readonly openedAt: Date;
}

/** Those that are new are due at once. */
export async function insertFollowUps(ctx: TxCtx, wanted: readonly NewFollowUp[]): Promise<void> {
  if (wanted.length === 0) return;
  await sql`
    insert into sequences.follow_up (customer_id, plan_id, follow_up_id, org_id, why, title, opened_at,
      asked, due_at, state)
    select w."customerId", w."planId", w.id, ${ctx.orgId}::uuid, w.why, w.title, w."openedAt", 0,
           ${ctx.now()}, 'open'
      from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w ("customerId" bigint,
        "planId" uuid, id uuid, why text, title text, "openedAt" timestamptz)
    on conflict do nothing`.execute(ctx.db);
}

export interface DueFollowUp extends FollowUp {
  readonly orgId: string;
  readonly staffId: string | null;
  readonly corpId: string | null;
  readonly need: number | null;
  readonly recognition: number | null;
}

export const nextFollowUpAt = sql<Date | null>`
  select min(due_at) from sequences.follow_up where state = 'open' and due_at is not null`;

/** Takes follow-ups that are to be put to the RM now, and says when they are again. */
export async function takeDue(ctx: TxCtx, limit: number): Promise<DueFollowUp[]> {
  const { rows } = await sql<DueFollowUp>`
    with due as (
      select f.customer_id, f.plan_id, f.follow_up_id from sequences.follow_up f
       where f.state = 'open' and f.due_at <= ${ctx.now()}
         and f.org_id = ${ctx.orgId} order by f.due_at limit ${limit}),
    taken as (
      update sequences.follow_up f set asked = f.asked + 1, due_at = null
        from due where f.customer_id = due.customer_id and f.plan_id = due.plan_id
         and f.follow_up_id = due.follow_up_id
      returning f.*)
    select t.org_id as "orgId", t.customer_id as "customerId", t.plan_id as "planId",
           t.follow_up_id as "followUpId", t.why, t.title, t.opened_at as "openedAt", t.asked,
           t.state, t.reason, e.staff_id as "staffId", e.corp_id as "corpId", s.need, s.recognition
      from taken t
      join sequences.enrolment e on e.customer_id = t.customer_id and e.plan_id = t.plan_id
      left join audiences.standing s on s.customer_id = t.customer_id and not e.generic`.execute(
    ctx.db,
  );
  return rows;
}

/** Banks with follow-ups that are due. */
export async function banksWithDue(ctx: Ctx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ orgId: string }>`
    select distinct org_id as "orgId" from (
      select org_id from sequences.follow_up
       where state = 'open' and due_at <= ${ctx.now()} order by due_at limit ${limit}) f`.execute(
    ctx.db,
  );
  return rows.map(({ orgId }) => orgId);
}

/** The latest outcome of each open follow-up that was reported as often as it was asked. */
export async function findReports(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<{ customerId: number; planId: string; id: string; outcome: string; at: Date }[]> {
  const { rows } = await sql<{
    customerId: number;
    planId: string;
    id: string;
    outcome: string;
    at: Date;
  }>`
    select f.customer_id as "customerId", f.plan_id as "planId", f.follow_up_id as id, r.outcome, r.at
      from sequences.follow_up f
      join sequences.run run on run.org_id = f.org_id and run.plan_id = f.plan_id
      cross join lateral (
        select count(*) as reports, max(e.at) as at,
               (array_agg(e.subject order by e.at desc, e.event_id))[1] as outcome
          from tracking.event e
         where e.customer_id = f.customer_id and e.org_id = f.org_id and e.kind = 'work-item.done'
           and e.at >= f.opened_at and e.properties ->> 'plan' = run.follow_plan_id::text
           and e.properties ->> 'item' = ${PREFIX} || f.follow_up_id::text) r
     where f.customer_id = any (${[...customerIds]}::bigint[]) and f.org_id = ${ctx.orgId}
       and f.state = 'open' and f.due_at is null and r.reports > 0 and r.reports >= f.asked`.execute(
    ctx.db,
  );
  return rows;
}

/** The outcome a colleague gave: closed, or asked again then. */
export async function settleFollowUp(
  ctx: TxCtx,
  { customerId, planId, id }: { customerId: number; planId: string; id: string },
  change: { state: 'open' | 'won' | 'lost'; dueAt: Date | null; reason: string },
): Promise<void> {
  await sql`
    update sequences.follow_up
       set state = ${change.state}, due_at = ${change.dueAt}, reason = ${change.reason},
           closed_at = ${change.state === 'open' ? null : ctx.now()}
     where customer_id = ${customerId} and plan_id = ${planId} and follow_up_id = ${id}
       and org_id = ${ctx.orgId} and state = 'open'`.execute(ctx.db);
}

/** Somebody left: what is open is closed, won when they did business. */
export async function closeAll(
  ctx: TxCtx,
  left: readonly { customerId: number; planId: string; won: boolean; reason: string }[],
): Promise<void> {
  await sql`
    update sequences.follow_up f
       set state = case when l.won then 'won' else 'closed' end, due_at = null,
           closed_at = ${ctx.now()}, reason = l.reason
      from jsonb_to_recordset(${JSON.stringify(left)}::jsonb) as l ("customerId" bigint,
        "planId" uuid, won boolean, reason text)
     where f.customer_id = l."customerId" and f.plan_id = l."planId" and f.state = 'open'`.execute(
    ctx.db,
  );
}

/** Of these, what nobody asked for in so many words is closed. Answers the work items it was put as. */
export async function closeGuessed(
  ctx: TxCtx,
  planId: string,
  customerIds: readonly number[],
): Promise<string[]> {
  const { rows } = await sql<{ itemKey: string }>`
    update sequences.follow_up
       set state = 'closed', due_at = null, closed_at = ${ctx.now()}, reason = 'personalisation_off'
     where customer_id = any (${[...customerIds]}::bigint[]) and org_id = ${ctx.orgId}
       and plan_id = ${planId} and state = 'open' and why = 'intent_clear'
    returning ${PREFIX} || follow_up_id as "itemKey"`.execute(ctx.db);
  return rows.map(({ itemKey }) => itemKey);
}

/** The script an RM has at hand: of the three W, else the first item of the action stage. */
export async function scriptOf(
  ctx: Ctx,
  planId: string,
): Promise<{ contentId: string; contentVersion: number } | null> {
  const { rows } = await sql<{ contentId: string; contentVersion: number }>`
    select content_id as "contentId", content_version as "contentVersion" from sequences.plan_item
     where org_id = ${ctx.orgId} and plan_id = ${planId} and lane = 'one_to_one'
     order by three_w desc, (letter = 8) desc, version desc, day limit 1`.execute(ctx.db);
  return rows[0] ?? null;
}
