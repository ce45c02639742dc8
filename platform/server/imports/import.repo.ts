import { type Selectable, type SqlBool, sql } from 'kysely';
import type { ImportState } from '../../contract/import.ts';
import type { Ctx, TxCtx } from '../ctx.ts';
import type { DB } from '../db.generated.ts';
import { inScope } from '../scope.ts';

export type ImportDbRow = Selectable<DB['platform.import']>;
type Columns = Omit<ImportDbRow, 'orgId' | 'id'>;

const jsonColumns = [
  'format',
  'sheets',
  'mapping',
  'samples',
  'remarks',
  'firstRows',
  'fills',
] as const;

/** jsonb columns are given as text; Kysely would take arrays for Postgres arrays. */
function forDatabase<T extends Partial<Columns>>(columns: T): T {
  const converted: Record<string, unknown> = { ...columns };
  for (const key of jsonColumns)
    if (converted[key] !== undefined && converted[key] !== null)
      converted[key] = sql`${JSON.stringify(converted[key])}::jsonb`;
  return converted as T;
}

export async function insertImport(ctx: TxCtx, id: string, columns: Columns): Promise<void> {
  await ctx.db
    .insertInto('platform.import')
    .values({ orgId: ctx.orgId, id, ...forDatabase(columns) })
    .execute();
}

/** Kinds with the permission under which imports of others may be seen. */
export type VisibleKinds = readonly { kind: string; permission: string }[];

function visible(ctx: Ctx, kinds: VisibleKinds) {
  return ctx.db
    .selectFrom('platform.import as import')
    .where('import.orgId', '=', ctx.orgId)
    .where((eb) =>
      eb.or([
        eb('import.starterId', '=', ctx.actor.id),
        ...kinds.map(({ kind, permission }) =>
          eb.and([
            eb('import.kind', '=', kind),
            sql<SqlBool>`${inScope(ctx, permission, 'import.unitPath')}`,
          ]),
        ),
      ]),
    );
}

export async function findImport(
  ctx: Ctx,
  id: string,
  kinds: VisibleKinds,
): Promise<ImportDbRow | null> {
  const row = await visible(ctx, kinds).selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

export interface ImportFilter {
  readonly kind?: string | undefined;
  readonly state?: readonly ImportState[] | undefined;
  readonly q?: string | undefined;
  readonly page: number;
  readonly size: number;
}

export async function listImportRows(
  ctx: Ctx,
  filter: ImportFilter,
  kinds: VisibleKinds,
): Promise<{ rows: ImportDbRow[]; total: number }> {
  let query = visible(ctx, kinds);
  if (filter.kind) query = query.where('kind', '=', filter.kind);
  if (filter.state?.length) query = query.where('state', 'in', [...filter.state]);
  if (filter.q)
    query = query.where('filename', 'ilike', `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`);
  const [rows, count] = await Promise.all([
    query
      .selectAll()
      .orderBy('id', 'desc')
      .limit(filter.size)
      .offset((filter.page - 1) * filter.size)
      .execute(),
    query.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow(),
  ]);
  return { rows, total: count.n };
}

export async function lockImport(ctx: TxCtx, id: string): Promise<ImportDbRow | null> {
  const row = await ctx.db
    .selectFrom('platform.import')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function setImport(ctx: TxCtx, id: string, change: Partial<Columns>): Promise<void> {
  await ctx.db
    .updateTable('platform.import')
    .set(forDatabase(change))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

/** A change made by the task that works on the import; false when another has taken its place. */
export async function setImportByTask(
  ctx: TxCtx,
  id: string,
  taskId: string,
  change: Partial<Columns>,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('platform.import')
    .set(forDatabase(change))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('taskId', '=', taskId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The last time the very same file was applied. */
export async function findSame(
  ctx: Ctx,
  { id, kind, fingerprint }: Pick<ImportDbRow, 'id' | 'kind' | 'fingerprint'>,
): Promise<{ id: string; appliedAt: Date } | null> {
  const row = await ctx.db
    .selectFrom('platform.import')
    .select(['id', 'appliedAt'])
    .where('orgId', '=', ctx.orgId)
    .where('kind', '=', kind)
    .where('fingerprint', '=', fingerprint)
    .where('state', '=', 'done')
    .where('id', '!=', id)
    .orderBy('appliedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.appliedAt ? { id: row.id, appliedAt: row.appliedAt } : null;
}

/** Imports of every bank whose time is over and that still hold something. */
export async function findOverdue(
  ctx: Ctx,
  limit: number,
): Promise<Pick<ImportDbRow, 'orgId' | 'id'>[]> {
  return ctx.db
    .selectFrom('platform.import')
    .select(['orgId', 'id'])
    .where('cleared', '=', false)
    .where('expiresAt', '<=', ctx.now())
    .limit(limit)
    .execute();
}
