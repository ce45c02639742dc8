import { type Mask, maskValue } from '../../contract/sensitive.ts';
import { type Phrase, say } from '../../contract/text.ts';
import type { Ctx } from '../ctx.ts';
import type { FileReply } from '../file-reply.ts';
import { type CsvRow, csvFile } from './csv-file.ts';
import type { CellValue } from './csv-text.ts';
import { XLSX_TYPE, xlsxContent } from './xlsx-writer.ts';

export interface TableColumn<K extends string = string> {
  readonly key: K;
  readonly name: Phrase;
  /** Personal data (C2): masked unless a second person has released them (CR-037, CR-039). */
  readonly mask?: Mask;
}

export interface Table<K extends string = string> {
  readonly name: Phrase;
  readonly columns: readonly TableColumn<K>[];
  /** Values in the clear, a batch at a time; what is to be masked is masked here. */
  readonly rows: AsyncIterable<readonly Readonly<Record<K, CellValue>>[]>;
  /** Personal data as they are. */
  readonly clear?: boolean;
  /** Who took it, when, from which bank, one line each; stands at the end and at the foot of each page. */
  readonly watermark?: readonly string[];
}

/** A list as a file that streams while it is read: safe to open, with headers in the reader's language. */
export function tableFile<K extends string>(
  ctx: Ctx,
  table: Table<K>,
  format: 'csv' | 'xlsx',
): FileReply {
  const said = (phrase: Phrase) => say(phrase, ctx.lang);
  const header = table.columns.map((column) => said(column.name));
  const filename = `${said(table.name)}.${format}`;
  const { watermark = [] } = table;
  if (format === 'csv') return csvFile(filename, header, withMark(shownRows(table), watermark));
  const sheets = [
    { name: said(table.name), header, rows: shownRows(table), footer: watermark.join(' · ') },
    ...(watermark.length > 0
      ? [{ name: said(about), header: [said(about)], rows: [watermark.map((line) => [line])] }]
      : []),
  ];
  return {
    filename,
    contentType: XLSX_TYPE,
    content: xlsxContent(sheets, ctx.actor.name),
  };
}

const about: Phrase = ['导出说明', 'About this file'];

async function* withMark(rows: AsyncIterable<readonly CsvRow[]>, watermark: readonly string[]) {
  yield* rows;
  if (watermark.length > 0) yield [[], ...watermark.map((line) => [`# ${line}`])];
}

async function* shownRows<K extends string>({ columns, rows, clear = false }: Table<K>) {
  for await (const batch of rows)
    yield batch.map((row) =>
      columns.map(({ key, mask }) => {
        const value = row[key];
        if (clear || !mask || value === null || value === undefined) return value;
        return maskValue(mask, String(value));
      }),
    );
}
