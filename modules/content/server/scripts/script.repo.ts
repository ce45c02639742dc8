import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { Script, type ScriptId, type ShownScript } from '../../contract/script.ts';

export interface ScriptRow {
  readonly id: ScriptId;
  readonly state: ShownScript['state'];
  readonly version: number;
  readonly script: Script;
  readonly changedBy: string;
  readonly changedAt: Date;
}

const columns = ['id', 'state', 'version', 'script', 'changedBy', 'changedAt'] as const;

const asRow = (row: { script: unknown; id: string; state: string }): ScriptRow =>
  ({ ...row, script: Script.parse(row.script) }) as ScriptRow;

export async function findScripts(ctx: Ctx, ids?: readonly string[]): Promise<ScriptRow[]> {
  let query = ctx.db
    .selectFrom('content.script')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .orderBy('key');
  if (ids) query = query.where('id', 'in', [...ids]);
  return (await query.execute()).map(asRow);
}

export async function lockScript(ctx: TxCtx, id: string): Promise<ScriptRow | null> {
  const row = await ctx.db
    .selectFrom('content.script')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? asRow(row) : null;
}

/** False when what came with the product under this key is there already. */
export async function insertScript(
  ctx: TxCtx,
  { id, key, script, state }: { id: ScriptId; key: string; script: Script; state: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('content.script')
    .values({
      ...{ id, key, state, version: 1, script: JSON.stringify(script) },
      ...{ orgId: ctx.orgId, changedBy: ctx.actor.name, changedAt: ctx.now() },
    })
    .onConflict((c) => c.columns(['orgId', 'key']).doNothing())
    .executeTakeFirst();
  return Boolean(numInsertedOrUpdatedRows);
}

export async function setScript(
  ctx: TxCtx,
  id: string,
  script: Script,
  state: ShownScript['state'],
): Promise<void> {
  await ctx.db
    .updateTable('content.script')
    .set((eb) => ({
      ...{ state, script: JSON.stringify(script), version: eb('version', '+', 1) },
      ...{ changedBy: ctx.actor.name, changedAt: ctx.now() },
    }))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}
