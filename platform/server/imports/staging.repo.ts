import { sql } from 'kysely';
import type { Ctx, TxCtx } from '../ctx.ts';
import type { RowIssue } from './definition.ts';

export interface Problem extends RowIssue {
  readonly row: number;
  /** Already masked. */
  readonly value: string | null;
}

/** Problems of rows that have none yet. */
export async function insertProblems(
  ctx: TxCtx,
  importId: string,
  problems: readonly Problem[],
): Promise<void> {
  if (problems.length === 0) return;
  const next = new Map<number, number>();
  const rows = problems.map(({ row, column, code, value, details }) => {
    const ordinal = next.get(row) ?? 0;
    next.set(row, ordinal + 1);
    return { row, ordinal, column: column ?? null, code, value, details: details ?? {} };
  });
  await sql`insert into platform.import_problem
      (org_id, import_id, row_no, ordinal, column_key, code, value, details)
    select ${ctx.orgId}, ${importId}, p.row, p.ordinal, p.column, p.code, p.value, p.details
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as p (row int, ordinal int, "column" text, code text, value text, details jsonb)`.execute(
    ctx.db,
  );
}

/** Which of these rows (from `first` to `last`) have a problem. */
export async function badRowsBetween(
  ctx: Ctx,
  importId: string,
  first: number,
  last: number,
): Promise<Set<number>> {
  const rows = await ctx.db
    .selectFrom('platform.importProblem')
    .select('rowNo')
    .distinct()
    .where('orgId', '=', ctx.orgId)
    .where('importId', '=', importId)
    .where('rowNo', '>=', first)
    .where('rowNo', '<=', last)
    .execute();
  return new Set(rows.map((row) => row.rowNo));
}

export interface StoredProblem {
  rowNo: number;
  columnKey: string | null;
  code: string;
  value: string | null;
  details: unknown;
}

/** The problems of the next `limit` bad rows after a row, in order. */
export async function problemsAfter(
  ctx: Ctx,
  importId: string,
  after: number,
  limit: number,
): Promise<StoredProblem[]> {
  return ctx.db
    .selectFrom('platform.importProblem')
    .select(['rowNo', 'columnKey', 'code', 'value', 'details'])
    .where('orgId', '=', ctx.orgId)
    .where('importId', '=', importId)
    .where('rowNo', 'in', (eb) =>
      eb
        .selectFrom('platform.importProblem')
        .select('rowNo')
        .distinct()
        .where('orgId', '=', ctx.orgId)
        .where('importId', '=', importId)
        .where('rowNo', '>', after)
        .orderBy('rowNo')
        .limit(limit),
    )
    .orderBy('rowNo')
    .orderBy('ordinal')
    .execute();
}

export interface ProblemFilter {
  readonly column?: string | undefined;
  readonly code?: string | undefined;
  readonly page: number;
  readonly size: number;
}

/** One page of bad rows, each with all its problems. */
export async function problemPage(
  ctx: Ctx,
  importId: string,
  { column, code, page, size }: ProblemFilter,
): Promise<{ rows: StoredProblem[]; total: number }> {
  let matching = ctx.db
    .selectFrom('platform.importProblem')
    .where('orgId', '=', ctx.orgId)
    .where('importId', '=', importId);
  if (column) matching = matching.where('columnKey', '=', column);
  if (code) matching = matching.where('code', '=', code);
  const { n } = await matching
    .select(sql<number>`count(distinct row_no)`.as('n'))
    .executeTakeFirstOrThrow();
  const rows = await ctx.db
    .selectFrom('platform.importProblem')
    .select(['rowNo', 'columnKey', 'code', 'value', 'details'])
    .where('orgId', '=', ctx.orgId)
    .where('importId', '=', importId)
    .where(
      'rowNo',
      'in',
      matching
        .select('rowNo')
        .distinct()
        .orderBy('rowNo')
        .limit(size)
        .offset((page - 1) * size),
    )
    .orderBy('rowNo')
    .orderBy('ordinal')
    .execute();
  return { rows, total: n };
}

