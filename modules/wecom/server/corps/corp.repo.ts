import { sql } from 'kysely';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { ConnectionChecks } from '../../contract/connect.ts';
import type { CorpId } from '../../contract/corp.ts';

export interface CorpRow {
  id: CorpId;
  unitId: string;
  corpid: string;
  name: string;
  baseUrl: string;
  state: 'active' | 'stopped';
  version: number;
}

const columns = ['id', 'unitId', 'corpid', 'name', 'baseUrl', 'state', 'version'] as const;

const within = (scope: UnitScope) =>
  scope.whole ? sql<boolean>`true` : sql<boolean>`unit_id = any(${scope.units}::uuid[])`;

export async function findCorp(
  ctx: Ctx,
  id: string,
  scope: UnitScope = { whole: true },
): Promise<CorpRow | null> {
  const row = await ctx.db
    .selectFrom('wecom.corp')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where(within(scope))
    .executeTakeFirst();
  return (row as CorpRow | undefined) ?? null;
}

export async function listCorpRows(
  ctx: Ctx,
  { page, size }: { page: number; size: number },
  scope: UnitScope,
): Promise<{ items: CorpRow[]; total: number }> {
  const found = ctx.db.selectFrom('wecom.corp').where('orgId', '=', ctx.orgId).where(within(scope));
  const items = await found
    .select(columns)
    .orderBy('name')
    .orderBy('id')
    .limit(size)
    .offset((page - 1) * size)
    .execute();
  const { total } = await found.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return { items: items as CorpRow[], total };
}

/** False when the bank has connected this corp already. */
export async function insertCorp(
  ctx: TxCtx,
  corp: Omit<CorpRow, 'version' | 'state'>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('wecom.corp')
    .values({ ...corp, orgId: ctx.orgId, state: 'active', version: 1, createdAt: ctx.now() })
    .onConflict((c) => c.columns(['orgId', 'corpid']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** False when it is no longer at this version. */
export async function setCorp(
  ctx: TxCtx,
  id: string,
  version: number,
  change: Partial<Pick<CorpRow, 'name' | 'baseUrl' | 'state'>>,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('wecom.corp')
    .set({ ...change, version: version + 1 })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function setChecks(ctx: TxCtx, id: string, checks: ConnectionChecks): Promise<void> {
  await ctx.db
    .updateTable('wecom.corp')
    .set({ checks: JSON.stringify(checks), checkedAt: ctx.now() })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export async function findChecks(
  ctx: Ctx,
  id: string,
): Promise<{ checks: unknown; checkedAt: Date } | null> {
  const row = await ctx.db
    .selectFrom('wecom.corp')
    .select(['checks', 'checkedAt'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.checkedAt ? { checks: row.checks, checkedAt: row.checkedAt } : null;
}
