import { Readable } from 'node:stream';
import {
  csvReader,
  firstText,
  guessDelimiter,
} from '#platform/server/imports/reading/csv-reader.ts';
import { detectEncoding } from '#platform/server/imports/reading/encoding.ts';
import type { TableReader } from '#platform/server/imports/reading/raw-row.ts';
import { recognise } from '#platform/server/imports/reading/recognise.ts';
import { openWorkbook } from '#platform/server/imports/reading/xlsx-reader.ts';

/** The headings under which a file may have its customer numbers. */
const HEADINGS = [
  '客户号',
  '银行客户号',
  '客户编号',
  'cif',
  'bank_no',
  'cust_no',
  'cust_id',
  'customer_no',
  'customer number',
  'bank customer number',
];
const HEAD = 64 * 1024;

export interface ListedLine {
  /** As a spreadsheet numbers it. */
  readonly line: number;
  readonly text: string;
}

/** The column of customer numbers, by its heading or the first; one line more than `most` at most. */
export async function listedIn(content: Buffer, most: number): Promise<ListedLine[]> {
  const lines: ListedLine[] = [];
  let column = 0;
  let first = true;
  for await (const batch of (await tableOf(content)).rows())
    for (const { row, cells } of batch) {
      const heading = first ? cells.findIndex((c) => HEADINGS.includes(c.toLowerCase())) : -1;
      first = false;
      if (heading >= 0) {
        column = heading;
        continue;
      }
      const text = cells[column] ?? '';
      if (text !== '') lines.push({ line: row, text });
      if (lines.length > most) return lines;
    }
  return lines;
}

async function tableOf(content: Buffer): Promise<TableReader> {
  const source = {
    size: content.length,
    readAll: async () => Readable.from([content]),
    read: async (from: number, to: number) => Readable.from([content.subarray(from, to)]),
  };
  if (recognise(content.subarray(0, HEAD)) === 'xlsx') {
    const book = await openWorkbook(source);
    return book.sheet(book.sheets[0] ?? '');
  }
  const encoding = await detectEncoding(await source.readAll());
  const delimiter = guessDelimiter(await firstText(source, encoding));
  return csvReader(source, { encoding, delimiter });
}
