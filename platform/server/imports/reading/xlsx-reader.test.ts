import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { aWorkbook, aZip, inMemory } from '../workbook.fixture.ts';
import type { RawRow } from './raw-row.ts';
import { StringArena } from './string-arena.ts';
import { openWorkbook } from './xlsx-reader.ts';
import { columnOf } from './xlsx-sheet.ts';
import { dateOfSerial, isDateFormat, numberText } from './xlsx-styles.ts';
import { XmlTokens } from './xml-tokens.ts';
import { zipLimits } from './zip-archive.ts';

async function read(data: Buffer, sheet?: string, limits = zipLimits): Promise<RawRow[]> {
  const workbook = await openWorkbook(inMemory(data), limits);
  const reader = await workbook.sheet(sheet ?? workbook.sheets[0]!);
  const rows: RawRow[] = [];
  for await (const batch of reader.rows()) rows.push(...batch);
  return rows;
}

describe('a workbook that a spreadsheet wrote', () => {
  async function written(fill: (book: ExcelJS.Workbook) => void): Promise<Buffer> {
    const book = new ExcelJS.Workbook();
    fill(book);
    return Buffer.from(await book.xlsx.writeBuffer());
  }

  test('gives text, numbers, dates, formulas and links as they are seen', async () => {
    const data = await written((book) => {
      const sheet = book.addWorksheet('员工');
      sheet.addRow([
        '工号',
        13812345678,
        new Date('2024-02-29T00:00:00Z'),
        new Date('2024-02-29T13:30:00Z'),
      ]);
      sheet.addRow([]);
      sheet.addRow([
        { richText: [{ text: '客户' }, { text: '经理', font: { bold: true } }] },
        { formula: 'B1*2', result: 27624691356 },
        { text: 'a@b.cn', hyperlink: 'mailto:a@b.cn' },
        true,
        0.1 + 0.2,
        -12.5,
        '<&>"\'',
        'line\nbreak',
      ]);
    });
    expect(await read(data)).toEqual([
      { row: 1, cells: ['工号', '13812345678', '2024-02-29', '2024-02-29 13:30:00'] },
      {
        row: 3,
        cells: [
          '客户经理',
          '27624691356',
          'a@b.cn',
          'TRUE',
          '0.3',
          '-12.5',
          '<&>"\'',
          'line\nbreak',
        ],
      },
    ]);
  });

  test('names the cells that hold an error, a formula without its value, or digits that were rounded away', async () => {
    const data = await written((book) => {
      const sheet = book.addWorksheet('x');
      sheet.addRow([{ error: '#N/A' }, { formula: 'A1' }, 110101199001011200, 'ok']);
    });
    const [row] = await read(data);
    expect(row!.faults).toEqual(
      new Map([
        [0, 'errorValue'],
        [1, 'formulaNotCalculated'],
        [2, 'digitsLost'],
      ]),
    );
    expect(row!.cells).toEqual(['#N/A', '', '110101199001011200', 'ok']);
  });

  test('offers its sheets, hidden ones last', async () => {
    const data = await written((book) => {
      book.addWorksheet('字典', { state: 'veryHidden' }).addRow(['a']);
      book.addWorksheet('一 & 二').addRow(['b']);
      book.addWorksheet('三').addRow(['c']);
    });
    const workbook = await openWorkbook(inMemory(data));
    expect(workbook.sheets).toEqual(['一 & 二', '三', '字典']);
    expect((await read(data))[0]!.cells).toEqual(['b']);
    expect((await read(data, '字典'))[0]!.cells).toEqual(['a']);
    await expect(workbook.sheet('四')).rejects.toThrow('platform.importSheetUnknown');
  });
});

describe('the XML of a sheet', () => {
  test('may use prefixes, leave places out, hold phonetic marks and text in pieces', async () => {
    const rows = await read(
      aWorkbook(
        '<x:row><x:c t="inlineStr"><x:is><x:r><x:t>张</x:t></x:r><x:r><x:t>三</x:t></x:r><x:rPh><x:t>zhang</x:t></x:rPh></x:is></x:c>' +
          '<x:c t="str"><x:v><![CDATA[a<b]]></x:v></x:c><x:c/><x:c><x:v>7</x:v></x:c></x:row>' +
          '<row r="9"><c r="AA9" t="inlineStr"><is><t>&#24352;&#x4e09; &gt; &unknown;</t></is></c></row><row><c><v>1</v></c></row>',
      ),
    );
    expect(rows).toEqual([
      { row: 1, cells: ['张三', 'a<b', '', '7'] },
      { row: 9, cells: [...Array(26).fill(''), '张三 > &unknown;'] },
      { row: 10, cells: ['1'] },
    ]);
  });

  test('is read the same however it is cut into pieces', () => {
    const xml = `<?xml version="1.0"?><!-- a > b --><a x='1>2' y="&lt;"><b/>t&amp;t<![CDATA[<c>]]></a >`;
    const seen = (size: number) => {
      const tokens: string[] = [];
      const reader = new XmlTokens({
        open: (name, attributes) => tokens.push(`<${name}${attributes}`),
        close: (name) => tokens.push(`/${name}`),
        text: (text) => tokens.push(text),
      });
      for (let i = 0; i < xml.length; i += size) reader.write(xml.slice(i, i + size));
      reader.end();
      return tokens;
    };
    const whole = seen(xml.length);
    expect(whole).toEqual([`<a x='1>2' y="&lt;"`, '<b', '/b', 't&t', '<c>', '/a']);
    for (let size = 1; size < xml.length; size++) expect(seen(size)).toEqual(whole);
  });

  test('may not declare entities: nothing outside is read and nothing grows', async () => {
    const evil = aZip([
      {
        name: 'xl/workbook.xml',
        content:
          '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook><sheets><sheet name="&a;" r:id="1"/></sheets></workbook>',
      },
    ]);
    await expect(read(evil)).rejects.toThrow('platform.importUnreadable');
  });

  test('cells far to the right do not take memory', async () => {
    const rows = await read(
      aWorkbook('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'),
    );
    expect(rows[0]!.cells).toEqual(['1']);
  });
});

