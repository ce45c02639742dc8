import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { UnitId } from '../../contract/ids.ts';
import type { UnitKind, UnitState } from '../../contract/unit.ts';
import type { NewUnit } from '../units/unit.repo.ts';

export interface KnownUnit {
  readonly id: UnitId;
  readonly code: string;
  readonly name: string;
  readonly kind: UnitKind;
  readonly path: string;
  readonly parentId: UnitId | null;
  readonly state: UnitState;
  readonly version: number;
}

/** Every unit of the bank with one of these codes, whether or not the caller may see it. */
export async function unitsOfCodes(
  ctx: Ctx,
  codes: readonly string[],
): Promise<Map<string, KnownUnit>> {
  if (codes.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('org.unit')
    .select(['id', 'code', 'name', 'kind', 'path', 'parentId', 'state', 'version'])
    .where('orgId', '=', ctx.orgId)
    .where('code', '=', sql<string>`any(${codes}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.code, row as KnownUnit]));
}

/** One statement: a unit and its parent may both be new. */
export async function insertUnits(ctx: TxCtx, units: readonly NewUnit[]): Promise<void> {
  if (units.length === 0) return;
  await ctx.db
    .insertInto('org.unit')
    .values(
      units.map((unit) => ({
        orgId: ctx.orgId,
        ...unit,
        state: 'open',
        createdAt: ctx.now(),
        version: 1,
      })),
    )
    .execute();
}
