import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import type { Due } from '../handover/handover.repo.ts';
import type { TouchKey } from '../handover/touch-state.repo.ts';
import { lately } from '../results/call-off.repo.ts';

/** What a colleague confirms before it reaches customers. */
const CONFIRMED = sql`array['one_to_one', 'group', 'moments']::text[]`;

/** Out, and somebody may still confirm or publish it. */
const open = sql<SqlBool>`state in ('sent', 'confirmed')
  and (state = 'sent' or channel = 'moments')`;

/** Whether the customer of `t` is elderly today; groups are nobody. Looked up by its key. */
const isElderly = (ctx: Ctx, age: number | null): RawBuilder<boolean> =>
  age === null
    ? sql`false`
    : sql`coalesce((
        select date_part('year', age(${dayOf(ctx.now())}::timestamp, v.day::timestamp)) >= ${age}::int
          from customers.attribute_value v
         where v.customer_id = t.customer_id and v.attribute_id = (
           select a.attribute_id from customers.attribute a
            where a.org_id = ${ctx.orgId}::uuid and a.code = 'birth_date')), false)`;

/**
 * Of these handovers those that keep hours, and whether anybody in them is elderly. Service messages
 * keep none, unless what they say is marketing all the same: the basis of their decision tells.
 */
export async function strictestOf(
  ctx: Ctx,
  ids: readonly string[],
  age: number | null,
): Promise<ReadonlyMap<string, boolean>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; elderly: boolean }>`
    with held as materialized (
      select t.handover_id, t.basis_id, t.purpose, ${isElderly(ctx, age)} as elderly
        from outreach.touch t
       where t.org_id = ${ctx.orgId}::uuid and t.handover_id = any (${[...ids]}::uuid[])
         and ${lately(ctx, 't')} and t.channel = any (${CONFIRMED})
         and t.state in ('reserved', 'handed_over', 'confirmed')),
    said as (
      select b.basis_id from outreach.basis b
       where b.org_id = ${ctx.orgId}::uuid and b.content ->> 'purpose' = 'marketing'
         and b.basis_id in (select basis_id from held where purpose <> 'marketing'))
    select handover_id as id, bool_or(elderly) as elderly from held
     where purpose = 'marketing' or basis_id in (select basis_id from said)
     group by 1`.execute(ctx.db);
  return new Map(rows.map(({ id, elderly }) => [id, elderly]));
}

/** Handovers, of every bank or of one, whose hours end; asked again after `pauseMs` as long as they are out. */
export async function takeClosing(
  ctx: Ctx,
  limit: number,
  pauseMs: number,
  orgId: string | null = null,
): Promise<Due[]> {
  const now = ctx.now();
  const { rows } = await sql<Due>`
    update outreach.handover h set closes_at = ${new Date(now.getTime() + pauseMs)}
      from (select org_id, id from outreach.handover
             where ${open} and closes_at <= ${now}
               and (${orgId}::uuid is null or org_id = ${orgId})
             order by closes_at limit ${limit} for update skip locked) d
     where h.org_id = d.org_id and h.id = d.id
    returning h.org_id, h.id`.execute(ctx.db);
  return rows;
}

/** Until when each of them may be confirmed after all; null: for as long as it lives. */
export async function setClosings(
  ctx: Ctx,
  closings: readonly { readonly id: string; readonly at: Date | null }[],
): Promise<void> {
  if (closings.length === 0) return;
  await sql`
    update outreach.handover h set closes_at = c.at
      from unnest(${closings.map(({ id }) => id)}::uuid[],
                  ${closings.map(({ at }) => at?.toISOString() ?? null)}::timestamptz[]) as c (id, at)
     where h.org_id = ${ctx.orgId}::uuid and h.id = c.id`.execute(ctx.db);
}

/** The hours of a bank are others from this moment on: everything that is out is looked at then. */
export async function setClosingsAnew(ctx: TxCtx, at: Date): Promise<void> {
  await sql`
    update outreach.handover set closes_at = ${at}
     where org_id = ${ctx.orgId}::uuid and ${open} and channel = any (${CONFIRMED})
       and (closes_at is null or closes_at > ${at})`.execute(ctx.db);
}

/** When the touches of either class come out again; null: not any more. */
interface ComesAgain {
  readonly ordinary: Date | null;
  readonly elderly: Date | null;
}

const againOf = (ctx: Ctx, age: number | null, { ordinary, elderly }: ComesAgain) =>
  sql`case when ${isElderly(ctx, age)} then ${elderly}::timestamptz else ${ordinary}::timestamptz end`;

/** What of a called-off handover could come again only after its time is over. */
export async function tooLate(
  ctx: TxCtx,
  handoverId: string,
  expiresAt: Date | null,
  age: number | null,
  again: ComesAgain,
): Promise<TouchKey[]> {
  const { rows } = await sql<TouchKey>`
    select x.customer_id, x.touch_id, x.planned_at from (
      select t.customer_id, t.touch_id, t.planned_at, ${againOf(ctx, age, again)} as again,
             coalesce(t.expires_at, ${expiresAt}::timestamptz) as ends
        from outreach.touch t
       where t.org_id = ${ctx.orgId}::uuid and t.handover_id = ${handoverId}::uuid
         and ${lately(ctx, 't')} and t.state = 'handed_over') x
     where x.again is null or x.ends <= x.again`.execute(ctx.db);
  return rows;
}

/** They keep their place and wait for their next hours, in no handover. Answers how many. */
export async function putBack(
  ctx: TxCtx,
  handoverId: string,
  expiresAt: Date | null,
  age: number | null,
  again: ComesAgain,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update outreach.touch t
       set state = 'reserved', handed_at = null, handover_id = null,
           due_at = ${againOf(ctx, age, again)},
           expires_at = coalesce(t.expires_at, ${expiresAt}::timestamptz)
     where t.org_id = ${ctx.orgId}::uuid and t.handover_id = ${handoverId}::uuid
       and ${lately(ctx, 't')} and t.state in ('reserved', 'handed_over')`.execute(ctx.db);
  return Number(numAffectedRows ?? 0);
}

/** What is due and whose hours end soon waits for the next ones. Answers how many. */
export async function holdBack(
  ctx: TxCtx,
  age: number | null,
  soon: { readonly ordinary: boolean; readonly elderly: boolean },
  again: ComesAgain,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update outreach.touch t
       set due_at = coalesce(${againOf(ctx, age, again)}, t.due_at + interval '1 day')
     where t.org_id = ${ctx.orgId}::uuid and t.state = 'reserved' and t.handover_id is null
       and t.due_at <= ${ctx.now()} and t.channel = any (${CONFIRMED}) and t.purpose = 'marketing'
       and case when ${isElderly(ctx, age)} then ${soon.elderly}::bool
                else ${soon.ordinary}::bool end`.execute(ctx.db);
  return Number(numAffectedRows ?? 0);
}
