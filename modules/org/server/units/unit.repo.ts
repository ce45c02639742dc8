import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { inScope } from '#platform/server/scope.ts';
import type { UnitId } from '../../contract/ids.ts';
import type { Unit, UnitKind, UnitState } from '../../contract/unit.ts';
import { beginningWith, containing } from '../like-pattern.ts';

export interface UnitFilter {
  readonly q?: string | undefined;
  readonly kind?: readonly UnitKind[] | undefined;
  readonly state?: readonly UnitState[] | undefined;
  /** Only this path and what lies below. */
  readonly underPath?: string | undefined;
}

/** A unit with what only its own page shows. */
export interface FullUnit extends Unit {
  readonly no: number;
  readonly closedAt: string | null;
  readonly closedReason: string | null;
}

const count = (what: 'staff' | 'children') =>
  what === 'staff'
    ? sql<number>`(select count(*)::int from org.staff s
        where s.org_id = unit.org_id and s.unit_id = unit.id and s.state = 'active')`
    : sql<number>`(select count(*)::int from org.unit c
        where c.org_id = unit.org_id and c.parent_id = unit.id and c.state = 'open')`;

/** Units for which the caller holds the permission; no other exists. */
const units = (ctx: Ctx, permission: string) =>
  ctx.db
    .selectFrom('org.unit as unit')
    .leftJoin('org.unit as parent', (j) =>
      j.onRef('parent.orgId', '=', 'unit.orgId').onRef('parent.id', '=', 'unit.parentId'),
    )
    .where('unit.orgId', '=', ctx.orgId)
    .where(inScope(ctx, permission, 'unit.path'));

/** Every column of the units in the caller's scope. */
export const fullUnits = (ctx: Ctx, permission: string) =>
  units(ctx, permission).select([
    'unit.id',
    'unit.no',
    'unit.code',
    'unit.name',
    'unit.kind',
    'unit.path',
    'unit.parentId',
    'parent.name as parentName',
    'unit.state',
    'unit.createdAt',
    'unit.closedAt',
    'unit.closedReason',
    'unit.version',
    count('staff').as('staffCount'),
    count('children').as('childCount'),
  ]);

type Row = Awaited<ReturnType<ReturnType<typeof fullUnits>['executeTakeFirstOrThrow']>>;

export const asUnit = (row: Row): FullUnit => ({
  ...row,
  id: row.id as UnitId,
  kind: row.kind as UnitKind,
  parentId: row.parentId as UnitId | null,
  state: row.state as UnitState,
  createdAt: row.createdAt.toISOString(),
  closedAt: row.closedAt?.toISOString() ?? null,
});

const matching = (ctx: Ctx, permission: string, filter: UnitFilter) => {
  let query = fullUnits(ctx, permission);
  const { q, kind, state, underPath } = filter;
  if (q)
    query = query.where((eb) =>
      eb.or([eb('unit.name', 'like', containing(q)), eb('unit.code', 'ilike', beginningWith(q))]),
    );
  if (kind?.length) query = query.where('unit.kind', 'in', kind);
  if (state?.length) query = query.where('unit.state', 'in', state);
  if (underPath) query = query.where('unit.path', 'like', `${underPath}%`);
  return query;
};

const sorts = {
  code: sql`unit.code`,
  name: sql`unit.name collate "zh-x-icu"`,
  kind: sql`array_position(array['head_office', 'branch', 'outlet', 'department'], unit.kind)`,
  createdAt: sql`unit.created_at`,
} as const;

