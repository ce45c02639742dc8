import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import * as api from '../../contract/import.ts';
import { callHttp } from '../test/test-org.ts';
import { uploadTo } from '../test/upload.ts';
import { aBank, type Bank, header } from './import-bank.fixture.ts';
import { peopleOf } from './people.fixture.ts';
import { aWorkbook } from './workbook.fixture.ts';

describe('the columns of a file', () => {
  test('are recognised by name, alias and key, with titles above, marks and spaces', async () => {
    const bank = await aBank();
    const checked = await bank.upload(
      '某银行人员名单,,\n,,\n* 员 工 号 (必填),NAME,联系电话,备注,姓名\nA1,张三,13812345678,x,y\n',
    );
    expect(checked).toMatchObject({ state: 'ready', headerRow: 3, counts: { rows: 1, good: 1 } });
    expect(checked.columns.map((c) => [c.header, c.key])).toEqual([
      ['* 员 工 号 (必填)', 'number'],
      ['NAME', 'name'],
      ['联系电话', 'phone'],
      ['备注', null],
      ['姓名', null],
    ]);
    expect(checked.remarks.map((r) => r[1])).toEqual([
      '2 columns were not recognised and are left out',
    ]);
  });

  test('a header twice is told, and the first is taken', async () => {
    const bank = await aBank();
    const checked = await bank.upload('工号,姓名,姓名\nA1,张三,李四\n');
    expect(checked.remarks).toEqual([
      [
        '表头“姓名”出现多次，取第一列',
        'The header “姓名” stands several times; the first is taken',
      ],
    ]);
    expect(checked.firstRows[0]!.values).toEqual({ number: 'A1', name: '张*' });
  });

  test('recognised so that not one row can be read are asked about first: nothing is counted, and the column is named', async () => {
    const bank = await aBank();
    const rows = Array.from({ length: 30 }, (_, i) => `A${i},张三,城东`).join('\n');
    const checked = await bank.upload(`工号,姓名,手机号\n${rows}\n`);
    expect(checked).toMatchObject({ state: 'mapping', counts: { rows: 0, bad: 0 } });
    expect(checked.remarks.at(-1)![0]).toMatch(/前 \d+ 行都读不进去，问题在：手机号/);
    const map = async (columns: (string | null)[]) => {
      await callHttp(bank.app, api.setImportMapping, {
        params: { id: checked.id },
        body: { columns },
      });
      await bank.run();
      return bank.get(checked.id);
    };
    // Whoever insists is shown the rows.
    expect(await map(['number', 'name', 'phone'])).toMatchObject({
      ...{ state: 'ready', counts: { rows: 30, bad: 30 } },
    });
    expect(await map(['number', 'name', null])).toMatchObject({
      ...{ state: 'ready', counts: { rows: 30, bad: 0 }, remarks: [expect.anything()] },
    });
  });

  test('that nobody recognises are mapped by hand, checked again, and kept under a name for the next file', async () => {
    const bank = await aBank();
    const file = 'col1,col2,col3\nA1,张三,13812345678\nA2,李四,1\n';
    const checked = await bank.upload(file);
    expect(checked).toMatchObject({
      state: 'mapping',
      missing: ['number', 'name'],
      counts: { rows: 0 },
    });
    // What nobody knows might be anything.
    expect(checked.columns.map((c) => c.samples)).toEqual([
      ['A**', 'A**'],
      ['张**', '李**'],
      ['1**', '1**'],
    ]);

    const map = (columns: (string | null)[], saveAs?: string) =>
      callHttp(bank.app, api.setImportMapping, {
        params: { id: checked.id },
        body: { columns, saveAs },
      });
    await expect(map(['number', 'number', 'age'])).rejects.toMatchObject({
      code: 'platform.importMapping',
      details: { missing: ['name'], twice: ['number'], unknown: ['age'] },
    });
    expect((await map(['number', 'name', null])).state).toBe('checking');
    await bank.run();
    expect(await bank.get(checked.id)).toMatchObject({
      state: 'ready',
      counts: { rows: 2, bad: 0 },
    });
    await map(['number', 'name', 'phone'], '旧系统');
    await bank.run();
    expect(await bank.get(checked.id)).toMatchObject({
      state: 'ready',
      counts: { rows: 2, bad: 1 },
      hasErrorFile: true,
    });

    const next = await bank.upload('COL1,col 2,col3\nA3,王五,13812345679\n');
    expect(next).toMatchObject({ state: 'ready', profile: '旧系统', counts: { rows: 1, good: 1 } });
    const { items } = await callHttp(bank.app, api.listImportProfiles, { query: {} });
    expect(items).toMatchObject([{ name: '旧系统', columns: ['number', 'name', 'phone'] }]);
    await callHttp(bank.app, api.deleteImportProfile, { params: { id: items[0]!.id } });
    expect((await bank.upload('col1,col2,col3\nA3,王五,1\n')).state).toBe('mapping');
  });

  test('may be read in another encoding, with another delimiter or from another row', async () => {
    const bank = await aBank();
    const checked = await bank.upload('x;y\n工号;姓名,甲\nA1;张三,乙\n');
    await callHttp(bank.app, api.setImportMapping, {
      params: { id: checked.id },
      body: { format: { type: 'csv', encoding: 'utf-8', delimiter: ',' }, headerRow: 2 },
    });
    await bank.run();
    expect(await bank.get(checked.id)).toMatchObject({
      state: 'mapping',
      headerRow: 2,
      columns: [{ header: '工号;姓名' }, { header: '甲' }],
    });
  });
});

