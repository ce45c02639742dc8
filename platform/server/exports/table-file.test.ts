import { buffer, text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openWorkbook } from '../imports/reading/xlsx-reader.ts';
import { inMemory } from '../imports/workbook.fixture.ts';
import { testOrg } from '../test/test-org.ts';
import { csvLine } from './csv-text.ts';
import { tableFile } from './table-file.ts';
import { xlsxContent } from './xlsx-writer.ts';

const columns = [
  { key: 'number', name: ['工号', 'Number'] },
  { key: 'phone', name: ['手机', 'Phone'], mask: 'phone' },
  { key: 'amount', name: ['余额', 'Balance'] },
] as const;

async function* batches<T>(...rows: T[][]) {
  yield* rows;
}
const people = () =>
  batches(
    [{ number: '007', phone: '13812345678', amount: -12.5 }],
    [{ number: '=1+1', phone: null, amount: 0 }],
  );

test("CR-037 a list as CSV opens in a spreadsheet, masked, with headers in the reader's language", async () => {
  const ctx = testOrg();
  const table = { name: ['人员', 'People'] as const, columns, rows: people() };
  const file = tableFile(ctx, table, 'csv');
  expect(file.filename).toBe('人员.csv');
  expect(await text(file.content as AsyncIterable<string>)).toBe(
    "\ufeff工号,手机,余额\r\n007,138****5678,-12.5\r\n'=1+1,,0\r\n",
  );
  const english = tableFile(
    { ...ctx, lang: 'en' },
    { ...table, rows: people(), clear: true },
    'csv',
  );
  expect(await text(english.content as AsyncIterable<string>)).toContain(
    'Number,Phone,Balance\r\n007,13812345678',
  );
});

test.each([
  ['=HYPERLINK("http://evil")', "'=HYPERLINK"],
  ['+cmd|calc', "'+cmd"],
  ['@SUM(A1)', "'@SUM"],
  ['-2+3', "'-2+3"],
  ['\t=1', "'\t=1"],
  ['＝1+1', "'＝1+1"],
])('%j is not calculated by whoever opens the file', (value, safe) => {
  expect(csvLine([value]).replaceAll('"', '').startsWith(safe.replaceAll('"', ''))).toBe(true);
});

test('negative numbers, phone numbers and identity numbers stay what they are', () => {
  expect(csvLine(['-5', -5, '13812345678', '110101199001011234', 'a,"b"\nc', null, true])).toBe(
    '-5,-5,13812345678,"\t110101199001011234","a,""b""\nc",,true\r\n',
  );
});

test('any text comes back from CSV as it was written, but for what keeps it from being calculated', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 5 }),
      (cells) => {
        const [back] = parse(csvLine(cells), { relax_column_count: true }) as string[][];
        expect(back!.map((cell, i) => (cell === cells[i] ? cell : cell.slice(1)))).toEqual(cells);
      },
    ),
  );
});

test('a list as a workbook opens in a spreadsheet; texts stay texts, numbers numbers', async () => {
  const ctx = testOrg();
  const table = {
    name: ['人员/名单', 'People'] as const,
    columns,
    rows: people(),
    watermark: ['导出人：王 & <李>', '2026-03-02'],
  };
  const data = await buffer(tableFile(ctx, table, 'xlsx').content as AsyncIterable<Buffer>);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(data as never);
  const sheet = book.worksheets[0]!;
  expect(sheet.name).toBe('人员 名单');
  expect(sheet.getRow(2).values).toEqual([undefined, '007', '138****5678', -12.5]);
  expect(sheet.getCell('A3').value).toBe('=1+1');
  expect(sheet.getCell('A3').type).not.toBe(ExcelJS.ValueType.Formula);
  expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
  expect(sheet.headerFooter.oddFooter).toBe('&L导出人：王 && <李> · 2026-03-02');
  expect(book.worksheets[1]!.getColumn(1).values.slice(1)).toEqual([
    '导出说明',
    '导出人：王 & <李>',
    '2026-03-02',
  ]);
});

test('any text comes back from a workbook as it was written', async () => {
  const cell = fc
    .string({ unit: 'grapheme-composite', maxLength: 20 })
    .filter((s) => s !== '' && !/[\p{Cc}\ufffe\uffff]/u.test(s));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 6 }),
      async (rows) => {
        const data = await buffer(
          xlsxContent([{ name: 'x', header: ['h'], rows: [rows] }], 'test'),
        );
        const workbook = await openWorkbook(inMemory(data));
        const back: (readonly string[])[] = [];
        for await (const batch of (await workbook.sheet('x')).rows())
          back.push(...batch.map((r) => r.cells));
        expect(back.slice(1)).toEqual(rows);
      },
    ),
    { numRuns: 50 },
  );
});

test('an error while a workbook is written reaches the reader', async () => {
  async function* broken() {
    yield [['1']];
    throw new Error('the line went dead');
  }
  await expect(
    buffer(xlsxContent([{ name: 'x', header: ['h'], rows: broken() }], 'test')),
  ).rejects.toThrow('the line went dead');
});
