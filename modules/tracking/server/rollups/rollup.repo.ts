import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { addDays, startOfDay } from '#platform/server/holidays.ts';
import type { Quality } from '../../contract/quality.ts';

/** Every roll-up of a day that is not what its events say. */
const difference = (ctx: Ctx, day: string) => sql`
  truth as (
    select customer_id, kind, count(*)::int as count, sum(amount) as amount, min(at) as first_at,
        max(at) as last_at
      from tracking.event
     where org_id = ${ctx.orgId} and at >= ${startOfDay(day)} and at < ${startOfDay(addDays(day, 1))}
     group by 1, 2),
  difference as (
    select customer_id, kind, coalesce(t.count, 0) - coalesce(d.count, 0) as count,
        case when t.amount is null and d.amount is null then null
          else coalesce(t.amount, 0) - coalesce(d.amount, 0) end as amount,
        coalesce(t.first_at, d.first_at) as first_at, coalesce(t.last_at, d.last_at) as last_at
      from truth t
      full join (select * from tracking.daily where org_id = ${ctx.orgId} and day = ${day}::date) d
        using (customer_id, kind)
     where t.count is distinct from d.count or coalesce(t.amount, 0) <> coalesce(d.amount, 0)
        or t.first_at is distinct from d.first_at or t.last_at is distinct from d.last_at)`;

export async function compareDay(
  ctx: Ctx,
  day: string,
): Promise<{ events: number; wrongRows: number }> {
  const { rows } = await sql<{ events: number; wrongRows: number }>`
    with ${difference(ctx, day)}
    select (select coalesce(sum(count), 0)::bigint from truth) as events,
      (select count(*) from difference) as "wrongRows"`.execute(ctx.db);
  return rows[0]!;
}

/**
 * Adds what is missing and takes away what is too much. What differs is read and written in one
 * statement, as a difference, so that whoever stores events meanwhile is counted too.
 */
export async function mendDay(ctx: TxCtx, day: string): Promise<void> {
  await sql`
    with ${difference(ctx, day)}
    insert into tracking.daily as d (customer_id, kind, day, org_id, count, amount, first_at, last_at)
    select customer_id, kind, ${day}::date, ${ctx.orgId}::uuid, count, amount, first_at, last_at
      from difference order by customer_id, kind
    on conflict (customer_id, kind, day) do update set
      count = d.count + excluded.count,
      amount = case when d.amount is null and excluded.amount is null then null
        else coalesce(d.amount, 0) + coalesce(excluded.amount, 0) end,
      first_at = excluded.first_at, last_at = excluded.last_at`.execute(ctx.db);
  await sql`
    delete from tracking.daily where org_id = ${ctx.orgId} and day = ${day}::date
       and count <= 0`.execute(ctx.db);
}

/** The oldest day whose events are still kept; roll-ups of earlier days stand on their own. */
export async function findOldestDay(ctx: Ctx): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('tracking.volume')
    .select((eb) => eb.fn.min('day').as('day'))
    .where('orgId', '=', ctx.orgId)
    .executeTakeFirst();
  return (row?.day as string | null | undefined) ?? null;
}

export interface CheckRow {
  readonly id: string;
  readonly dayFrom: string;
  readonly dayTo: string;
  readonly events: number;
  readonly wrongRows: number;
  readonly mended: boolean;
}

export async function insertCheck(ctx: TxCtx, check: CheckRow): Promise<void> {
  await ctx.db
    .insertInto('tracking.rollupCheck')
    .values({ ...check, orgId: ctx.orgId, at: ctx.now() })
    .onConflict((c) => c.doNothing())
    .execute();
}

export async function findLastCheck(ctx: Ctx): Promise<Quality['check']> {
  const row = await ctx.db
    .selectFrom('tracking.rollupCheck')
    .select(['dayFrom', 'dayTo', 'events', 'wrongRows', 'mended', 'at'])
    .where('orgId', '=', ctx.orgId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const { dayFrom, dayTo, at, ...rest } = row;
  return { ...rest, from: dayFrom, to: dayTo, at: at.toISOString() };
}