/** How many rows have each problem; what its phrase is filled with is taken from one of them. */
export async function problemSummary(ctx: Ctx, importId: string) {
  return ctx.db
    .selectFrom('platform.importProblem')
    .select((eb) => [
      'columnKey',
      'code',
      sql<number>`count(distinct row_no)`.as('rows'),
      sql<unknown>`min(details::text)::jsonb`.as('details'),
      sql<boolean>`count(distinct details) = 1`.as('same'),
      eb.fn.min('rowNo').as('first'),
    ])
    .where('orgId', '=', ctx.orgId)
    .where('importId', '=', importId)
    .groupBy(['columnKey', 'code'])
    .orderBy('rows', 'desc')
    .orderBy('first')
    .limit(100)
    .execute();
}

/** Notes the values of unique columns; answers for those noted before by which row. */
export async function noteKeys(
  ctx: TxCtx,
  importId: string,
  keys: readonly { hash: Buffer; row: number }[],
): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const hashes = keys.map((key) => key.hash);
  const noted = await sql<{ hash: Buffer }>`
    insert into platform.import_key (org_id, import_id, hash, row_no)
    select ${ctx.orgId}, ${importId}, k.hash, k.row_no
      from unnest(${hashes}::bytea[], ${keys.map((key) => key.row)}::int[]) as k (hash, row_no)
    on conflict do nothing returning hash`.execute(ctx.db);
  const fresh = new Set(noted.rows.map((row) => row.hash.toString('hex')));
  const known = hashes.filter((hash) => !fresh.has(hash.toString('hex')));
  return rowsOfKeys(ctx, importId, known);
}

/** Rows that hold these values, by the hash in hexadecimal. */
export async function rowsOfKeys(
  ctx: Ctx,
  importId: string,
  hashes: readonly Buffer[],
): Promise<Map<string, number>> {
  if (hashes.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('platform.importKey')
    .select(['hash', 'rowNo'])
    .where('orgId', '=', ctx.orgId)
    .where('importId', '=', importId)
    .where('hash', '=', sql<Buffer>`any(${hashes}::bytea[])`)
    .execute();
  return new Map(rows.map((row) => [row.hash.toString('hex'), row.rowNo]));
}

export async function putLater(
  ctx: TxCtx,
  importId: string,
  round: number,
  rows: readonly (RowIssue & { row: number })[],
): Promise<void> {
  if (rows.length === 0) return;
  const plain = rows.map(({ row, column, code, details }) => ({
    row,
    column: column ?? null,
    code,
    details: details ?? {},
  }));
  await sql`insert into platform.import_later
      (org_id, import_id, row_no, round, column_key, code, details)
    select ${ctx.orgId}, ${importId}, l.row, ${round}::int, l.column, l.code, l.details
      from jsonb_to_recordset(${JSON.stringify(plain)}::jsonb)
        as l (row int, "column" text, code text, details jsonb)
    on conflict (org_id, import_id, row_no) do update
      set round = excluded.round, code = excluded.code, details = excluded.details`.execute(ctx.db);
}

/** Rows that wait for a round, in order. */
export async function laterRows(
  ctx: Ctx,
  importId: string,
  round: number,
  after: number,
  limit: number,
): Promise<(RowIssue & { row: number })[]> {
  const rows = await ctx.db
    .selectFrom('platform.importLater')
    .select(['rowNo', 'columnKey', 'code', 'details'])
    .where('orgId', '=', ctx.orgId)
    .where('importId', '=', importId)
    .where('round', '=', round)
    .where('rowNo', '>', after)
    .orderBy('rowNo')
    .limit(limit)
    .execute();
  return rows.map(({ rowNo, columnKey, code, details }) => ({
    row: rowNo,
    code,
    details: details as Record<string, string | number>,
    ...(columnKey ? { column: columnKey } : {}),
  }));
}

/** What is only needed while the file is read and applied. */
export async function clearWork(ctx: TxCtx, importId: string): Promise<void> {
  for (const table of ['platform.importKey', 'platform.importLater'] as const)
    await ctx.db
      .deleteFrom(table)
      .where('orgId', '=', ctx.orgId)
      .where('importId', '=', importId)
      .execute();
}

export async function clearProblems(ctx: TxCtx, importId: string): Promise<void> {
  await ctx.db
    .deleteFrom('platform.importProblem')
    .where('orgId', '=', ctx.orgId)
    .where('importId', '=', importId)
    .execute();
}
