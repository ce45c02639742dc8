import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

/** Paths of open units by their ids. */
export async function findUnitPaths(
  ctx: Ctx,
  unitIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; path: string }>`
    select id, path from org.unit
     where org_id = ${ctx.orgId} and id = any(${unitIds}::uuid[]) and state = 'open'`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.id, row.path]));
}

export interface KnownUnit {
  readonly id: string;
  readonly code: string;
  readonly path: string;
  readonly state: string;
}

export async function unitsByCode(
  ctx: Ctx,
  codes: readonly string[],
): Promise<Map<string, KnownUnit>> {
  const { rows } = await sql<KnownUnit>`
    select id, code, path, state from org.unit
     where org_id = ${ctx.orgId} and code = any(${codes}::text[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.code, row]));
}

export interface KnownStaff {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly unitId: string;
  readonly unitPath: string;
}

const staff = (ctx: Ctx) =>
  ctx.db
    .selectFrom('org.staff as s')
    .innerJoin('org.unit as u', (join) =>
      join.onRef('u.orgId', '=', 's.orgId').onRef('u.id', '=', 's.unitId'),
    )
    .select(['s.id', 's.number', 's.name', 's.unitId', 'u.path as unitPath'])
    .where('s.orgId', '=', ctx.orgId)
    .where('s.state', '=', 'active');

export async function findActiveStaff(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, KnownStaff>> {
  if (ids.length === 0) return new Map();
  const rows = await staff(ctx)
    .where('s.id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export async function staffByNumber(
  ctx: Ctx,
  numbers: readonly string[],
): Promise<Map<string, KnownStaff>> {
  if (numbers.length === 0) return new Map();
  const rows = await staff(ctx)
    .where('s.number', 'in', [...numbers])
    .execute();
  return new Map(rows.map((row) => [row.number, row]));
}

/** Paths of every unit: a bank has thousands, not millions. */
export async function unitPathsOf(ctx: Ctx): Promise<Map<string, string>> {
  const rows = await ctx.db
    .selectFrom('org.unit')
    .select(['id', 'path'])
    .where('orgId', '=', ctx.orgId)
    .execute();
  return new Map(rows.map((row) => [row.id, row.path]));
}
