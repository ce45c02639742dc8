import { platformErrors } from '../../contract/errors.ts';
import type {
  BadRow,
  FileColumn,
  Import,
  ImportDetail,
  ImportKind,
  ImportProfile,
  ImportState,
} from '../../contract/import.ts';
import { ImportId } from '../../contract/import.ts';
import type { Said } from '../../contract/task.ts';
import { audit } from '../audit.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { findFiles } from '../files/file.repo.ts';
import { shownIfKept } from '../files/file.service.ts';
import { scopePaths } from '../scope.ts';
import { findTask } from '../tasks/task.repo.ts';
import { shownTask } from '../tasks/task.service.ts';
import { type AnyImport, withOwnColumns } from './definition.ts';
import { findSame, type ImportDbRow, type ImportFilter, listImportRows } from './import.repo.ts';
import { importOf, visibleKinds } from './import.service.ts';
import {
  type Definitions,
  definitionOf,
  fillsOf,
  formatOf,
  mappingOf,
  ownDefinition,
} from './import-work.ts';
import { missingColumns } from './mapping.ts';
import { reasonOf } from './problems.ts';
import { deleteProfileRow, listProfileRows } from './profile.repo.ts';
import { headersOf } from './read-headers.ts';
import { badRowsBetween, type ProblemFilter, problemPage, problemSummary } from './staging.repo.ts';

const permitted = (ctx: Ctx, definitions: Definitions): AnyImport[] =>
  [...definitions.values()].filter(({ permission }) => scopePaths(ctx, permission).length > 0);

export async function listKinds(ctx: Ctx, definitions: Definitions): Promise<ImportKind[]> {
  const kinds = permitted(ctx, definitions).map((definition) => withOwnColumns(ctx, definition));
  return (await Promise.all(kinds)).map(({ kind, name, columns }) => ({
    kind,
    name,
    columns: columns.map((column) => ({
      key: column.key,
      name: column.name,
      aliases: [...(column.aliases ?? [])],
      required: column.required ?? false,
      sensitive: column.sensitive !== undefined,
      example: column.example,
      hint: column.hint ?? null,
    })),
  }));
}

export function shownImport(ctx: Ctx, definition: AnyImport, row: ImportDbRow): Import {
  return {
    id: ImportId.parse(row.id),
    kind: row.kind,
    name: definition.name,
    state: row.state as ImportState,
    filename: row.filename,
    size: row.size,
    startedBy: { id: row.starterId, name: row.starterName },
    mine: row.starterId === ctx.actor.id,
    createdAt: row.createdAt.toISOString(),
    appliedAt: row.appliedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt.toISOString(),
    counts: {
      rows: row.rows,
      empty: row.empty,
      good: Math.max(0, row.rows - row.bad),
      bad: row.bad,
      created: row.created,
      updated: row.updated,
      unchanged: row.unchanged,
      refused: row.refused,
    },
  };
}

export async function listImports(
  ctx: Ctx,
  definitions: Definitions,
  { whose, ...filter }: ImportFilter & { whose: 'mine' | 'all' },
): Promise<{ items: Import[]; total: number }> {
  const kinds = whose === 'all' ? visibleKinds(ctx, definitions) : [];
  const { rows, total } = await listImportRows(ctx, filter, kinds);
  const items = rows.flatMap((row) => {
    const definition = definitions.get(row.kind);
    return definition ? [shownImport(ctx, definition, row)] : [];
  });
  return { items, total };
}

export async function getImport(ctx: Ctx, definitions: Definitions, id: string): Promise<Import> {
  const row = await importOf(ctx, definitions, id);
  return shownImport(ctx, definitionOf(definitions, row.kind), row);
}

