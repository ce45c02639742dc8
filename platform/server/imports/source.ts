import { buffer } from 'node:stream/consumers';
import type { ImportFormat } from '../../contract/import.ts';
import type { Ctx } from '../ctx.ts';
import { type OpenFile, openFile } from '../files/file.service.ts';
import { csvReader, firstText, guessDelimiter } from './reading/csv-reader.ts';
import { detectEncoding } from './reading/encoding.ts';
import type { RawRow, TableReader } from './reading/raw-row.ts';
import { recognise } from './reading/recognise.ts';
import { openWorkbook } from './reading/xlsx-reader.ts';

const HEAD = 64 * 1024;

/** How a file is to be read, as far as it tells by itself. */
export async function detectFormat(
  ctx: Ctx,
  fileId: string,
): Promise<{ format: ImportFormat; sheets: string[] }> {
  const file = await openFile(ctx, fileId);
  const head = await buffer(await file.read(0, Math.min(HEAD, file.size)));
  if (recognise(head) === 'xlsx') {
    const { sheets } = await openWorkbook(file);
    return { format: { type: 'xlsx', sheet: sheets[0] ?? '' }, sheets: [...sheets] };
  }
  const encoding = await detectEncoding(await file.readAll());
  const delimiter = guessDelimiter(await firstText(file, encoding));
  return { format: { type: 'csv', encoding, delimiter }, sheets: [] };
}

export async function openTable(
  ctx: Ctx,
  fileId: string,
  format: ImportFormat,
): Promise<TableReader> {
  const file: OpenFile = await openFile(ctx, fileId);
  if (format.type === 'csv') return csvReader(file, format);
  return (await openWorkbook(file)).sheet(format.sheet);
}

/** The first rows, and no more of the file than they take. */
export async function firstRowsOf(table: TableReader, count: number): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  for await (const batch of table.rows()) {
    rows.push(...batch);
    if (rows.length >= count) break;
  }
  return rows.slice(0, count);
}

/** Rows after `after`, in batches of exactly `size` (the last may be smaller). */
export async function* batchesAfter<T extends { row: number }>(
  table: TableReader,
  after: number,
  size: number,
  take: (raw: RawRow) => T | null,
): AsyncGenerator<{ rows: T[]; empty: number; last: number }> {
  let rows: T[] = [];
  let empty = 0;
  let last = after;
  for await (const batch of table.rows()) {
    for (const raw of batch) {
      if (raw.row <= after) continue;
      const row = take(raw);
      if (row) rows.push(row);
      else empty += 1;
      last = raw.row;
      if (rows.length < size) continue;
      yield { rows, empty, last };
      rows = [];
      empty = 0;
    }
  }
  if (rows.length > 0 || empty > 0) yield { rows, empty, last };
}
