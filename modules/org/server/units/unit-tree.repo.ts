import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { UnitId } from '../../contract/ids.ts';
import { beginningWith, containing } from '../like-pattern.ts';
import { asUnit, type FullUnit, fullUnits } from './unit.repo.ts';

/** One level of the tree: what stands directly below a unit. */
export async function childrenOf(
  ctx: Ctx,
  permission: string,
  parentId: UnitId,
  closed: boolean,
): Promise<FullUnit[]> {
  let query = fullUnits(ctx, permission).where('unit.parentId', '=', parentId);
  if (!closed) query = query.where('unit.state', '=', 'open');
  return (await query.orderBy('unit.no').execute()).map(asUnit);
}

const within = (paths: readonly string[]) =>
  sql<boolean>`exists (select 1 from unnest(${paths}::text[]) p (path) where unit.path like p.path || '%')`;

const inBank = (ctx: Ctx) =>
  fullUnits(ctx, 'org.unit.read').clearWhere().where('unit.orgId', '=', ctx.orgId);

/** The units of exactly these paths. */
export async function unitsAt(ctx: Ctx, paths: readonly string[]): Promise<FullUnit[]> {
  if (paths.length === 0) return [];
  const rows = await inBank(ctx).where('unit.path', 'in', paths).orderBy('unit.path').execute();
  return rows.map(asUnit);
}

/** Open units directly below one unit that lie within one of these subtrees. */
export async function childrenBelow(
  ctx: Ctx,
  paths: readonly string[],
  parentId: UnitId,
): Promise<FullUnit[]> {
  const rows = await inBank(ctx)
    .where('unit.parentId', '=', parentId)
    .where('unit.state', '=', 'open')
    .where(within(paths))
    .orderBy('unit.no')
    .execute();
  return rows.map(asUnit);
}

/** The first fifty open units within these subtrees whose name or code matches. */
export async function unitsLike(
  ctx: Ctx,
  paths: readonly string[],
  q: string,
): Promise<FullUnit[]> {
  const rows = await inBank(ctx)
    .where('unit.state', '=', 'open')
    .where(within(paths))
    .where((eb) =>
      eb.or([eb('unit.name', 'like', containing(q)), eb('unit.code', 'ilike', beginningWith(q))]),
    )
    .orderBy('unit.path')
    .limit(50)
    .execute();
  return rows.map(asUnit);
}

export async function headOffice(ctx: Ctx): Promise<FullUnit | null> {
  const row = await inBank(ctx).where('unit.parentId', 'is', null).executeTakeFirst();
  return row ? asUnit(row) : null;
}
