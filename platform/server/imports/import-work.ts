import { platformErrors } from '../../contract/errors.ts';
import { type ImportFormat, importErrors } from '../../contract/import.ts';
import type { Ctx, TxCtx } from '../ctx.ts';
import { demand } from '../scope.ts';
import { TaskStop } from '../tasks/progress.ts';
import type { TaskOutcome } from '../tasks/task.ts';
import { clearImport } from './clear-import.ts';
import { type AnyImport, type FileRows, type RowIssue, withOwnColumns } from './definition.ts';
import type { Fills } from './fills.ts';
import { findImport, type ImportDbRow, setImportByTask } from './import.repo.ts';
import type { Mapping } from './mapping.ts';
import { type Problem, rowsOfKeys } from './staging.repo.ts';
import { type ReadRow, shownCell } from './validate.ts';

export type Definitions = ReadonlyMap<string, AnyImport>;

export function definitionOf(definitions: Definitions, kind: string): AnyImport {
  const definition = definitions.get(kind);
  if (!definition) throw importErrors.importKindUnknown({ kind });
  return definition;
}

/** With the columns of the caller's bank. */
export const ownDefinition = (
  ctx: Ctx,
  definitions: Definitions,
  kind: string,
): Promise<AnyImport> => withOwnColumns(ctx, definitionOf(definitions, kind));

/** What a task works on: its import, still its own, and still allowed to whoever started it. */
export async function workOf(
  ctx: Ctx,
  definitions: Definitions,
  importId: string,
  taskId: string,
): Promise<{ row: ImportDbRow; definition: AnyImport }> {
  const row = await findImport(ctx, importId, []);
  if (!row) throw platformErrors.notFound({ id: importId });
  if (row.taskId !== taskId) throw new TaskStop('stopped');
  const definition = definitionOf(definitions, row.kind);
  demand(ctx, definition.permission);
  return { row, definition: await withOwnColumns(ctx, definition) };
}

/** Writes to the import, or undoes the batch when another task has taken over. */
export async function setOwnImport(
  ctx: TxCtx,
  importId: string,
  taskId: string,
  change: Parameters<typeof setImportByTask>[3],
): Promise<void> {
  if (!(await setImportByTask(ctx, importId, taskId, change))) throw new TaskStop('stopped');
}

/** Marks an import whose task did not reach its end. */
export async function endedEarly(
  ctx: TxCtx,
  importId: string,
  { state }: TaskOutcome,
): Promise<void> {
  if (state === 'done') return;
  const row = await findImport(ctx, importId, []);
  if (row?.state === 'checking' && state === 'cancelled') await clearImport(ctx, row, { state });
  else if (row?.state === 'checking' || row?.state === 'applying')
    await setImportByTask(ctx, importId, row.taskId, { state });
}

export const formatOf = (row: ImportDbRow) => row.format as ImportFormat;
export const mappingOf = (row: ImportDbRow) => row.mapping as Mapping;
/** What a row of the file is read with. */
export const readAs = (row: ImportDbRow) => ({
  mapping: mappingOf(row),
  fills: fillsOf(row),
  headerRow: row.headerRow,
});
export const fillsOf = (row: ImportDbRow) => row.fills as Fills;

/** Issues of a row as they are kept: with the cell they stand at, masked when it is sensitive. */
export function problemsOf(
  definition: AnyImport,
  mapping: Mapping,
  row: ReadRow,
  issues: readonly RowIssue[],
): Problem[] {
  return issues.map((issue) => {
    const column = definition.columns.find((c) => c.key === issue.column);
    const text = column ? (row.cells[mapping.indexOf(column.key)] ?? '') : null;
    return { ...issue, row: row.row, value: text === null ? null : shownCell(column, text) };
  });
}

/** The hash under which a value of a unique column is noted. */
export const keyHash = (ctx: Ctx, importId: string, column: string, value: unknown) =>
  ctx.vault.hash('platform.import', `${importId}:${column}:${value}`);

export function fileRows(ctx: Ctx, importId: string): FileRows {
  return {
    async rowsOf(column, values) {
      const byHash = new Map(
        values.map((value) => [keyHash(ctx, importId, column, value).toString('hex'), value]),
      );
      const hashes = [...byHash.keys()].map((hex) => Buffer.from(hex, 'hex'));
      const found = await rowsOfKeys(ctx, importId, hashes);
      return new Map([...found].map(([hex, row]) => [byHash.get(hex)!, row]));
    },
  };
}
