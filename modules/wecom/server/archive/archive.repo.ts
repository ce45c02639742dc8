import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

export const ARCHIVE_KEY = 'wecom.archive-key';

export async function findArchive(
  ctx: Ctx,
  corpId: string,
): Promise<{ bridgeUrl: string | null } | null> {
  const row = await ctx.db
    .selectFrom('wecom.archive')
    .select('bridgeUrl')
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .executeTakeFirst();
  return row ?? null;
}

export async function putArchive(
  ctx: TxCtx,
  corpId: string,
  bridgeUrl: string | null,
): Promise<void> {
  const changedAt = ctx.now();
  await ctx.db
    .insertInto('wecom.archive')
    .values({ orgId: ctx.orgId, corpId, bridgeUrl, changedAt })
    .onConflict((c) => c.columns(['orgId', 'corpId']).doUpdateSet({ bridgeUrl, changedAt }))
    .execute();
}

/** False when there is a key of this version. */
export async function insertKey(
  ctx: TxCtx,
  corpId: string,
  version: number,
  privateKey: string,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('wecom.archiveKey')
    .values({
      orgId: ctx.orgId,
      corpId,
      version,
      privateKey: ctx.vault.encrypt(ARCHIVE_KEY, privateKey),
      addedAt: ctx.now(),
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Private keys by their version, opened. */
export async function findKeys(ctx: Ctx, corpId: string): Promise<Map<number, string>> {
  const rows = await ctx.db
    .selectFrom('wecom.archiveKey')
    .select(['version', 'privateKey'])
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .execute();
  const opened = new Map<number, string>();
  for (const { version, privateKey } of rows)
    opened.set(version, await ctx.vault.decrypt(ARCHIVE_KEY, privateKey));
  return opened;
}

export async function findPlace(ctx: Ctx, corpId: string, reader: string): Promise<number> {
  const row = await ctx.db
    .selectFrom('wecom.archiveReading')
    .select('seq')
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('reader', '=', reader)
    .executeTakeFirst();
  return row?.seq ?? 0;
}

/** False when another has come further meanwhile: what was read is not to be taken again. */
export async function moveOn(
  ctx: TxCtx,
  corpId: string,
  reader: string,
  from: number,
  to: number,
): Promise<boolean> {
  const key = { orgId: ctx.orgId, corpId, reader };
  await ctx.db
    .insertInto('wecom.archiveReading')
    .values({ ...key, seq: 0, readAt: ctx.now() })
    .onConflict((c) => c.doNothing())
    .execute();
  const { numUpdatedRows } = await ctx.db
    .updateTable('wecom.archiveReading')
    .set({ seq: to, readAt: ctx.now() })
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('reader', '=', reader)
    .where('seq', '=', from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Corps whose conversations can be read. */
export async function archivedCorps(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('wecom.archive')
    .select('corpId')
    .where('orgId', '=', ctx.orgId)
    .execute();
  return rows.map(({ corpId }) => corpId);
}
