import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { PersonRef } from '../../contract/person.ts';
import type { UnitRef } from '../../contract/unit.ts';
import { containing } from '../like-pattern.ts';

export interface DelegationRow {
  id: string;
  fromId: string;
  fromName: string;
  toId: string;
  toName: string;
  startsAt: Date;
  endsAt: Date;
  kinds: string[];
  reason: string;
  endedAt: Date | null;
}

const columns = [
  'id',
  'fromId',
  'fromName',
  'toId',
  'toName',
  'startsAt',
  'endsAt',
  'kinds',
  'reason',
  'endedAt',
] as const;

/** Those a person gave or received, newest first. */
export async function findDelegations(
  ctx: Ctx,
  side: 'fromId' | 'toId',
  staffId: string,
): Promise<DelegationRow[]> {
  return ctx.db
    .selectFrom('org.delegation')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where(side, '=', staffId)
    .orderBy('startsAt', 'desc')
    .limit(100)
    .execute();
}

/** Those that hold for a person now. */
export async function findActive(ctx: Ctx, toId: string): Promise<DelegationRow[]> {
  const now = ctx.now();
  return ctx.db
    .selectFrom('org.delegation')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where('toId', '=', toId)
    .where('startsAt', '<=', now)
    .where('endsAt', '>', now)
    .where('endedAt', 'is', null)
    .execute();
}

/** Who stands in now for any of these people. */
export async function findStandIns(
  ctx: Ctx,
  kind: string,
  fromIds: readonly string[],
): Promise<DelegationRow[]> {
  if (fromIds.length === 0) return [];
  const now = ctx.now();
  return ctx.db
    .selectFrom('org.delegation')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where('fromId', 'in', [...fromIds])
    .where('startsAt', '<=', now)
    .where('endsAt', '>', now)
    .where('endedAt', 'is', null)
    .where(sql<boolean>`(cardinality(kinds) = 0 or ${kind} = any(kinds))`)
    .execute();
}

export async function insertDelegation(
  ctx: TxCtx,
  delegation: Omit<DelegationRow, 'endedAt'>,
): Promise<void> {
  await ctx.db
    .insertInto('org.delegation')
    .values({ ...delegation, orgId: ctx.orgId, createdAt: ctx.now(), endedAt: null })
    .execute();
}

/** Null when it is not this person's, or over already. */
export async function endOwnDelegation(
  ctx: TxCtx,
  id: string,
  fromId: string,
): Promise<DelegationRow | null> {
  const row = await ctx.db
    .updateTable('org.delegation')
    .set({ endedAt: ctx.now() })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('fromId', '=', fromId)
    .where('endedAt', 'is', null)
    .where('endsAt', '>', ctx.now())
    .returning(columns)
    .executeTakeFirst();
  return row ?? null;
}

/** The paths for which active people hold these permissions by their grants. */
export async function findHeldPaths(
  ctx: Ctx,
  staffIds: readonly string[],
  permissions: readonly string[],
): Promise<{ staffId: string; permission: string; path: string }[]> {
  if (staffIds.length === 0) return [];
  const { rows } = await sql<{ staffId: string; permission: string; path: string }>`
    select distinct g.staff_id, held.permission, u.path
      from org.role_grant g
      join org.staff s on s.org_id = g.org_id and s.id = g.staff_id and s.state = 'active'
      join org.role r on r.org_id = g.org_id and r.id = g.role_id and r.state = 'active'
      cross join unnest(r.permissions) as held (permission)
      join org.unit u on u.org_id = g.org_id and u.id = g.unit_id
     where g.org_id = ${ctx.orgId} and g.staff_id = any(${[...staffIds]}::uuid[])
       and g.ended_at is null and (g.valid_until is null or g.valid_until > ${ctx.now()})
       and held.permission = any(${[...permissions]}::text[])`.execute(ctx.db);
  return rows;
}

/** Active people who decide approvals somewhere, other than one. */
export async function findDeciders(
  ctx: Ctx,
  except: string,
  q: string | undefined,
): Promise<(PersonRef & { unit: UnitRef })[]> {
  const pattern = containing(q ?? '');
  const { rows } = await sql<PersonRef & { unit: UnitRef }>`
    select s.id, s.name,
           jsonb_build_object('id', u.id, 'code', u.code, 'name', u.name, 'kind', u.kind,
                              'path', u.path) as unit
      from org.staff s join org.unit u on u.org_id = s.org_id and u.id = s.unit_id
     where s.org_id = ${ctx.orgId} and s.state = 'active' and s.id::text <> ${except}
       and (s.name ilike ${pattern} or s.number ilike ${pattern})
       and s.id in (
         select g.staff_id from org.role_grant g
           join org.role r on r.org_id = g.org_id and r.id = g.role_id and r.state = 'active'
          where g.org_id = ${ctx.orgId} and g.ended_at is null
            and (g.valid_until is null or g.valid_until > ${ctx.now()})
            and 'org.approval.decide' = any(r.permissions))
     order by s.name, s.id limit 20`.execute(ctx.db);
  return rows;
}
