import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import * as api from '../../contract/import.ts';
import * as taskApi from '../../contract/task.ts';
import { testDatabase } from '../test/test-database.ts';
import { allow, callHttp, runDueJobs, type TestOrg, testHttp, testOrg } from '../test/test-org.ts';
import { uploadTo } from '../test/upload.ts';
import { createPeopleTable, peopleModules, peopleOf } from './people.fixture.ts';
import { aWorkbook } from './workbook.fixture.ts';

beforeAll(async () => {
  await createPeopleTable({ db: testDatabase().db } as never);
});

const permissions = allow('platform.import.run', 'test.people.manage');

interface Bank {
  ctx: TestOrg;
  app: FastifyInstance;
  modules: ReturnType<typeof peopleModules>;
  run(options?: { twice?: boolean }): Promise<void>;
  upload(content: string | Buffer, filename?: string): Promise<api.ImportDetail>;
  get(id: string): Promise<api.ImportDetail>;
  apply(id: string): Promise<api.ImportDetail>;
  problems(id: string, query?: object): Promise<{ items: api.BadRow[]; total: number }>;
}

async function aBank(ctx = testOrg(permissions)): Promise<Bank> {
  const modules = peopleModules((id) => (id === ctx.actor.id ? ctx.actor : null));
  const app = await testHttp(ctx, modules);
  const run = (options?: { twice?: boolean }) => runDueJobs(ctx, modules, options);
  const get = (id: string) => callHttp(app, api.getImport, { params: { id } });
  return {
    ctx,
    app,
    modules,
    run,
    get,
    async upload(content, filename = '人员.csv') {
      const { id } = await uploadTo(
        app,
        api.startImport,
        { kind: 'test.people' },
        filename,
        content,
      );
      await run();
      return get(id);
    },
    async apply(id) {
      await callHttp(app, api.applyImport, { params: { id } });
      await run();
      return get(id);
    },
    problems: (id, query = {}) => callHttp(app, api.listImportProblems, { params: { id }, query }),
  };
}

const header = '工号,姓名,手机号,级别,上级工号,入职日期\n';

