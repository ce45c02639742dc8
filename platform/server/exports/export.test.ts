import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { z } from 'zod';
import * as api from '../../contract/export.ts';
import { inTx } from '../ctx.ts';
import { filesModule } from '../files/files-module.ts';
import { mayAt } from '../scope.ts';
import { tasksModule } from '../tasks/tasks-module.ts';
import { allow, callHttp, runDueJobs, type TestOrg, testHttp, testOrg } from '../test/test-org.ts';
import { defineExport } from './definition.ts';
import { decideExport, exportForApproval } from './export.service.ts';
import { exportDefinitions, exportsModule } from './exports-module.ts';

const people = defineExport({
  kind: 'test.people',
  permission: 'test.people.read',
  name: ['人员', 'people'],
  columns: [
    { key: 'number', name: ['工号', 'Number'] },
    { key: 'phone', name: ['手机', 'Phone'], mask: 'phone' },
  ],
  query: z.object({ from: z.int().default(1), to: z.int().max(5000) }),
  maxRows: 3000,
  async *rows(ctx, { from, to }) {
    const number = (i: number) => `${mayAt(ctx, 'test.people.read', '/1/7/') ? 'all' : 'own'}-${i}`;
    for (let i = from; i <= to; i += 1000)
      yield Array.from({ length: Math.min(1000, to - i + 1) }, (_, n) => ({
        number: number(i + n),
        phone: `138${String(i + n).padStart(8, '0')}`,
      }));
  },
});

async function aBank(ctx = testOrg(allow('platform.export.run', 'test.people.read'))) {
  const definitions = exportDefinitions([people]);
  const asked: string[] = [];
  const exports = exportsModule(definitions, {
    askApproval: async (_, id) => {
      asked.push(id);
      return `approval of ${id}`;
    },
    bankName: async () => '江海银行',
  });
  const tasks = tasksModule(exports.tasks, async (_, id) => ({ ...ctx.actor, id }));
  const modules = [exports, tasks, filesModule];
  const app = await testHttp(ctx, modules);
  return {
    ctx,
    app,
    asked,
    definitions,
    modules,
    run: () => runDueJobs(ctx, modules),
    ask: (body: object) =>
      callHttp(app, api.requestExport, {
        params: { kind: 'test.people' },
        body: { format: 'csv', ...body } as never,
      }),
    get: (id: string) => callHttp(app, api.getExport, { params: { id } }),
    file: async (id: string) => String(await callHttp(app, api.downloadExport, { params: { id } })),
    decide: (id: string, approved: boolean, by: TestOrg) =>
      inTx(by, (tx) => decideExport(tx, definitions, id, approved)),
  };
}

test('CR-037 CR-039 an export is masked, carries who, when and which bank, and is gone after a week', async () => {
  const bank = await aBank();
  const asked = await bank.ask({ query: { to: 2500 } });
  expect(asked).toMatchObject({ state: 'running', clear: false, mine: true, approvalId: null });
  await expect(bank.file(asked.id)).rejects.toThrow('platform.exportNotReady');
  await bank.run();
  expect(await bank.get(asked.id)).toMatchObject({
    state: 'done',
    rows: 2500,
    task: { state: 'done', done: 2500 },
  });

  const rows = parse(await bank.file(asked.id), {
    bom: true,
    relax_column_count: true,
  }) as string[][];
  expect(rows.length).toBe(1 + 2500 + 1 + 4);
  expect(rows[1]).toEqual(['all-1', '138****0001']);
  expect(rows.slice(-4).flat()).toEqual([
    `# 导出人：测试（${bank.ctx.actor.id}）`,
    '# 导出时间：2026-03-02 09:00:00',
    '# 机构：江海银行',
    `# 导出编号：${asked.id}`,
  ]);
  bank.ctx.advance(7 * 1440);
  await bank.run();
  expect(await bank.get(asked.id)).toMatchObject({ state: 'expired', file: null });
  await expect(bank.file(asked.id)).rejects.toThrow('platform.fileExpired');
});

