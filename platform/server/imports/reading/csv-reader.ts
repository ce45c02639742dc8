import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { importErrors } from '../../../contract/import.ts';
import type { TextEncodingName } from './encoding.ts';
import { type CellFault, MAX_COLUMNS, type RawRow, type TableReader } from './raw-row.ts';

export type Delimiter = ',' | ';' | '\t' | '|' | '，';
const delimiters: readonly Delimiter[] = [',', '\t', ';', '|', '，'];

export interface CsvFormat {
  readonly encoding: TextEncodingName;
  readonly delimiter: Delimiter;
}

/** One row is never longer; a quote that is opened and not closed runs into this. */
const MAX_ROW = 1024 * 1024;
const ROWS_AT_ONCE = 500;

export interface CsvSource {
  readonly size: number;
  readAll(): Promise<Readable>;
}

export function csvReader(source: CsvSource, { encoding, delimiter }: CsvFormat): TableReader {
  let done = 0;
  return {
    progress: () => ({ done, total: source.size }),
    async *rows() {
      done = 0;
      const content = await source.readAll();
      const parser = parse({
        delimiter,
        relax_column_count: true,
        relax_quotes: true,
        record_delimiter: ['\r\n', '\n', '\r'],
        max_record_size: MAX_ROW,
      });
      const feeding = feed(content, parser, new TextDecoder(encoding), (bytes) => (done += bytes));
      let row = 0;
      let ready: RawRow[] = [];
      try {
        for await (const cells of parser as AsyncIterable<string[]>) {
          row += 1;
          ready.push(rawRow(row, cells));
          if (ready.length < ROWS_AT_ONCE) continue;
          yield ready;
          ready = [];
        }
        await feeding;
      } catch (err) {
        if (!(err instanceof CsvError)) throw err;
        const read = Number((err as { records?: number }).records ?? row);
        throw importErrors.importUnreadable({ what: 'quote', row: read + 1 });
      } finally {
        content.destroy();
        parser.destroy();
        await feeding.catch(() => {});
      }
      if (ready.length > 0) yield ready;
    },
  };
}

async function feed(
  content: Readable,
  parser: ReturnType<typeof parse>,
  decoder: InstanceType<typeof TextDecoder>,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const closed = new Promise<void>((resolve) => parser.once('close', resolve));
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      onBytes(chunk.length);
      if (!parser.write(decoder.decode(chunk, { stream: true })))
        await Promise.race([once(parser, 'drain').catch(() => {}), closed]);
      if (parser.destroyed) return;
    }
    parser.end(decoder.decode());
  } catch (err) {
    parser.destroy(err as Error);
  }
}

function rawRow(row: number, cells: string[]): RawRow {
  if (cells.length > MAX_COLUMNS) cells.length = MAX_COLUMNS;
  const faults = new Map<number, CellFault>();
  for (let i = 0; i < cells.length; i++)
    if (cells[i]!.includes('\ufffd')) faults.set(i, 'unreadable');
  return faults.size > 0 ? { row, cells, faults } : { row, cells };
}

/** The delimiter that cuts the first lines into the most and the most even parts; a comma when none does. */
export function guessDelimiter(text: string): Delimiter {
  const lines = unquoted(text)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
  let best: Delimiter = ',';
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const most = Math.max(0, ...counts);
    if (most === 0) continue;
    // How many lines agree counts for more than how many parts there are.
    const common = mode(counts.filter((count) => count > 0));
    const score = counts.filter((count) => count === common).length * 1000 + common;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** Without what stands in quotes, so that neither its delimiters nor its line ends count. */
const unquoted = (text: string) => text.replace(/"(?:[^"]|"")*"/g, '""');

function mode(numbers: readonly number[]): number {
  const times = new Map<number, number>();
  for (const number of numbers) times.set(number, (times.get(number) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

/** The beginning of a file as text, for guessing. */
export async function firstText(
  source: CsvSource,
  encoding: TextEncodingName,
  bytes = 64 * 1024,
): Promise<string> {
  const decoder = new TextDecoder(encoding);
  const content = await source.readAll();
  let text = '';
  let read = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    text += decoder.decode(chunk, { stream: true });
    read += chunk.length;
    if (read >= bytes) break;
  }
  return text;
}
