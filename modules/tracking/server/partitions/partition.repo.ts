import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { addDays, startOfDay } from '#platform/server/holidays.ts';

const nameOf = (day: string) => `event_${day.replaceAll('-', '')}`;
const PARTITION = /^event_(\d{4})(\d\d)(\d\d)$/;

export async function findHorizon(ctx: Ctx): Promise<string> {
  const row = await ctx.db
    .selectFrom('tracking.horizon')
    .select('through')
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  return row.through;
}

/** Holds it until the transaction ends: one process makes partitions at a time. */
export async function lockHorizon(ctx: TxCtx): Promise<string> {
  const row = await ctx.db
    .selectFrom('tracking.horizon')
    .select('through')
    .where('id', '=', 1)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return row.through;
}

export async function setHorizon(ctx: TxCtx, through: string): Promise<void> {
  await ctx.db.updateTable('tracking.horizon').set({ through }).where('id', '=', 1).execute();
}

/** Days that have a partition of their own, oldest first. */
export async function findPartitions(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'tracking.event'::regclass order by 1`.execute(ctx.db);
  return rows.flatMap(({ name }) => {
    const found = PARTITION.exec(name);
    return found ? [`${found[1]}-${found[2]}-${found[3]}`] : [];
  });
}

/** Does not stand in the way of those who store events: tries again later instead. */
export async function beBrief(ctx: TxCtx): Promise<void> {
  await sql`set local lock_timeout = '3s'`.execute(ctx.db);
}

/** A day's partition, with what was already stored for that day. */
export async function makePartition(ctx: TxCtx, day: string): Promise<void> {
  const table = sql.table(`tracking.${nameOf(day)}`);
  const [from, to] = [day, addDays(day, 1)].map((one) => startOfDay(one).toISOString());
  await sql`create table ${table} (like tracking.event including all)`.execute(ctx.db);
  await sql`
    with taken as (
      delete from tracking.event_rest
       where at >= ${sql.lit(from)}::timestamptz and at < ${sql.lit(to)}::timestamptz returning *)
    insert into ${table} select * from taken`.execute(ctx.db);
  await sql`alter table tracking.event attach partition ${table}
    for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(ctx.db);
}

/** Answers how many events were in it. */
export async function dropPartition(ctx: TxCtx, day: string): Promise<number> {
  const table = sql.table(`tracking.${nameOf(day)}`);
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${table}`.execute(ctx.db);
  await sql`drop table ${table}`.execute(ctx.db);
  return rows[0]!.n;
}

/** Which of these days hold events of other banks. */
export async function findDaysOfOthers(ctx: Ctx, days: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ day: string }>`
    select distinct day from tracking.volume
     where day = any(${[...days]}::date[]) and org_id <> ${ctx.orgId}`.execute(ctx.db);
  return new Set(rows.map(({ day }) => day));
}

/** The bank's own events before a moment: of a day that others share, or outside of all partitions. */
export async function deleteEvents(
  ctx: TxCtx,
  day: string | null,
  before: Date,
  limit: number,
): Promise<number> {
  const table = sql.table(`tracking.${day ? nameOf(day) : 'event_rest'}`);
  const { rows } = await sql<{ n: number }>`
    with gone as (
      delete from ${table} e using (
        select customer_id, at, event_id from ${table}
         where at < ${before} and org_id = ${ctx.orgId} limit ${limit}) g
       where e.customer_id = g.customer_id and e.at = g.at and e.event_id = g.event_id
      returning 1)
    select count(*) as n from gone`.execute(ctx.db);
  return rows[0]!.n;
}

export async function deleteVolume(ctx: TxCtx, before: string): Promise<void> {
  await ctx.db
    .deleteFrom('tracking.volume')
    .where('orgId', '=', ctx.orgId)
    .where('day', '<', before)
    .execute();
}

export async function deleteVisitorEvents(
  ctx: TxCtx,
  before: Date,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with gone as (
      delete from tracking.visitor_event e using (
        select visitor_id, at, event_id from tracking.visitor_event
         where at < ${before} and org_id = ${ctx.orgId} limit ${limit}) g
       where e.visitor_id = g.visitor_id and e.at = g.at and e.event_id = g.event_id
      returning 1)
    select count(*) as n from gone`.execute(ctx.db);
  return rows[0]!.n;
}

/** Visitors that nobody knows and that have not come back. */
export async function deleteVisitors(ctx: TxCtx, before: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with gone as (
      delete from tracking.visitor where visitor_id in (
        select visitor_id from tracking.visitor v
         where org_id = ${ctx.orgId} and last_at < ${before} and customer_id is null
           and not exists (select from tracking.visitor_event e where e.visitor_id = v.visitor_id)
         limit ${limit})
      returning 1)
    select count(*) as n from gone`.execute(ctx.db);
  return rows[0]!.n;
}

export async function deleteDaily(ctx: TxCtx, before: string, limit: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with gone as (
      delete from tracking.daily d using (
        select customer_id, kind, day from tracking.daily
         where day < ${before}::date and org_id = ${ctx.orgId} limit ${limit}) g
       where d.customer_id = g.customer_id and d.kind = g.kind and d.day = g.day
      returning 1)
    select count(*) as n from gone`.execute(ctx.db);
  return rows[0]!.n;
}

export async function deleteIntake(ctx: TxCtx, before: string, limit: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with gone as (
      delete from tracking.intake where ctid in (
        select ctid from tracking.intake
         where day < ${before}::date and org_id = ${ctx.orgId} limit ${limit})
      returning 1)
    select count(*) as n from gone`.execute(ctx.db);
  return rows[0]!.n;
}
