import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { GroupChoice } from '../../contract/bulk-send.ts';

/** A group chat `g` with its owner `s` and the unit `u` where the owner works. */
const owned = sql`wecom.group_chat g
  join org.staff s on s.org_id = g.org_id and s.wecom_user_id = g.owner
  join org.unit u on u.org_id = s.org_id and u.id = s.unit_id`;

const ofUnits = (scope: UnitScope): RawBuilder<SqlBool> =>
  scope.whole ? sql`true` : sql`s.unit_id = any (${scope.units}::uuid[])`;

/** Whether a choice, as two lists of ids, means the group. */
const meant = (
  units: RawBuilder<unknown>,
  owners: RawBuilder<unknown>,
): RawBuilder<SqlBool> => sql`(
  s.id = any (${owners}) or exists (
    select from org.unit top where top.org_id = u.org_id and top.id = any (${units})
       and starts_with(u.path, top.path)))`;

/** The groups of a choice that the reader's units own. */
const chosen = (orgId: string, choice: GroupChoice, scope: UnitScope): RawBuilder<unknown> => sql`
  ${owned} where g.org_id = ${orgId}::uuid and g.gone_at is null and ${ofUnits(scope)}
    and ${meant(sql`${choice.unitIds}::uuid[]`, sql`${choice.ownerIds}::uuid[]`)}`;

const listed = (key: 'unitIds' | 'ownerIds') => sql`array(
  select jsonb_array_elements_text(b.draft -> 'groups' -> ${sql.lit(key)})::uuid)`;

/** Whether the bulk send `b` goes to groups that the reader's units own. */
export const concernsGroups = (scope: UnitScope): RawBuilder<SqlBool> => sql`
  (b.draft -> 'groups' is distinct from 'null'::jsonb and exists (
    select from ${owned} where g.org_id = b.org_id and g.gone_at is null and ${ofUnits(scope)}
       and ${meant(listed('unitIds'), listed('ownerIds'))}))`;

/**
 * A contact for each group. All of one owner at the same minute, so that one task holds them; the
 * owners evenly over the minutes given, so that not every group reads the same words at once. A
 * reader of some units finds theirs at the same minutes.
 */
export const groupCandidates = (
  orgId: string,
  choice: GroupChoice,
  scope: UnitScope,
  at: { readonly from: Date; readonly spreadMinutes: number },
): RawBuilder<unknown> => sql`
  select 0::bigint as customer_id, s.corp_id, s.recipient, s.staff_id, s.path,
         ${at.from}::timestamptz + make_interval(mins => (
           (s.place - 1) * ${at.spreadMinutes}::int / s.owners)::int) as planned_at
    from (select o.*, max(o.place) over () as owners from (
      select g.corp_id, g.chat_id as recipient, s.id as staff_id, s.unit_id, u.path,
             dense_rank() over (order by hashtextextended(s.id::text, 0), s.id) as place
        from ${chosen(orgId, choice, { whole: true })}) o) s
   where ${ofUnits(scope)}`;

/** How many groups of which units a choice means. */
export async function countChosen(
  ctx: Ctx,
  choice: GroupChoice,
  scope: UnitScope,
): Promise<{ id: string; name: string; groups: number; customers: number; owners: number }[]> {
  const { rows } = await sql<Awaited<ReturnType<typeof countChosen>>[number]>`
    select u.id, u.name, count(*)::int as groups, sum(g.customers)::int as customers,
           count(distinct s.id)::int as owners
      from ${chosen(ctx.orgId, choice, scope)} group by u.id, u.name, u.path order by u.path`.execute(
    ctx.db,
  );
  return rows;
}

/**
 * Those of a choice that are the caller's: a unit or colleague elsewhere does not exist. A reader also
 * sees the units above the own ones, for what is chosen there means the own groups as well.
 */
export async function findChosen(
  ctx: Ctx,
  choice: GroupChoice,
  scope: UnitScope,
  { above = false }: { above?: boolean } = {},
): Promise<{ units: { id: string; name: string }[]; owners: { id: string; name: string }[] }> {
  const units = await sql<{ id: string; name: string }>`
    select u.id, u.name from org.unit u
     where u.org_id = ${ctx.orgId} and u.id = any (${choice.unitIds}::uuid[])
       and ${scope.whole ? sql`true` : seenOf(scope.units, above)} order by u.path`.execute(ctx.db);
  const owners = await sql<{ id: string; name: string }>`
    select s.id, s.name from org.staff s
     where s.org_id = ${ctx.orgId} and s.id = any (${choice.ownerIds}::uuid[]) and ${ofUnits(scope)}
     order by s.number`.execute(ctx.db);
  return { units: units.rows, owners: owners.rows };
}

const seenOf = (units: readonly string[], above: boolean): RawBuilder<SqlBool> =>
  above
    ? sql`exists (select from org.unit own where own.org_id = u.org_id
           and own.id = any (${[...units]}::uuid[]) and starts_with(own.path, u.path))`
    : sql`u.id = any (${[...units]}::uuid[])`;
