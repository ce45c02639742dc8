import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvReader, type Delimiter, firstText, guessDelimiter } from './csv-reader.ts';
import { detectEncoding } from './encoding.ts';
import type { RawRow } from './raw-row.ts';

const inChunks = (data: Buffer, size = 7) =>
  Readable.from(
    Array.from({ length: Math.ceil(data.length / size) }, (_, i) =>
      data.subarray(i * size, (i + 1) * size),
    ),
  );
const source = (data: Buffer, size?: number) => ({
  size: data.length,
  readAll: async () => inChunks(data, size),
});

async function read(data: Buffer | string, delimiter: Delimiter = ',', size?: number) {
  const bytes = Buffer.isBuffer(data) ? data : Buffer.from(data);
  const encoding = await detectEncoding(inChunks(bytes));
  const rows: RawRow[] = [];
  for await (const batch of csvReader(source(bytes, size), { encoding, delimiter }).rows())
    rows.push(...batch);
  return { encoding, rows };
}
const cells = (rows: readonly RawRow[]) => rows.map((row) => row.cells);

/** 姓名,张三 as GB18030 (checked with iconv). */
const gb18030 = Buffer.from('d0d5c3fb2cd5c5c8fd0a', 'hex');

describe('the encoding of a file is told from its content', () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  test.each<[string, Buffer, string]>([
    ['UTF-8', Buffer.from('姓名,张三\n'), 'utf-8'],
    ['UTF-8 with its mark', Buffer.from('\ufeff姓名,张三\n'), 'utf-8'],
    ['GB18030', gb18030, 'gb18030'],
    ['UTF-16, as spreadsheets save Unicode text', utf16('姓名,张三\n'), 'utf-16le'],
    ['UTF-16 the other way round', utf16('姓名,张三\n').swap16(), 'utf-16be'],
  ])('%s', async (_, data, expected) => {
    const { encoding, rows } = await read(data);
    expect(encoding).toBe(expected);
    expect(cells(rows)).toEqual([['姓名', '张三']]);
  });

  test('although the first Chinese character stands a megabyte down', async () => {
    const ascii = Buffer.from('a,b\n'.repeat(300_000));
    const { encoding, rows } = await read(Buffer.concat([ascii, gb18030]), ',', 65_536);
    expect(encoding).toBe('gb18030');
    expect(rows.at(-1)).toEqual({ row: 300_001, cells: ['姓名', '张三'] });
  });

  test('and bytes that belong to no character are named where they stand', async () => {
    const bytes = Buffer.concat([gb18030, Buffer.from([0x61, 0x2c, 0xff, 0x0a])]);
    const { rows } = await read(bytes);
    expect(rows[1]!.faults).toEqual(new Map([[1, 'unreadable']]));
  });
});

describe('rows of a delimited file', () => {
  test('are numbered as a spreadsheet numbers them: empty lines count, lines inside quotes do not', async () => {
    const { rows } = await read('name,note\n\nAnn,"two\nlines"\r\n\r\nBob,"say ""hi"", then go"\n');
    expect(rows).toEqual([
      { row: 1, cells: ['name', 'note'] },
      { row: 2, cells: [''] },
      { row: 3, cells: ['Ann', 'two\nlines'] },
      { row: 4, cells: [''] },
      { row: 5, cells: ['Bob', 'say "hi", then go'] },
    ]);
  });

  test('survive stray quotes, and rows that are too short or too long', async () => {
    const { rows } = await read('a,b\n5" disk,x\n"a"b,c\n1\n1,2,3,4\n');
    expect(cells(rows).slice(1)).toEqual([
      ['5" disk', 'x'],
      ['"a"b', 'c'],
      ['1'],
      ['1', '2', '3', '4'],
    ]);
  });

  test('a quote that is never closed is told with the row it was opened in', async () => {
    await expect(read('a,b\n1,2\n"open,3\n4,5\n')).rejects.toMatchObject({
      code: 'platform.importUnreadable',
      details: { row: 3 },
    });
  });

  test('an open quote does not swallow a large file into memory', async () => {
    const text = `a,b\n"open\n${'x,y\n'.repeat(400_000)}`;
    await expect(read(text, ',', 65_536)).rejects.toMatchObject({
      code: 'platform.importUnreadable',
      details: { row: 2 },
    });
  });

  test('may be left in the middle and read again from the top', async () => {
    const reader = csvReader(source(Buffer.from('a,b\n'.repeat(5_000)), 1000), {
      encoding: 'utf-8',
      delimiter: ',',
    });
    for await (const batch of reader.rows()) {
      expect(batch[0]!.row).toBe(1);
      break;
    }
    let count = 0;
    for await (const batch of reader.rows()) count += batch.length;
    expect(count).toBe(5_000);
    expect(reader.progress()).toEqual({ done: 20_000, total: 20_000 });
  });

  test('come back as they were written, whatever stands in them and however the bytes arrive', async () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .filter((s) => !s.includes('\ufffd'));
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom<Delimiter>(',', ';', '\t', '|'),
        fc.integer({ min: 1, max: 40 }),
        async (table, delimiter, chunk) => {
          const text = table.map((row) => row.map(quote).join(delimiter)).join('\r\n');
          const { rows } = await read(Buffer.from(text), delimiter, chunk);
          expect(cells(rows)).toEqual(table);
        },
      ),
      { numRuns: 200 },
    );
  });
});

test.each<[Delimiter, string]>([
  [',', '工号,姓名,地址\n1,张三,"北京;上海;天津;重庆"\n2,李四,广州\n'],
  [';', '工号;姓名;备注\n1;张三;a, b, c, d\n2;李四;e, f\n'],
  ['\t', '工号\t姓名\n1\t张三,李四\n'],
  ['|', '工号|姓名|机构\n1|张三|总行\n'],
  ['，', '工号，姓名，机构\n1，张三，总行\n'],
  [',', '只有一列\n张三\n'],
  [',', '某银行员工名单\n\n工号,姓名,机构\n1,张三,总行\n2,李四,分行\n'],
])('the delimiter %j is found', (delimiter, text) => {
  expect(guessDelimiter(text)).toBe(delimiter);
});

test('only the beginning of a file is read for guessing', async () => {
  const text = await firstText(source(Buffer.from('a,b\n'.repeat(100_000)), 1000), 'utf-8', 5_000);
  expect(text.length).toBe(5_000);
});
