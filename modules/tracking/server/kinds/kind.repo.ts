import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { KindSchema } from '../../contract/kind.ts';

export interface OwnKind extends KindSchema {
  kind: string;
  state: 'active' | 'stopped';
  version: number;
}

export async function findOwnKinds(ctx: Ctx): Promise<OwnKind[]> {
  const rows = await ctx.db
    .selectFrom('tracking.kind')
    .select(['kind', 'schema', 'state', 'version'])
    .where('orgId', '=', ctx.orgId)
    .orderBy('kind')
    .execute();
  return rows.map(({ kind, schema, state, version }) => ({
    ...KindSchema.parse(schema),
    kind,
    state: state as OwnKind['state'],
    version,
  }));
}

/** False when the bank has a kind of this name. */
export async function insertKind(ctx: TxCtx, kind: string, schema: KindSchema): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('tracking.kind')
    .values({
      orgId: ctx.orgId,
      kind,
      schema: JSON.stringify(schema),
      state: 'active',
      version: 1,
      createdAt: ctx.now(),
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** False when it is no longer at this version. */
export async function setKind(
  ctx: TxCtx,
  kind: string,
  version: number,
  schema: KindSchema,
  state: 'active' | 'stopped',
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('tracking.kind')
    .set({ schema: JSON.stringify(schema), state, version: version + 1 })
    .where('orgId', '=', ctx.orgId)
    .where('kind', '=', kind)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