describe('a file on its way in', () => {
  test('is checked, shown, applied; and the same file again changes nothing', async () => {
    const bank = await aBank();
    const file = `${header}a001,张三,138 1234 5678,高级,,2020/1/5\nA002,李四,,初级,A001,2021年3月9日\n`;
    const checked = await bank.upload(file);
    expect(checked).toMatchObject({
      state: 'ready',
      mine: true,
      filename: '人员.csv',
      format: { type: 'csv', encoding: 'utf-8', delimiter: ',' },
      headerRow: 1,
      counts: { rows: 2, good: 2, bad: 0 },
      missing: [],
      sameAs: null,
      hasErrorFile: false,
    });
    expect(await peopleOf(bank.ctx)).toEqual([]);

    expect(await bank.apply(checked.id)).toMatchObject({
      state: 'done',
      counts: { created: 2, updated: 0, unchanged: 0, refused: 0 },
      task: {
        state: 'done',
        message: [
          '新增 2，更新 0，无变化 0，未导入 0',
          '2 new, 0 changed, 0 as they were, 0 refused',
        ],
      },
    });
    const people = await peopleOf(bank.ctx);
    expect(people).toMatchObject([
      { number: 'A001', name: '张三', phone: '13812345678', grade: 'senior', joined: '2020-01-05' },
      {
        number: 'A002',
        name: '李四',
        phone: null,
        grade: 'junior',
        leader: 'A001',
        joined: '2021-03-09',
      },
    ]);

    const again = await bank.upload(file);
    expect(again.sameAs).toMatchObject({ id: checked.id });
    expect((await bank.apply(again.id)).counts).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 2,
    });
    expect(await peopleOf(bank.ctx)).toEqual(people);
  });

  test('its bad rows are named by row, column, value and reason, and the good ones go through', async () => {
    const bank = await aBank();
    const rows = [
      'A001,张三,13812345678,高级,,2020-01-05',
      ',李四,13812345679,,,',
      '',
      'A003,王五,1381234567,中级,,2020-02-30',
      'A001,赵六,,,,',
      'A005,,,,A005,',
      'A006,这个名字实在是太长太长了,,,,',
      'A007,孙七,,,A999,',
      'A008,周八,,,A008,',
      'A009,吴九,,,,,多,出',
      'A010,郑十,1.38E+10,,A001,',
    ];
    const checked = await bank.upload(header + rows.join('\n'));
    expect(checked.counts).toMatchObject({ rows: 10, empty: 1, good: 1, bad: 9 });

    const { items, total } = await bank.problems(checked.id);
    expect(total).toBe(9);
    const told = items.flatMap(({ row, problems }) =>
      problems.map(({ column, value, reason }) => [row, column, value, reason[0]]),
    );
    expect(told).toEqual([
      [3, 'number', '', '不能为空'],
      [5, 'phone', '138****4567', '应为 11 位大陆手机号'],
      [5, 'grade', '中级', '应为以下之一：初级、高级'],
      [5, 'joined', '2020-02-30', '应为日期，例如 2026-01-31'],
      [6, 'number', 'A001', '与第 2 行重复'],
      [7, 'name', '', '不能为空'],
      [8, 'name', '这***********', '最多 10 个字符'],
      [9, 'leader', 'A999', '上级 A999 不存在'],
      [10, 'leader', 'A008', '上级不能是自己'],
      [11, null, null, '比表头多出 2 个单元格'],
      [12, 'phone', '1.3****E+10', expect.stringContaining('科学计数法')],
    ]);
    expect(items[1]!.problems[1]!.reason[1]).toBe('Must be one of: 初级、高级');

    const page = await bank.problems(checked.id, { size: 2, page: 2 });
    expect([page.total, page.items.map((item) => item.row)]).toEqual([9, [6, 7]]);
    expect((await bank.problems(checked.id, { column: 'leader' })).total).toBe(2);
    expect((await bank.problems(checked.id, { code: 'required' })).items.map((i) => i.row)).toEqual(
      [3, 7],
    );
    expect(checked.problems.find((p) => p.code === 'required' && p.column === 'name')).toEqual({
      column: 'name',
      code: 'required',
      rows: 1,
      reason: ['不能为空', 'Must not be empty'],
    });

    const done = await bank.apply(checked.id);
    expect(done.counts).toMatchObject({ created: 1, refused: 0, bad: 9 });
    expect((await peopleOf(bank.ctx)).map((p) => p.number)).toEqual(['A001']);
  });

  test('the refused rows come back as a file that can be corrected and uploaded again', async () => {
    const bank = await aBank();
    const file = `${header}A001,张三,1381234567,,,\nA002,李四,,,,\nA003,"=cmd|' /C calc'!A0",110101199001011234,中级,,\n`;
    const checked = await bank.upload(file, '网点 人员.xls.csv');
    const response = String(
      await callHttp(bank.app, api.downloadImportErrors, { params: { id: checked.id } }),
    );
    expect(response.startsWith('\ufeff')).toBe(true);
    const lines = parse(response, { bom: true }) as string[][];
    expect(lines).toEqual([
      ['工号', '姓名', '手机号', '级别', '上级工号', '入职日期', '原行号', '问题原因'],
      ['A001', '张三', '1381234567', '', '', '', '2', '手机号: 应为 11 位大陆手机号'],
      [
        'A003',
        "'=cmd|' /C calc'!A0",
        '\t110101199001011234',
        '中级',
        '',
        '',
        '4',
        expect.stringContaining('姓名: 最多 10 个字符'),
      ],
    ]);
    await bank.apply(checked.id);

    const corrected = response
      .replace('1381234567,', '13812345678,')
      .replace(/"'=cmd[^"]*"|'=cmd[^,]*/, '王五')
      .replace(/"\t110101199001011234"/, '')
      .replace('中级', '初级');
    const second = await bank.upload(corrected);
    expect(second.counts).toMatchObject({ rows: 2, bad: 0 });
    expect(second.remarks).toEqual([]);
    await bank.apply(second.id);
    expect((await peopleOf(bank.ctx)).map((p) => p.name)).toEqual(['张三', '李四', '王五']);
  });

  test('a row may name another that stands further down, in any batch; circles and orphans are refused', async () => {
    const bank = await aBank();
    // A000 is led by A001, A001 by A002 … and only the last leads itself to nobody.
    const chain = Array.from({ length: 35 }, (_, i) => {
      const number = (n: number) => `A${String(n).padStart(3, '0')}`;
      return `${number(i)},某人,,,${i < 34 ? number(i + 1) : ''},`;
    });
    const file = `${header}${chain.join('\n')}\nX1,甲,,,X2,\nX2,乙,,,X1,\nY1,丙,,,Y2,\nY2,丁,123,,,\n`;
    const checked = await bank.upload(file);
    expect(checked.counts).toMatchObject({ rows: 39, bad: 2 });
    const done = await bank.apply(checked.id);
    expect(done.counts).toMatchObject({ created: 35, refused: 2, bad: 4, good: 35 });
    const { items } = await bank.problems(checked.id);
    expect(items.map((i) => [i.row, i.problems[0]!.reason[1]])).toEqual([
      [37, 'There is no leader X2'],
      [38, 'There is no leader X1'],
      [39, 'There is no leader Y2'],
      [40, 'Must be a mainland mobile number of 11 digits'],
    ]);
    const response = await callHttp(bank.app, api.downloadImportErrors, {
      params: { id: checked.id },
    });
    expect(parse(String(response), { bom: true })).toHaveLength(5);
  });

  test('a row that the database refuses does not take its batch along', async () => {
    const bank = await aBank();
    const rows = Array.from({ length: 25 }, (_, i) =>
      i === 13 ? 'CLASH,某人,,,,' : `B${i},某人,,,,`,
    );
    const checked = await bank.upload(header + rows.join('\n'));
    const done = await bank.apply(checked.id);
    expect(done.counts).toMatchObject({ created: 24, refused: 1 });
    expect((await bank.problems(checked.id)).items).toMatchObject([
      {
        row: 15,
        problems: [
          {
            code: 'refused',
            reason: ['未能导入：platform.conflict', 'Could not be imported: platform.conflict'],
          },
        ],
      },
    ]);
    expect((await peopleOf(bank.ctx)).every((p) => p.times === 1)).toBe(true);
  });

  test('each job delivered twice, every row goes in once', async () => {
    const bank = await aBank();
    const rows = Array.from({ length: 25 }, (_, i) => `C${i},某人,,,,`);
    const { id } = await uploadTo(
      bank.app,
      api.startImport,
      { kind: 'test.people' },
      'a.csv',
      header + rows.join('\n'),
    );
    await bank.run({ twice: true });
    await callHttp(bank.app, api.applyImport, { params: { id } });
    await bank.run({ twice: true });
    expect((await bank.get(id)).counts).toMatchObject({ rows: 25, created: 25, unchanged: 0 });
    expect((await peopleOf(bank.ctx)).every((p) => p.times === 1)).toBe(true);
  });

  test('a column left out stays as it is, an empty cell empties', async () => {
    const bank = await aBank();
    await bank.apply((await bank.upload(`${header}A1,张三,13812345678,高级,,\n`)).id);
    await bank.apply((await bank.upload('工号,姓名,级别\nA1,张三丰,\n')).id);
    expect(await peopleOf(bank.ctx)).toMatchObject([
      { name: '张三丰', phone: '13812345678', grade: null },
    ]);
  });
});

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