describe('a workbook', () => {
  test('is imported from the sheet a person chooses', async () => {
    const bank = await aBank();
    const book = new ExcelJS.Workbook();
    book.addWorksheet('说明').addRow(['请勿修改表头']);
    const sheet = book.addWorksheet('人员');
    sheet.addRow(['工号', '姓名', '手机号', '入职日期', '上级工号']);
    sheet.addRow([
      1001,
      '张三',
      13812345678,
      new Date('2020-05-06T00:00:00Z'),
      { formula: 'A2', result: '' },
    ]);
    sheet.addRow(['1002', '李四', { formula: '1+1' }, null, null]);
    const checked = await bank.upload(Buffer.from(await book.xlsx.writeBuffer()), '人员.xlsx');
    expect(checked).toMatchObject({
      state: 'mapping',
      sheets: ['说明', '人员'],
      format: { sheet: '说明' },
    });

    await callHttp(bank.app, api.setImportMapping, {
      params: { id: checked.id },
      body: { format: { type: 'xlsx', sheet: '人员' } },
    });
    await bank.run();
    expect((await bank.problems(checked.id)).items).toMatchObject([
      { row: 3, problems: [{ column: 'phone', code: 'formulaNotCalculated' }] },
    ]);
    await bank.apply(checked.id);
    expect(await peopleOf(bank.ctx)).toMatchObject([
      { number: '1001', name: '张三', phone: '13812345678', joined: '2020-05-06' },
    ]);
  });

  test('is refused when it unpacks beyond all measure', async () => {
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const bomb = aWorkbook(
      `<row>${cell('工号')}${cell('姓名')}</row>` +
        `<row>${cell('1')}${cell('0'.repeat(1_000))}</row>`.repeat(100_000),
    );
    const bank = await aBank();
    const checked = await bank.upload(bomb, 'bomb.xlsx');
    expect(checked).toMatchObject({
      state: 'failed',
      task: { error: { code: 'platform.importBomb' } },
    });
  });

  test('a template has the headers and an example, and goes in as it is', async () => {
    const bank = await aBank();
    for (const format of ['xlsx', 'csv'] as const) {
      const file = (await callHttp(bank.app, api.downloadImportTemplate, {
        params: { kind: 'test.people' },
        query: { format },
      })) as Buffer;
      const checked = await bank.upload(file, `t.${format}`);
      expect(checked.columns.map((c) => c.key)).toEqual([
        'number',
        'name',
        'phone',
        'grade',
        'leader',
        'joined',
      ]);
      expect((await bank.problems(checked.id)).items).toMatchObject([
        { problems: [{ code: 'leaderUnknown' }] },
      ]);
    }
  });
});

describe('a file that is no use', () => {
  const refused = (bank: Bank, content: string | Buffer, kind = 'test.people') =>
    uploadTo(bank.app, api.startImport, { kind }, 'x.xls', content);

  test.each([
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'platform.importFormat'],
    ['a web page', '<html><table>', 'platform.importFormat'],
    ['nothing', '', 'platform.importEmpty'],
  ])('%s is refused at once', async (_, content, code) => {
    await expect(refused(await aBank(), content)).rejects.toMatchObject({ code });
  });

  test.each([
    ['only headers', header, 'platform.importEmpty'],
    ['only empty lines', '\n\n,,\n', 'platform.importEmpty'],
    ['an open quote', `${header}A1,"张三,,,,\n`, 'platform.importUnreadable'],
    [
      'too many columns',
      `${Array.from({ length: 600 }, (_, i) => `c${i}`).join(',')}\n`,
      'platform.importTooLarge',
    ],
  ])('with %s fails with a reason', async (_, content, code) => {
    const bank = await aBank();
    const checked = await bank.upload(content);
    expect(checked).toMatchObject({ state: 'failed', task: { state: 'failed', error: { code } } });
    await expect(bank.apply(checked.id)).rejects.toMatchObject({
      code: 'platform.importState',
      details: { state: 'failed' },
    });
  });

  test('of a kind nobody knows is refused', async () => {
    await expect(refused(await aBank(), header, 'test.nothing')).rejects.toThrow(
      'platform.importKindUnknown',
    );
  });
});
