import type { FileReply } from '../file-reply.ts';
import { BOM, type CellValue, csvLine } from './csv-text.ts';

export type CsvRow = readonly CellValue[];

/** A sheet that a spreadsheet opens as UTF-8, written batch by batch while it is read. */
export function csvFile(
  filename: string,
  header: readonly string[],
  batches: AsyncIterable<readonly CsvRow[]>,
): FileReply {
  async function* content() {
    yield BOM + csvLine(header);
    for await (const rows of batches) yield rows.map(csvLine).join('');
  }
  return { filename, contentType: 'text/csv; charset=utf-8', content: content() };
}