describe('personal data on their way in', () => {
  const file = `${header}A1,张三丰,13812345678,,,\nA2,李四,13912345678X,,,\n13812345679,王五,,,,\n`;

  test('CR-036 stand nowhere in the clear: not in the file store, not in the database', async () => {
    const bank = await aBank();
    const checked = await bank.upload(file);
    const dump = await sql<{ row: string }>`
      select i::text as row from platform.import i where org_id = ${bank.ctx.orgId}
      union all select p::text from platform.import_problem p where org_id = ${bank.ctx.orgId}
      union all select k::text from platform.import_key k where org_id = ${bank.ctx.orgId}
      union all select t::text from platform.task t where org_id = ${bank.ctx.orgId}
      union all select e::text from platform.audit_entry e where org_id = ${bank.ctx.orgId}`.execute(
      bank.ctx.db,
    );
    const text = dump.rows.map((r) => r.row).join('\n');
    expect(text).toContain(checked.id);
    expect(text).not.toMatch(/13812345678|13912345678|13812345679|张三丰|李四/);
  });

  test('CR-037 are shown masked in the preview and among the problems', async () => {
    const bank = await aBank();
    const checked = await bank.upload(file);
    expect(
      checked.firstRows.map((r) => [r.values.number, r.values.name, r.values.phone, r.bad]),
    ).toEqual([
      ['A1', '张**', '138****5678', false],
      ['A2', '李*', '139****678X', true],
      ['138****5679', '王*', '', false],
    ]);
    expect((await bank.problems(checked.id)).items[0]!.problems[0]!.value).toBe('139****678X');
    expect(JSON.stringify(checked)).not.toContain('13812345678');
  });

  test('the file of refused rows is for the uploader only, and each download is on record (CR-145)', async () => {
    const bank = await aBank();
    const checked = await bank.upload(file);
    const colleague = await aBank(bank.ctx.as({ permissions }));
    expect((await colleague.get(checked.id)).hasErrorFile).toBe(false);
    await expect(
      callHttp(colleague.app, api.downloadImportErrors, { params: { id: checked.id } }),
    ).rejects.toThrow('platform.notFound');
    await callHttp(bank.app, api.downloadImportErrors, { params: { id: checked.id } });
    const audits = await bank.ctx.db
      .selectFrom('platform.auditEntry')
      .select('action')
      .where('orgId', '=', bank.ctx.orgId)
      .orderBy('seq')
      .execute();
    expect(audits.map((a) => a.action)).toEqual([
      'platform.import-uploaded',
      'platform.file-downloaded',
    ]);
  });

  test('are gone after thirty days by the business clock; the line in the history stays', async () => {
    const bank = await aBank();
    const checked = await bank.upload(file);
    await bank.apply(checked.id);
    bank.ctx.advance(30 * 1440);
    await bank.run();
    expect(await bank.get(checked.id)).toMatchObject({
      state: 'done',
      counts: { created: 2 },
      firstRows: [],
      hasErrorFile: false,
    });
    expect((await bank.problems(checked.id)).total).toBe(0);
    const files = await bank.ctx.db
      .selectFrom('platform.file')
      .select('state')
      .where('orgId', '=', bank.ctx.orgId)
      .execute();
    expect(files.map((f) => f.state)).toEqual(['removed', 'removed']);
  });
});

