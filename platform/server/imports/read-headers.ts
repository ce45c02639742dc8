import { importErrors } from '../../contract/import.ts';
import { type Ctx, inTx } from '../ctx.ts';
import type { AnyImport } from './definition.ts';
import { type Fills, fillsBeside } from './fills.ts';
import type { ImportDbRow } from './import.repo.ts';
import { fillsOf, formatOf, mappingOf, setOwnImport } from './import-work.ts';
import {
  guessHeaderRow,
  guessMapping,
  headerRemarks,
  type Mapping,
  missingColumns,
  normalHeader,
} from './mapping.ts';
import { findProfileFor } from './profile.repo.ts';
import { cleanCell, isEmptyRow, MAX_COLUMNS, type RawRow } from './reading/raw-row.ts';
import { detectFormat, firstRowsOf, openTable } from './source.ts';
import { clearProblems, clearWork } from './staging.repo.ts';
import { rowReader, shownCell } from './validate.ts';

export const HEADERS_PLACE = 'platform.import.headers';
const LOOKED_AT = 50;
const SHOWN_ROWS = 20;
const SAMPLES = 3;

/** The same headers, whatever their case and spacing: finds a saved mapping. */
export const headersFingerprint = (ctx: Ctx, kind: string, headers: readonly string[]) =>
  ctx.vault.mac(
    'platform.import-profile',
    Buffer.from(JSON.stringify([kind, headers.map(normalHeader)])),
  );

export async function headersOf(ctx: Ctx, row: ImportDbRow): Promise<string[]> {
  return row.sealedHeaders
    ? JSON.parse(await ctx.vault.decrypt(HEADERS_PLACE, row.sealedHeaders))
    : [];
}

/**
 * Looks at the top of a file: how it is read, which row holds the headers, which column is which.
 * What a person has said is kept, the rest is guessed. Clears what an earlier look has found.
 */
export async function readHeaders(
  ctx: Ctx,
  definition: AnyImport,
  row: ImportDbRow,
  taskId: string,
): Promise<ImportDbRow> {
  const given = formatOf(row);
  const { format, sheets } = given
    ? { format: given, sheets: row.sheets as string[] }
    : await detectFormat(ctx, row.fileId);
  const table = await openTable(ctx, row.fileId, format);
  const top = (await firstRowsOf(table, LOOKED_AT)).map((raw) => ({
    ...raw,
    cells: raw.cells.map(cleanCell),
  }));
  const header =
    row.headerRow > 0
      ? top.find((raw) => raw.row === row.headerRow)
      : guessHeaderRow(definition, top);
  if (!header || isEmptyRow(header.cells)) throw importErrors.importEmpty();
  const headers = withoutEmptyEnd(header.cells);
  if (headers.length >= MAX_COLUMNS)
    throw importErrors.importTooLarge({ columns: MAX_COLUMNS - 1 });

  const { mapping, profile, fills } = await mappingFor(ctx, definition, row, headers);
  const body = top.filter((raw) => raw.row > header.row && !isEmptyRow(raw.cells));
  const change = {
    format,
    sheets,
    headerRow: header.row,
    sealedHeaders: ctx.vault.encrypt(HEADERS_PLACE, JSON.stringify(headers)),
    mapping: mapping as unknown,
    fills: fills as unknown,
    profile,
    samples: samplesOf(definition, mapping, body),
    remarks: headerRemarks(headers, mapping) as unknown,
    firstRows:
      missingColumns(definition, mapping, fills).length > 0
        ? []
        : shownRows(rowReader(definition, mapping, fills, header.row), definition, mapping, body),
    rows: 0,
    empty: 0,
    bad: 0,
    errorFileId: null,
  };
  await inTx(ctx, async (tx) => {
    await clearProblems(tx, row.id);
    await clearWork(tx, row.id);
    await setOwnImport(tx, row.id, taskId, change);
  });
  return { ...row, ...change };
}

async function mappingFor(
  ctx: Ctx,
  definition: AnyImport,
  row: ImportDbRow,
  headers: readonly string[],
): Promise<{ mapping: Mapping; profile: string | null; fills: Fills }> {
  // What a person said for fewer or more columns leaves the others out.
  const given = mappingOf(row);
  if (given) {
    const mapping = headers.map((_, i) => given[i] ?? null);
    return { mapping, profile: null, fills: fillsBeside(fillsOf(row), mapping) };
  }
  const fingerprint = headersFingerprint(ctx, definition.kind, headers);
  const saved = await findProfileFor(ctx, definition.kind, fingerprint);
  const known = new Set(definition.columns.map((column) => column.key));
  if (saved)
    return {
      fills: saved.fills,
      mapping: saved.mapping.map((key) => (key && known.has(key) ? key : null)),
      profile: saved.name,
    };
  const mapping = guessMapping(definition, headers);
  return { mapping, profile: null, fills: fillsBeside(fillsOf(row), mapping) };
}

function withoutEmptyEnd(cells: readonly string[]): string[] {
  let end = cells.length;
  while (end > 0 && cells[end - 1] === '') end -= 1;
  return cells.slice(0, end);
}

function samplesOf(definition: AnyImport, mapping: Mapping, rows: readonly RawRow[]): string[][] {
  return mapping.map((key, i) => {
    const column = definition.columns.find((c) => c.key === key);
    const filled = rows.map((raw) => raw.cells[i] ?? '').filter((text) => text !== '');
    return filled.slice(0, SAMPLES).map((text) => shownCell(column, text));
  });
}

/** The first rows as they would be imported. */
function shownRows(
  read: ReturnType<typeof rowReader>,
  definition: AnyImport,
  mapping: Mapping,
  rows: readonly RawRow[],
) {
  return rows.slice(0, SHOWN_ROWS).flatMap((raw) => {
    const row = read(raw);
    if (!row) return [];
    const values: Record<string, string> = {};
    mapping.forEach((key, i) => {
      const column = definition.columns.find((c) => c.key === key);
      if (column) values[column.key] = shownCell(column, row.cells[i] ?? '');
    });
    return [{ row: row.row, values }];
  });
}
