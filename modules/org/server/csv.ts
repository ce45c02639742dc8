import { stringify } from 'csv-stringify/sync';
import type { FileReply } from '#platform/server/file-reply.ts';

export type CsvRow = readonly (string | number | null)[];

/**
 * A sheet that Excel opens as UTF-8, written batch by batch while it is read. A cell that would be
 * taken for a formula gets an apostrophe in front, so nobody's name runs as one.
 */
export function csvFile(
  filename: string,
  header: readonly string[],
  batches: AsyncIterable<readonly CsvRow[]>,
): FileReply {
  const lines = (rows: readonly CsvRow[]) =>
    stringify(rows as CsvRow[] as string[][], {
      record_delimiter: 'windows',
      escape_formulas: true,
    });
  async function* content() {
    yield `\uFEFF${lines([header])}`;
    for await (const rows of batches) yield lines(rows);
  }
  return { filename, contentType: 'text/csv; charset=utf-8', content: content() };
}