describe('who may import', () => {
  test('CR-142 only who holds the permission of the kind; its imports are seen within its scope', async () => {
    const bank = await aBank(
      testOrg(allow('platform.import.run', { 'test.people.manage': ['/1/5/'] })),
    );
    const checked = await bank.upload(`${header}A1,张三,,,,\n`);
    const seen = async (granted: Parameters<typeof allow>) => {
      const other = await aBank(
        bank.ctx.as({ permissions: allow('platform.import.run', ...granted) }),
      );
      const { total } = await callHttp(other.app, api.listImports, { query: { whose: 'all' } });
      const kinds = (await callHttp(other.app, api.listImportKinds)).items.length;
      return [
        total,
        kinds,
        await other.get(checked.id).then(
          (i) => i.mine,
          (e) => e.code,
        ),
      ];
    };
    expect(await seen([])).toEqual([0, 0, 'platform.notFound']);
    expect(await seen([{ 'test.people.manage': ['/1/7/'] }])).toEqual([0, 1, 'platform.notFound']);
    expect(await seen([{ 'test.people.manage': ['/1/'] }])).toEqual([1, 1, false]);

    const stranger = await aBank(bank.ctx.as({ permissions: allow('platform.import.run') }));
    await expect(stranger.upload(header)).rejects.toThrow('platform.forbidden');
    const boss = await aBank(bank.ctx.as({ permissions }));
    await expect(boss.apply(checked.id)).rejects.toThrow('platform.notFound');
    const foreign = await aBank();
    await expect(foreign.get(checked.id)).rejects.toThrow('platform.notFound');
  });

  test('CR-148 whoever loses the permission meanwhile imports nothing', async () => {
    const bank = await aBank();
    const checked = await bank.upload(`${header}A1,张三,,,,\n`);
    await callHttp(bank.app, api.applyImport, { params: { id: checked.id } });
    const later = peopleModules((id) => ({
      ...bank.ctx.actor,
      id,
      permissions: allow('platform.import.run'),
    }));
    await runDueJobs(bank.ctx, later);
    expect(await bank.get(checked.id)).toMatchObject({
      state: 'failed',
      task: { error: { code: 'platform.forbidden' } },
    });
    expect(await peopleOf(bank.ctx)).toEqual([]);
  });

  test('CR-145 uploading, applying, its outcome and throwing away are on record', async () => {
    const bank = await aBank();
    const checked = await bank.upload(`${header}A1,张三,,,,\n`);
    await bank.apply(checked.id);
    const other = await bank.upload(`${header}A2,李四,,,,\n`);
    await callHttp(bank.app, api.cancelImport, { params: { id: other.id } });
    const audits = await bank.ctx.db
      .selectFrom('platform.auditEntry')
      .select(['action', 'actorId', 'after'])
      .where('orgId', '=', bank.ctx.orgId)
      .orderBy('seq')
      .execute();
    expect(audits.map((a) => a.action)).toEqual([
      'platform.import-uploaded',
      'platform.import-begun',
      'platform.import-applied',
      'platform.import-uploaded',
      'platform.import-cancelled',
    ]);
    expect(audits[2]).toMatchObject({
      actorId: bank.ctx.actor.id,
      after: { created: 1, refused: 0 },
    });
    await bank.run();
    expect((await bank.get(other.id)).state).toBe('cancelled');
  });
});