export async function importDetail(
  ctx: Ctx,
  definitions: Definitions,
  id: string,
): Promise<ImportDetail> {
  const row = await importOf(ctx, definitions, id);
  const definition = await ownDefinition(ctx, definitions, row.kind);
  const mapping = mappingOf(row) ?? [];
  const task = await findTask(ctx, row.taskId);
  const same = await findSame(ctx, row);
  const [errorFile] = await findFiles(ctx, row.errorFileId ? [row.errorFileId] : []);
  const own = row.starterId === ctx.actor.id;
  return {
    ...shownImport(ctx, definition, row),
    task: task ? await shownTask(ctx, task) : null,
    format: formatOf(row),
    sheets: row.sheets as string[],
    headerRow: Math.max(1, row.headerRow),
    columns: await fileColumns(ctx, row),
    missing: row.mapping === null ? [] : missingColumns(definition, mapping, fillsOf(row)),
    fills: fillsOf(row),
    remarks: row.remarks as Said[],
    firstRows: await firstRows(ctx, row),
    problems: (await problemSummary(ctx, id)).map(({ columnKey, code, rows, details, same }) => ({
      column: columnKey,
      code,
      rows,
      reason: reasonOf(definition, {
        code,
        // Differs from row to row, so no row's own is shown for all.
        details: same ? (details as Record<string, string>) : {},
      }),
    })),
    sameAs: same && {
      id: ImportId.parse(same.id),
      at: same.appliedAt.toISOString(),
    },
    hasErrorFile: own && shownIfKept(ctx, errorFile) !== null,
    profile: row.profile,
  };
}

async function fileColumns(ctx: Ctx, row: ImportDbRow): Promise<FileColumn[]> {
  const mapping = mappingOf(row) ?? [];
  const samples = row.samples as string[][];
  return (await headersOf(ctx, row)).map((header, index) => ({
    index,
    header,
    key: mapping[index] ?? null,
    samples: samples[index] ?? [],
  }));
}

async function firstRows(ctx: Ctx, row: ImportDbRow): Promise<ImportDetail['firstRows']> {
  const rows = row.firstRows as { row: number; values: Record<string, string> }[];
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return [];
  const bad = await badRowsBetween(ctx, row.id, first.row, last.row);
  return rows.map((shown) => ({ ...shown, bad: bad.has(shown.row) }));
}

export async function listProblems(
  ctx: Ctx,
  definitions: Definitions,
  id: string,
  filter: ProblemFilter,
): Promise<{ items: BadRow[]; total: number }> {
  const row = await importOf(ctx, definitions, id);
  const definition = await ownDefinition(ctx, definitions, row.kind);
  const headers = await headersOf(ctx, row);
  const mapping = mappingOf(row) ?? [];
  const { rows, total } = await problemPage(ctx, id, filter);
  const byRow = Map.groupBy(rows, (problem) => problem.rowNo);
  const items = [...byRow].map(([number, problems]) => ({
    row: number,
    problems: problems.map(({ columnKey, code, value, details }) => ({
      column: columnKey,
      header: columnKey ? (headers[mapping.indexOf(columnKey)] ?? null) : null,
      value,
      code,
      reason: reasonOf(definition, { code, details: details as Record<string, string> }),
    })),
  }));
  return { items, total };
}

export async function listProfiles(
  ctx: Ctx,
  definitions: Definitions,
  kind: string | undefined,
): Promise<ImportProfile[]> {
  const kinds = permitted(ctx, definitions).map((d) => d.kind);
  const rows = await listProfileRows(ctx, kind ? kinds.filter((k) => k === kind) : kinds);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    headers: row.headers as string[],
    columns: row.mapping as (string | null)[],
    fills: row.fills as Record<string, string>,
    savedBy: row.savedBy,
    savedAt: row.savedAt.toISOString(),
  }));
}

export async function deleteProfile(
  ctx: Ctx,
  definitions: Definitions,
  id: string,
): Promise<{ deleted: boolean }> {
  return inTx(ctx, async (ctx) => {
    const kinds = permitted(ctx, definitions).map((d) => d.kind);
    const deleted = await deleteProfileRow(ctx, id, kinds);
    if (!deleted) throw platformErrors.notFound({ id });
    audit(ctx, {
      action: 'platform.import-profile-deleted',
      subject: { kind: 'import-profile', id, name: deleted.name },
    });
    return { deleted: true };
  });
}