test('CR-039 personal data in the clear wait for a second person, and are gone after a day', async () => {
  const bank = await aBank();
  const wish = { query: { to: 3 }, clear: true };
  await expect(bank.ask(wish)).rejects.toThrow('platform.exportNeedsReason');
  const asked = await bank.ask({ ...wish, reason: '监管报送需要' });
  expect(asked).toMatchObject({
    state: 'waiting',
    approvalId: `approval of ${asked.id}`,
    task: null,
  });
  expect(bank.asked).toEqual([asked.id]);
  await bank.run();
  await expect(bank.file(asked.id)).rejects.toThrow('platform.exportNotReady');
  expect(await exportForApproval(bank.ctx, bank.definitions, asked.id)).toMatchObject({
    reason: '监管报送需要',
    query: { to: 3 },
    columns: [{ sensitive: false }, { sensitive: true }],
  });

  await expect(bank.decide(asked.id, true, bank.ctx)).rejects.toThrow('platform.exportDecided');
  const second = bank.ctx.as({ permissions: allow(), name: '李审批' });
  await bank.decide(asked.id, true, second);
  await expect(bank.decide(asked.id, false, second)).rejects.toThrow('platform.exportDecided');
  await bank.run();
  expect(await bank.get(asked.id)).toMatchObject({ state: 'done', decidedBy: { name: '李审批' } });
  const content = await bank.file(asked.id);
  expect(content).toContain('all-1,13800000001\r\n');
  expect(content).toContain('# 审批人：李审批');
  bank.ctx.advance(1440);
  expect((await bank.get(asked.id)).state).toBe('expired');
});

test('CR-039 what a second person refuses is never made', async () => {
  const bank = await aBank();
  const asked = await bank.ask({ query: { to: 3 }, clear: true, reason: '我想看看' });
  await bank.decide(asked.id, false, bank.ctx.as({ permissions: allow() }));
  await bank.run();
  expect(await bank.get(asked.id)).toMatchObject({ state: 'refused', file: null });
});

test('an export without personal data needs nobody else', async () => {
  const bank = await aBank();
  const asked = await bank.ask({ query: { to: 3 }, clear: true, columns: ['number'] });
  expect(asked).toMatchObject({ state: 'running', clear: false, columns: [['工号', 'Number']] });
  await bank.run();
  expect((await bank.file(asked.id)).split('\r\n').slice(0, 2)).toEqual(['\ufeff工号', 'all-1']);
});

test('CR-039 an export stops at its row cap and leaves no file', async () => {
  const bank = await aBank();
  const asked = await bank.ask({ query: { to: 3001 }, format: 'xlsx' });
  await bank.run();
  expect(await bank.get(asked.id)).toMatchObject({
    state: 'failed',
    file: null,
    task: { error: { code: 'platform.exportTooLarge', details: { maxRows: 3000 } } },
  });
});

test('CR-142 an export holds what its requester may see, also when another releases it', async () => {
  const ctx = testOrg(allow('platform.export.run', { 'test.people.read': ['/1/5/'] }));
  const bank = await aBank(ctx);
  const asked = await bank.ask({ query: { to: 1 }, clear: true, reason: '核对名单' });
  await bank.decide(asked.id, true, ctx.as({ permissions: allow('test.people.read') }));
  await bank.run();
  expect(await bank.file(asked.id)).toContain('own-1');

  const other = await aBank(ctx.as({ permissions: ctx.actor.permissions }));
  await expect(other.get(asked.id)).rejects.toThrow('platform.notFound');
  await expect(other.file(asked.id)).rejects.toThrow('platform.notFound');
  expect((await callHttp(other.app, api.listExports)).total).toBe(0);
  expect((await callHttp(bank.app, api.listExports)).total).toBe(1);

  const stranger = await aBank(ctx.as({ permissions: allow('platform.export.run') }));
  await expect(stranger.ask({ query: { to: 1 } })).rejects.toThrow('platform.forbidden');
  expect((await callHttp(stranger.app, api.listExportKinds)).items).toEqual([]);
});

test('filters and columns that do not exist are refused', async () => {
  const bank = await aBank();
  await expect(bank.ask({ query: { to: 'many' } })).rejects.toMatchObject({
    code: 'platform.invalid',
  });
  await expect(bank.ask({ query: { to: 1 }, columns: ['salary'] })).rejects.toThrow(
    'platform.exportColumnUnknown',
  );
  await expect(bank.ask({ query: { to: 1 }, columns: ['number', 'number'] })).rejects.toThrow(
    'platform.exportColumnUnknown',
  );
});

test('CR-145 asking, releasing, making and each download are on record', async () => {
  const bank = await aBank();
  const asked = await bank.ask({ query: { to: 2 }, clear: true, reason: '监管报送需要' });
  await bank.decide(asked.id, true, bank.ctx.as({ permissions: allow() }));
  await bank.run();
  await bank.file(asked.id);
  const entries = await bank.ctx.db
    .selectFrom('platform.auditEntry')
    .select(['action', 'reason', 'after'])
    .where('orgId', '=', bank.ctx.orgId)
    .orderBy('seq')
    .execute();
  expect(entries.map((e) => e.action)).toEqual([
    'platform.export-requested',
    'platform.export-released',
    'platform.export-made',
    'platform.export-downloaded',
  ]);
  expect(entries[0]).toMatchObject({
    reason: '监管报送需要',
    after: { clear: true, query: { to: 2 } },
  });
  expect(entries[3]!.after).toMatchObject({ rows: 2, clear: true });
});