test('a file that is thrown away while it is checked is gone', async () => {
  const bank = await aBank();
  const { id } = await uploadTo(
    bank.app,
    api.startImport,
    { kind: 'test.people' },
    'a.csv',
    header,
  );
  await callHttp(bank.app, api.cancelImport, { params: { id } });
  await bank.run();
  expect(await bank.get(id)).toMatchObject({ state: 'cancelled', firstRows: [] });
  const files = await bank.ctx.db
    .selectFrom('platform.file')
    .select('state')
    .where('orgId', '=', bank.ctx.orgId)
    .execute();
  expect(files.map((f) => f.state)).toEqual(['removed']);
  await expect(bank.apply(id)).rejects.toThrow('platform.importState');
});

test('an import that is stopped half way keeps what is in; uploaded again it takes the rest', async () => {
  const bank = await aBank();
  const rows = Array.from({ length: 95 }, (_, i) => `D${String(i).padStart(3, '0')},某人,,,,`);
  const file = header + rows.join('\n');
  const checked = await bank.upload(file);
  await callHttp(bank.app, api.applyImport, { params: { id: checked.id } });
  const { task } = await bank.get(checked.id);
  let batches = 0;
  const slow = peopleModules(
    () => bank.ctx.actor,
    async () => {
      batches += 1;
      if (batches !== 4) return;
      await callHttp(bank.app, taskApi.cancelTask, { params: { id: task!.id } });
      await pause(600);
    },
  );
  await runDueJobs(bank.ctx, slow);
  expect(await bank.get(checked.id)).toMatchObject({ state: 'cancelled', counts: { created: 30 } });
  expect(await peopleOf(bank.ctx)).toHaveLength(30);

  const second = await bank.upload(file);
  expect((await bank.apply(second.id)).counts).toMatchObject({ created: 65, unchanged: 30 });
});
