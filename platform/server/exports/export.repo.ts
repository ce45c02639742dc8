import type { Selectable } from 'kysely';
import type { Ctx, TxCtx } from '../ctx.ts';
import type { DB } from '../db.generated.ts';

export type ExportRow = Selectable<DB['platform.export']>;

export async function insertExport(
  ctx: TxCtx,
  row: Omit<
    ExportRow,
    | 'orgId'
    | 'approvalId'
    | 'deciderId'
    | 'deciderName'
    | 'decidedAt'
    | 'rows'
    | 'taskId'
    | 'fileId'
  >,
): Promise<void> {
  await ctx.db
    .insertInto('platform.export')
    .values({ orgId: ctx.orgId, ...row })
    .execute();
}

/** The caller's own. */
export async function findOwnExport(ctx: Ctx, id: string): Promise<ExportRow | null> {
  const row = await findExport(ctx, id);
  return row?.requesterId === ctx.actor.id ? row : null;
}

export async function findExport(ctx: Ctx, id: string): Promise<ExportRow | null> {
  const row = await ctx.db
    .selectFrom('platform.export')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export async function lockExport(ctx: TxCtx, id: string): Promise<ExportRow | null> {
  const row = await ctx.db
    .selectFrom('platform.export')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function listOwnExports(
  ctx: Ctx,
  { kind, page, size }: { kind?: string | undefined; page: number; size: number },
): Promise<{ rows: ExportRow[]; total: number }> {
  let query = ctx.db
    .selectFrom('platform.export')
    .where('orgId', '=', ctx.orgId)
    .where('requesterId', '=', ctx.actor.id);
  if (kind) query = query.where('kind', '=', kind);
  const [rows, count] = await Promise.all([
    query
      .selectAll()
      .orderBy('id', 'desc')
      .limit(size)
      .offset((page - 1) * size)
      .execute(),
    query.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow(),
  ]);
  return { rows, total: count.n };
}

export async function setExport(
  ctx: TxCtx,
  id: string,
  change: Partial<Omit<ExportRow, 'orgId' | 'id'>>,
): Promise<void> {
  await ctx.db
    .updateTable('platform.export')
    .set(change)
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}
