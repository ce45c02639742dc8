import type { Ctx } from '../ctx.ts';

export interface FileRow {
  orgId: string;
  id: string;
  ownerId: string;
  purpose: string;
  filename: string;
  contentType: string;
  state: string;
  size: number;
  fingerprint: Buffer | null;
  sealedKey: string;
  createdAt: Date;
  expiresAt: Date | null;
}

const columns = [
  'orgId',
  'id',
  'ownerId',
  'purpose',
  'filename',
  'contentType',
  'state',
  'size',
  'fingerprint',
  'sealedKey',
  'createdAt',
  'expiresAt',
] as const;

export async function insertFile(ctx: Ctx, row: FileRow): Promise<void> {
  await ctx.db
    .insertInto('platform.file')
    .values({ ...row, removedAt: null })
    .execute();
}

/** False when the row is gone or removed meanwhile. */
export async function setKept(
  ctx: Ctx,
  id: string,
  kept: { size: number; fingerprint: Buffer; expiresAt: Date | null },
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('platform.file')
    .set({ ...kept, state: 'kept' })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('state', '=', 'writing')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function findFile(ctx: Ctx, id: string): Promise<FileRow | null> {
  const row = await ctx.db
    .selectFrom('platform.file')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export async function findFiles(ctx: Ctx, ids: readonly string[]): Promise<FileRow[]> {
  if (ids.length === 0) return [];
  return ctx.db
    .selectFrom('platform.file')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where('id', 'in', ids)
    .execute();
}

/** Files of every bank whose time is over at `now`. */
export async function findExpired(ctx: Ctx, now: Date, limit: number): Promise<FileRow[]> {
  return ctx.db
    .selectFrom('platform.file')
    .select(columns)
    .where('state', '!=', 'removed')
    .where('expiresAt', '<=', now)
    .orderBy('expiresAt')
    .limit(limit)
    .execute();
}

export async function setRemoved(ctx: Ctx, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await ctx.db
    .updateTable('platform.file')
    .set({ state: 'removed', removedAt: at })
    .where('id', 'in', ids)
    .where('state', '!=', 'removed')
    .execute();
}

export async function setExpiry(ctx: Ctx, id: string, expiresAt: Date): Promise<void> {
  await ctx.db
    .updateTable('platform.file')
    .set({ expiresAt })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}