describe('an archive that is not what it claims', () => {
  const huge = `<row><c t="inlineStr"><is><t>${'0'.repeat(1_000)}</t></is></c></row>`.repeat(
    100_000,
  );

  test('is not unpacked beyond a ratio that no workbook has', async () => {
    const bomb = aWorkbook(huge);
    expect(bomb.length).toBeLessThan(1_000_000);
    await expect(read(bomb)).rejects.toMatchObject({
      code: 'platform.importBomb',
      details: { limit: 'ratio' },
    });
  });

  test('is stopped by what really comes out, not by what the directory says', async () => {
    const sheet = aWorkbook(huge, []);
    await expect(
      read(sheet, undefined, { ...zipLimits, ratio: 1e9, entrySize: 50_000_000 }),
    ).rejects.toMatchObject({ details: { limit: 'size' } });
    const lying = aZip([
      { name: 'xl/workbook.xml', content: '<a/>'.repeat(5_000_000), claimedSize: 10 },
    ]);
    await expect(read(lying)).rejects.toMatchObject({ code: 'platform.importBomb' });
  });

  test('may not hold shared strings without end', async () => {
    const strings = `<sst>${`<si><t>${'好'.repeat(30_000)}</t></si>`.repeat(3_500)}</sst>`;
    const book = aWorkbook('<row><c t="s"><v>0</v></c></row>', [
      { name: 'xl/sharedStrings.xml', content: strings },
    ]);
    await expect(read(book, undefined, { ...zipLimits, ratio: 1e9 })).rejects.toMatchObject({
      code: 'platform.importBomb',
      details: { limit: 'xl/sharedStrings.xml' },
    });
  });

  test.each<[string, Buffer]>([
    ['empty', Buffer.from('PK\u0003\u0004')],
    ['cut off', aWorkbook('<row/>').subarray(0, 300)],
    [
      'damaged inside',
      (() => {
        const book = aWorkbook('<row><c><v>1</v></c></row>'.repeat(1000));
        book.fill(0x77, 40, 60);
        return book;
      })(),
    ],
  ])('is refused when it is %s', async (_, data) => {
    await expect(read(data)).rejects.toThrow(/platform\.import(Unreadable|Format)/);
  });

  test('and an archive that is no workbook is refused with advice', async () => {
    await expect(
      read(aZip([{ name: 'word/document.xml', content: '<a/>' }])),
    ).rejects.toMatchObject({
      code: 'platform.importFormat',
      details: { format: 'zip', advice: 'csv-or-xlsx' },
    });
  });
});

test('numbers and dates are text as a person reads them', () => {
  expect(dateOfSerial(45_351, false)).toBe('2024-02-29');
  expect(dateOfSerial(1, false)).toBe('1900-01-01');
  expect(dateOfSerial(61, false)).toBe('1900-03-01');
  expect(dateOfSerial(45_351 - 1462, true)).toBe('2024-02-29');
  expect(dateOfSerial(0.75, false)).toBe('18:00:00');
  expect(dateOfSerial(45_351.999994, false)).toBe('2024-02-29 23:59:59');
  expect(dateOfSerial(-1, false)).toBe(null);
  expect(numberText('1.3812345678E10')).toEqual({ text: '13812345678', lost: false });
  expect(numberText('1.10101199001012E+17')).toEqual({ text: '110101199001012000', lost: true });
  expect(numberText('1E-7').text).toBe('0.0000001');
  expect(['yyyy-mm-dd', 'm/d', '[$-804]yyyy"年"m"月"', 'h:mm AM/PM'].map(isDateFormat)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['General', '0.00', '#,##0"元"', '@', '[Red]0'].map(isDateFormat)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(['A1', 'Z9', 'AA1', 'xfd1'].map(columnOf)).toEqual([0, 25, 26, 16_383]);
});

test('an arena of strings gives back each of very many', () => {
  const arena = new StringArena();
  const text = (i: number) => (i % 7 === 0 ? '' : `第${i}条${'x'.repeat(i % 50)}`);
  for (let i = 0; i < 100_000; i++) arena.push(text(i));
  arena.push('好'.repeat(32_767));
  for (let i = 0; i < 100_000; i += 13) expect(arena.get(i)).toBe(text(i));
  expect(arena.get(100_000)!.length).toBe(32_767);
  expect([arena.get(-1), arena.get(100_001), arena.get(Number.NaN)]).toEqual([null, null, null]);
});