export interface UnitOrder {
  readonly sort?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

export async function unitPage(
  ctx: Ctx,
  permission: string,
  filter: UnitFilter,
  { sort = 'code', limit, offset }: UnitOrder,
): Promise<{ items: FullUnit[]; total: number }> {
  const query = matching(ctx, permission, filter);
  const by = sorts[sort.replace('-', '') as keyof typeof sorts];
  const rows = await query
    .orderBy(by, sort.startsWith('-') ? 'desc' : 'asc')
    .orderBy('unit.no')
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await query
    .clearSelect()
    .select(sql<number>`count(*)::int`.as('total'))
    .executeTakeFirstOrThrow();
  return { items: rows.map(asUnit), total };
}

/** Units in the order of the tree, a thousand at a time; `afterPath` is the last one read. */
export async function nextUnits(
  ctx: Ctx,
  permission: string,
  filter: UnitFilter,
  afterPath: string,
): Promise<FullUnit[]> {
  const rows = await matching(ctx, permission, filter)
    .where('unit.path', '>', afterPath)
    .orderBy('unit.path')
    .limit(1000)
    .execute();
  return rows.map(asUnit);
}

export async function findUnit(ctx: Ctx, permission: string, id: UnitId): Promise<FullUnit | null> {
  const row = await fullUnits(ctx, permission).where('unit.id', '=', id).executeTakeFirst();
  return row ? asUnit(row) : null;
}

export async function findUnits(
  ctx: Ctx,
  permission: string,
  ids: readonly UnitId[],
): Promise<FullUnit[]> {
  if (ids.length === 0) return [];
  const rows = await fullUnits(ctx, permission).where('unit.id', 'in', ids).execute();
  return rows.map(asUnit);
}

export async function staffBelow(ctx: Ctx, path: string): Promise<number> {
  const { n } = await ctx.db
    .selectFrom('org.staff as s')
    .innerJoin('org.unit as u', (j) =>
      j.onRef('u.orgId', '=', 's.orgId').onRef('u.id', '=', 's.unitId'),
    )
    .select(sql<number>`count(*)::int`.as('n'))
    .where('s.orgId', '=', ctx.orgId)
    .where('s.state', '=', 'active')
    .where('u.path', 'like', `${path}%`)
    .executeTakeFirstOrThrow();
  return n;
}

/** The next number of the bank's tree; the bank is locked, so nobody else takes it. */
export async function nextUnitNo(ctx: TxCtx): Promise<number> {
  const { no } = await ctx.db
    .selectFrom('org.unit')
    .select(sql<number>`coalesce(max(no), 0) + 1`.as('no'))
    .where('orgId', '=', ctx.orgId)
    .executeTakeFirstOrThrow();
  return no;
}

export interface NewUnit {
  readonly id: string;
  readonly no: number;
  readonly code: string;
  readonly name: string;
  readonly kind: UnitKind;
  readonly parentId: string | null;
  readonly path: string;
}

/** False when the code is taken. */
export async function insertUnit(ctx: TxCtx, unit: NewUnit): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('org.unit')
    .values({ orgId: ctx.orgId, ...unit, state: 'open', createdAt: ctx.now(), version: 1 })
    .onConflict((c) => c.columns(['orgId', 'code']).doNothing())
    .executeTakeFirst();
  return Boolean(numInsertedOrUpdatedRows);
}

/** False when it is no longer at this version. */
export async function setUnit(
  ctx: TxCtx,
  id: UnitId,
  version: number,
  change: Partial<{
    code: string;
    name: string;
    parentId: UnitId;
    state: UnitState;
    closedAt: Date | null;
    closedReason: string | null;
  }>,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('org.unit')
    .set({ ...change, version: version + 1 })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function codeTaken(ctx: Ctx, code: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('org.unit')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('code', '=', code)
    .executeTakeFirst();
  return row !== undefined;
}

/** A unit and everything below it get their new paths in one statement. */
export async function moveSubtree(ctx: TxCtx, fromPath: string, toPath: string): Promise<void> {
  await ctx.db
    .updateTable('org.unit')
    .set({ path: sql<string>`${toPath}::text || substr(path, ${fromPath.length + 1}::int)` })
    .where('orgId', '=', ctx.orgId)
    .where('path', 'like', `${fromPath}%`)
    .execute();
}

/** The open units directly below one unit get another parent; their subtrees go along. */
export async function setParentOfChildren(
  ctx: TxCtx,
  from: UnitId,
  to: UnitId,
): Promise<{ path: string; no: number }[]> {
  return ctx.db
    .updateTable('org.unit')
    .set((eb) => ({ parentId: to, version: eb('version', '+', 1) }))
    .where('orgId', '=', ctx.orgId)
    .where('parentId', '=', from)
    .where('state', '=', 'open')
    .returning(['path', 'no'])
    .execute();
}
