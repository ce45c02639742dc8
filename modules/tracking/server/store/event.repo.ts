import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import { type EventRow, plainArray, quotedArray, type VisitorRow } from './event-row.ts';

export const keyOf = (row: { customerId: number; id: string }) => `${row.customerId} ${row.id}`;

const moments = (rows: readonly { at: number }[]) =>
  plainArray(rows.map(({ at }) => `"${new Date(at).toISOString()}"`));

/**
 * Stores what is not stored yet and counts it in the daily roll-ups, in one statement. Answers the
 * keys of the new ones, or null when all are new. The rows come in writing order.
 */
export async function insertEvents(
  ctx: TxCtx,
  rows: readonly EventRow[],
): Promise<Set<string> | null> {
  const { rows: found } = await sql<{ stored: number; keys: string[] | null }>`
    with given as (
      select * from unnest(
        ${plainArray(rows.map((r) => r.customerId))}::bigint[], ${moments(rows)}::timestamptz[],
        ${plainArray(rows.map((r) => r.id))}::uuid[], ${plainArray(rows.map((r) => r.kind))}::text[],
        ${plainArray(rows.map((r) => r.source))}::text[],
        ${quotedArray(rows.map((r) => r.subject))}::text[],
        ${plainArray(rows.map((r) => r.amount))}::numeric[],
        ${quotedArray(rows.map((r) => r.properties))}::jsonb[],
        ${plainArray(rows.map((r) => r.visitorId))}::uuid[])
        as g (customer_id, at, event_id, kind, source, subject, amount, properties, visitor_id)),
    stored as (
      insert into tracking.event (customer_id, at, event_id, org_id, kind, source, subject, amount,
          properties, received_at, visitor_id)
      select customer_id, at, event_id, ${ctx.orgId}::uuid, kind, source, subject, amount, properties,
          ${ctx.now()}::timestamptz, visitor_id from given
      on conflict do nothing
      returning customer_id, at, event_id, kind, amount),
    counted as (
      insert into tracking.daily as d (customer_id, kind, day, org_id, count, amount, first_at, last_at)
      select customer_id, kind, (at at time zone 'Asia/Shanghai')::date as day, ${ctx.orgId}::uuid,
          count(*), sum(amount), min(at), max(at)
        from stored group by 1, 2, 3 order by 1, 2, 3
      on conflict (customer_id, kind, day) do update set
        count = d.count + excluded.count,
        amount = case when d.amount is null and excluded.amount is null then null
          else coalesce(d.amount, 0) + coalesce(excluded.amount, 0) end,
        first_at = least(d.first_at, excluded.first_at),
        last_at = greatest(d.last_at, excluded.last_at))
    select (select count(*) from stored) as stored,
      case when (select count(*) from stored) < ${rows.length}
        then (select array_agg(customer_id || ' ' || event_id) from stored) end as keys`.execute(
    ctx.db,
  );
  const { stored, keys } = found[0]!;
  return stored === rows.length ? null : new Set(keys ?? []);
}

/** What visitors did whom nobody knows; not counted until somebody does. */
export async function insertVisitorEvents(
  ctx: TxCtx,
  rows: readonly VisitorRow[],
): Promise<Set<string>> {
  const { rows: stored } = await sql<{ key: string }>`
    insert into tracking.visitor_event (visitor_id, at, event_id, org_id, kind, source, subject,
        amount, properties, received_at)
    select visitor_id, at, event_id, ${ctx.orgId}::uuid, kind, source, subject, amount, properties,
        ${ctx.now()}::timestamptz
      from unnest(
        ${plainArray(rows.map((r) => r.visitorId))}::uuid[], ${moments(rows)}::timestamptz[],
        ${plainArray(rows.map((r) => r.id))}::uuid[], ${plainArray(rows.map((r) => r.kind))}::text[],
        ${plainArray(rows.map((r) => r.source))}::text[],
        ${quotedArray(rows.map((r) => r.subject))}::text[],
        ${plainArray(rows.map((r) => r.amount))}::numeric[],
        ${quotedArray(rows.map((r) => r.properties))}::jsonb[])
        as g (visitor_id, at, event_id, kind, source, subject, amount, properties)
    on conflict do nothing
    returning visitor_id || ' ' || event_id as key`.execute(ctx.db);
  return new Set(stored.map(({ key }) => key));
}

/** Which of these are stored already: for devices whose events no longer go to their customer. */
export async function findStored(ctx: TxCtx, rows: readonly EventRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const { rows: found } = await sql<{ key: string }>`
    select e.customer_id || ' ' || e.event_id as key
      from tracking.event e
      join unnest(${plainArray(rows.map((r) => r.customerId))}::bigint[],
                  ${moments(rows)}::timestamptz[], ${plainArray(rows.map((r) => r.id))}::uuid[])
        as g (customer_id, at, event_id)
        on e.customer_id = g.customer_id and e.at = g.at and e.event_id = g.event_id`.execute(
    ctx.db,
  );
  return new Set(found.map(({ key }) => key));
}

export interface VolumeRow {
  readonly kind: string;
  readonly day: string;
  readonly count: number;
  readonly lastAt: number;
}

export async function addVolume(
  ctx: TxCtx,
  slot: number,
  rows: readonly VolumeRow[],
): Promise<void> {
  await sql`
    insert into tracking.volume as v (org_id, kind, day, slot, count, last_at)
    select ${ctx.orgId}::uuid, kind, day, ${slot}::smallint, count, to_timestamp(at / 1000.0)
      from unnest(${plainArray(rows.map((r) => r.kind))}::text[],
                  ${plainArray(rows.map((r) => r.day))}::date[],
                  ${plainArray(rows.map((r) => r.count))}::bigint[],
                  ${plainArray(rows.map((r) => r.lastAt))}::bigint[]) as g (kind, day, count, at)
     order by kind, day
    on conflict (org_id, kind, day, slot) do update set
      count = v.count + excluded.count, last_at = greatest(v.last_at, excluded.last_at)`.execute(
    ctx.db,
  );
}

export interface IntakeRow {
  readonly source: string;
  readonly kind: string;
  readonly outcome: 'stored' | 'duplicate' | 'late' | 'skewed' | 'refused';
  readonly reason: string;
  readonly field: string;
  readonly count: number;
}

export async function addIntake(
  ctx: TxCtx,
  slot: number,
  day: string,
  rows: readonly IntakeRow[],
): Promise<void> {
  await sql`
    insert into tracking.intake as i (org_id, day, source, kind, outcome, reason, field, slot, count,
        last_at)
    select ${ctx.orgId}::uuid, ${day}::date, source, kind, outcome, reason, field, ${slot}::smallint, count, ${ctx.now()}::timestamptz
      from unnest(${quotedArray(rows.map((r) => r.source))}::text[],
                  ${quotedArray(rows.map((r) => r.kind))}::text[],
                  ${quotedArray(rows.map((r) => r.outcome))}::text[],
                  ${quotedArray(rows.map((r) => r.reason))}::text[],
                  ${quotedArray(rows.map((r) => r.field))}::text[],
                  ${plainArray(rows.map((r) => r.count))}::bigint[])
        as g (source, kind, outcome, reason, field, count)
     order by source, kind, outcome, reason, field
    on conflict (org_id, day, source, kind, outcome, reason, field, slot) do update set
      count = i.count + excluded.count, last_at = greatest(i.last_at, excluded.last_at)`.execute(
    ctx.db,
  );
}
