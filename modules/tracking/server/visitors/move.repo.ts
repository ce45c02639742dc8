import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';

/** What was moved, as the roll-ups see it. */
export interface Moved {
  readonly kind: string;
  readonly day: string;
  readonly count: number;
  readonly amount: string | null;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

const PASSED_ON = sql`event_id, org_id, kind, source, subject, amount, properties, received_at`;
const BY_DAY = sql`kind, (at at time zone 'Asia/Shanghai')::date as day, count(*)::int as count,
  sum(amount)::text as amount, min(at) as "firstAt", max(at) as "lastAt"`;

/** A visitor's events become the customer's. What is the customer's already is not doubled. */
export async function giveToCustomer(
  ctx: TxCtx,
  visitorId: string,
  customerId: number,
): Promise<Moved[]> {
  const { rows } = await sql<Moved>`
    with taken as (
      delete from tracking.visitor_event where visitor_id = ${visitorId} and org_id = ${ctx.orgId}
      returning *),
    given as (
      insert into tracking.event (customer_id, at, ${PASSED_ON}, visitor_id)
      select ${customerId}::bigint, at, ${PASSED_ON}, visitor_id from taken
      on conflict do nothing
      returning kind, at, amount)
    select ${BY_DAY} from given group by 1, 2 order by 1, 2`.execute(ctx.db);
  return rows;
}

/** A customer's events that came from a device, after a moment if one is given, become nobody's. */
export async function giveBackToVisitor(
  ctx: TxCtx,
  visitorId: string,
  customerId: number,
  after: Date | null,
): Promise<Moved[]> {
  const { rows } = await sql<Moved>`
    with taken as (
      delete from tracking.event
       where customer_id = ${customerId} and org_id = ${ctx.orgId} and visitor_id = ${visitorId}
         and (${after}::timestamptz is null or at > ${after})
      returning *),
    given as (
      insert into tracking.visitor_event (visitor_id, at, ${PASSED_ON})
      select visitor_id, at, ${PASSED_ON} from taken
      on conflict do nothing)
    select ${BY_DAY} from taken group by 1, 2 order by 1, 2`.execute(ctx.db);
  return rows;
}

/** One customer's events become another's; each remembers whose it was first. */
export async function giveToOther(
  ctx: TxCtx,
  from: number,
  to: number,
  homes: readonly number[] | null,
): Promise<{ taken: Moved[]; given: Moved[] }> {
  const back = homes !== null;
  const { rows } = await sql<Moved & { part: 'taken' | 'given' }>`
    with taken as (
      delete from tracking.event
       where customer_id = ${from} and org_id = ${ctx.orgId}
         and (${!back} or home_customer_id = any(${homes ?? []}::bigint[]))
      returning *),
    given as (
      insert into tracking.event (customer_id, at, ${PASSED_ON}, visitor_id, home_customer_id)
      select ${to}::bigint, at, ${PASSED_ON}, visitor_id,
          nullif(coalesce(home_customer_id, customer_id), ${to}) from taken
      on conflict do nothing
      returning kind, at, amount)
    select 'taken' as part, ${BY_DAY} from taken group by 2, 3
    union all
    select 'given', ${BY_DAY} from given group by 2, 3
    order by 1, 2, 3`.execute(ctx.db);
  return {
    taken: rows.filter(({ part }) => part === 'taken'),
    given: rows.filter(({ part }) => part === 'given'),
  };
}

export async function addToDaily(
  ctx: TxCtx,
  customerId: number,
  moved: readonly Moved[],
): Promise<void> {
  if (moved.length === 0) return;
  await sql`
    insert into tracking.daily as d (customer_id, kind, day, org_id, count, amount, first_at, last_at)
    select ${customerId}::bigint, m.kind, m.day, ${ctx.orgId}::uuid, m.count, m.amount, m."firstAt", m."lastAt"
      from ${given(moved)} order by m.kind, m.day
    on conflict (customer_id, kind, day) do update set
      count = d.count + excluded.count,
      amount = case when d.amount is null and excluded.amount is null then null
        else coalesce(d.amount, 0) + coalesce(excluded.amount, 0) end,
      first_at = least(d.first_at, excluded.first_at),
      last_at = greatest(d.last_at, excluded.last_at)`.execute(ctx.db);
}

/** After the events are gone: counts go down, and the first and last times are looked up again. */
export async function takeFromDaily(
  ctx: TxCtx,
  customerId: number,
  moved: readonly Moved[],
): Promise<void> {
  if (moved.length === 0) return;
  await sql`
    update tracking.daily d set
      count = d.count - m.count,
      amount = case when e.amounts = 0 then null else d.amount - coalesce(m.amount, 0) end,
      first_at = coalesce(e.first_at, d.first_at),
      last_at = coalesce(e.last_at, d.last_at)
      from ${given(moved)}
      cross join lateral (
        select min(at) as first_at, max(at) as last_at, count(amount) as amounts
          from tracking.event
         where customer_id = ${customerId} and kind = m.kind
           and at >= m.day::timestamp at time zone 'Asia/Shanghai'
           and at < (m.day + 1)::timestamp at time zone 'Asia/Shanghai') e
     where d.customer_id = ${customerId} and d.kind = m.kind and d.day = m.day`.execute(ctx.db);
  await sql`
    delete from tracking.daily where customer_id = ${customerId} and org_id = ${ctx.orgId}
       and count <= 0`.execute(ctx.db);
}

const given = (moved: readonly Moved[]) => sql`
  json_to_recordset(${JSON.stringify(moved)}::json) as m (kind text, day date, count int,
    amount numeric, "firstAt" timestamptz, "lastAt" timestamptz)`;

/** When a device's events of a customer happened after a moment. */
export async function findMoments(
  ctx: TxCtx,
  visitorId: string,
  customerId: number,
  after: Date,
): Promise<Date[]> {
  const rows = await ctx.db
    .selectFrom('tracking.event')
    .select('at')
    .where('customerId', '=', customerId)
    .where('visitorId', '=', visitorId)
    .where('at', '>', after)
    .orderBy('at')
    .execute();
  return rows.map(({ at }) => at);
}

/** Devices follow the customer into whom theirs was merged. Waits for those whose events are on the way. */
export async function moveVisitors(
  ctx: TxCtx,
  from: number,
  to: number,
  visitorIds: readonly string[] | null,
): Promise<void> {
  await sql`
    update tracking.visitor set customer_id = ${to}
     where customer_id = ${from} and org_id = ${ctx.orgId}
       and (${visitorIds === null} or visitor_id = any(${visitorIds ?? []}::uuid[]))`.execute(
    ctx.db,
  );
}

/** Devices on which one of these customers signed in last. */
export async function findVisitorsOf(
  ctx: TxCtx,
  customerId: number,
  homes: readonly number[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select v.visitor_id as id from tracking.visitor v
     where v.customer_id = ${customerId} and v.org_id = ${ctx.orgId}
       and (select s.customer_id from tracking.stitch s
             where s.visitor_id = v.visitor_id and s.action in ('stitched', 'confirmed')
             order by s.at desc, s.stitch_id desc limit 1) = any(${[...homes]}::bigint[])`.execute(
    ctx.db,
  );
  return rows.map(({ id }) => id);
}

/** Roll-ups whose events have been deleted by retention go along as they are. */
export async function moveOldDaily(ctx: TxCtx, from: number, to: number): Promise<void> {
  await sql`
    with taken as (
      delete from tracking.daily where customer_id = ${from} and org_id = ${ctx.orgId} returning *)
    insert into tracking.daily as d (customer_id, kind, day, org_id, count, amount, first_at, last_at)
    select ${to}::bigint, kind, day, org_id, count, amount, first_at, last_at from taken order by kind, day
    on conflict (customer_id, kind, day) do update set
      count = d.count + excluded.count,
      amount = case when d.amount is null and excluded.amount is null then null
        else coalesce(d.amount, 0) + coalesce(excluded.amount, 0) end,
      first_at = least(d.first_at, excluded.first_at),
      last_at = greatest(d.last_at, excluded.last_at)`.execute(ctx.db);
}
