import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import * as api from '../../contract/import.ts';
import * as taskApi from '../../contract/task.ts';
import { callHttp, runDueJobs } from '../test/test-org.ts';
import { uploadTo } from '../test/upload.ts';
import { aBank, header } from './import-bank.fixture.ts';
import { peopleModules, peopleOf } from './people.fixture.ts';

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
    expect(items[1]!.problems[1]!.reason[1]).toBe('Must be one of: Junior, Senior');

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
