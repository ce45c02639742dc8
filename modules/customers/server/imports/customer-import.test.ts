import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aBank, aStaff, aUnit } from '#modules/org/server/fixtures.ts';
import * as api from '#platform/contract/import.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { allow, callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { addAttribute, getCustomer, listCustomers } from '../../contract.ts';
import { customerByIdentity } from '../identities/find.service.ts';
import { anImportDesk } from './import-desk.fixture.ts';

const importer = allow(
  'platform.import.run',
  'customers.customer.read',
  'customers.unit.read',
  'customers.customer.import',
  'customers.attribute.manage',
  'customers.attribute.read',
);

async function aDesk(): Promise<{ ctx: TestOrg; desk: Awaited<ReturnType<typeof anImportDesk>> }> {
  const ctx = testOrg(importer);
  await aBank(ctx);
  return { ctx, desk: await anImportDesk(ctx) };
}

async function customersOf(ctx: Ctx) {
  const { rows } = await sql<{ n: number; latest: Date }>`
    select count(*) as n, max(changed_at) as latest from customers.customer
     where org_id = ${ctx.orgId}`.execute(ctx.db);
  return rows[0]!;
}

test('a file of customers goes in once; the same file again changes nothing; a changed row changes one', async () => {
  const { ctx, desk } = await aDesk();
  const outlet = await aUnit(ctx, { kind: 'branch' });
  const rm = await aStaff(ctx, { unitId: outlet.id, number: 'RM1' });
  const lines = Array.from(
    { length: 30 },
    (_, i) =>
      `C${i},客户${'甲乙丙丁戊'[i % 5]}${i},139000${String(i).padStart(5, '0')},${outlet.code},${i % 2 ? 'RM1' : ''}`,
  );
  const file = (rows: string[]) =>
    `银行客户号,姓名,手机号,机构号,客户经理工号\n${rows.join('\n')}\n`;

  const first = await desk.import(file(lines));
  expect(first).toMatchObject({ state: 'done', counts: { rows: 30, created: 30, refused: 0 } });
  const before = await customersOf(ctx);
  ctx.advance(5);
  const second = await desk.import(file(lines));
  expect(second.counts).toMatchObject({ created: 0, updated: 0, unchanged: 30 });
  expect(await customersOf(ctx)).toEqual(before);

  const third = await desk.import(
    file(['C3,客户丁3,13911110003,000,', 'C30,新客,13911110030,000,RM1']),
  );
  expect(third.counts).toMatchObject({ created: 1, updated: 1, unchanged: 0 });
  const id = await customerByIdentity(ctx, 'bank_no', '', 'c3');
  const page = await callHttp(desk.app, getCustomer, { params: { id: id! } });
  expect(page.head).toMatchObject({ name: '客***', unit: { name: '总行' } });
  expect(page.head.rm).toBeNull();
  const fresh = await customerByIdentity(ctx, 'bank_no', '', 'C30');
  const other = await callHttp(desk.app, getCustomer, { params: { id: fresh! } });
  expect(other.head.rm?.id).toBe(rm.id);
});

test('every bad row is named with its row, column and reason, and the good ones go in', async () => {
  const { ctx, desk } = await aDesk();
  const found = await desk.upload(
    [
      '客户号,姓名,手机号,机构号,客户经理工号',
      'A1,张三,13800000001,000,',
      'A2,李四,1380000,000,',
      ',王五,13800000003,000,',
      'A4,赵六,13800000004,999,',
      'A1,钱七,13800000005,000,',
      'A6,孙八,13800000006,000,NOBODY',
    ].join('\n'),
  );
  expect(found).toMatchObject({ state: 'ready', counts: { rows: 6, good: 1, bad: 5 } });
  expect(await desk.reasons(found.id)).toEqual([
    [3, 'phone', 'Must be a mainland mobile number of 11 digits'],
    [4, 'bankNo', 'Must not be empty'],
    [5, 'unit', 'There is no unit 999, or it is not yours'],
    [6, 'bankNo', 'The same as in row 2'],
    [7, 'rm', 'No active colleague has the number NOBODY'],
  ]);
  // Nothing of a person is shown or kept in the clear on the way.
  const { items } = await callHttp(desk.app, api.listImportProblems, { params: { id: found.id } });
  expect(JSON.stringify([found, items])).not.toMatch(/张三|13800000001/);
  const done = await desk.apply(found.id);
  expect(done.counts).toMatchObject({ created: 1, bad: 5 });
  expect((await customersOf(ctx)).n).toBe(1);
});

test('a file without numbers and units: the number of the row with a prefix, and one unit for all; kept as a profile', async () => {
  const { ctx, desk } = await aDesk();
  await callHttp(desk.app, addAttribute, {
    body: {
      code: 'campaign_age',
      name: ['调查年龄', 'Age surveyed'],
      type: 'number',
      block: 'basic',
      purposes: ['statistics'],
      dataClass: 'C1',
    },
  });
  const content = '"campaign_age";"job"\n58;"management"\n44;"technician"\n33;"entrepreneur"\n';
  const found = await desk.upload(content, 'bank.csv');
  expect(found).toMatchObject({ state: 'mapping', missing: ['bankNo', 'unit'] });
  const mapped = await desk.map(found.id, {
    columns: ['campaign_age', null],
    fills: { bankNo: 'BANK-{row}', unit: '000' },
    saveAs: '银行营销数据',
  });
  expect(mapped).toMatchObject({ state: 'ready', counts: { good: 3 } });
  expect((await desk.apply(found.id)).counts.created).toBe(3);
  const id = await customerByIdentity(ctx, 'bank_no', '', 'BANK-2');
  const { rows } = await sql<{ number: number }>`
    select number from customers.attribute_value where customer_id = ${id}`.execute(ctx.db);
  expect(rows).toEqual([{ number: 44 }]);

  const again = await desk.import(content, 'bank.csv');
  expect(again).toMatchObject({
    profile: '银行营销数据',
    counts: { created: 0, updated: 0, unchanged: 3 },
  });
});

test('GB18030 with a semicolon, UTF-8 with a mark, and a phone with spaces are read alike', async () => {
  const { ctx, desk } = await aDesk();
  // 客户号;姓名;手机号;机构号 / G1;张三 in GB18030.
  const gb = Buffer.concat([
    Buffer.from(
      'bf cd bb a7 ba c5 3b d0 d5 c3 fb 3b ca d6 bb fa ba c5 3b bb fa b9 b9 ba c5'.replaceAll(
        ' ',
        '',
      ),
      'hex',
    ),
    Buffer.from('\r\nG1;'),
    Buffer.from('d5c5c8fd', 'hex'),
    Buffer.from(';+86 138 0000 0011;000\r\n'),
  ]);
  expect((await desk.import(gb)).counts.created).toBe(1);
  expect(
    (await desk.import('\ufeff客户号,姓名,手机号,机构号\ng1,张三,13800000011,000\n')).counts,
  ).toMatchObject({
    created: 0,
    unchanged: 1,
  });
  const { items } = await callHttp(desk.app, listCustomers, { query: { q: '张三' } });
  expect(items).toMatchObject([{ name: '张*', phone: '138****0011' }]);
  expect((await customersOf(ctx)).n).toBe(1);
});

test('each batch leaves one entry in the audit trail, with a digest of whom it touched', async () => {
  const { ctx, desk } = await aDesk();
  const rows = Array.from({ length: 40 }, (_, i) => `D${i},000`).join('\n');
  await desk.import(`客户号,机构号\n${rows}\n`);
  const { rows: entries } = await sql<{ after: Record<string, unknown> }>`
    select after from platform.audit_entry
     where org_id = ${ctx.orgId} and action = 'customers.resolved'`.execute(ctx.db);
  expect(entries).toHaveLength(1);
  expect(entries[0]!.after).toMatchObject({ source: 'import', created: 40, changed: 40 });
  expect(entries[0]!.after.digest).toMatch(/^[0-9a-f]{64}$/);
});

test('a bank’s file of what its customers did becomes events once, and only of customers whom the importer manages', async () => {
  const { ctx, desk } = await aDesk();
  await desk.import('客户号,机构号\nT1,000\nT2,000\n');
  const file = [
    '流水号,时间,客户号,类型,金额,消费类别,产品',
    'S1,2026-02-27 10:30:05,T1,消费,-128.50,餐饮',
    'S2,2026-02-28,T1,代发工资,9000,',
    'S3,2026-02-28 11:00:00,T2,转出他行,-300.00,',
    'S4,2026-02-28 11:00:00,T9,消费,-1.00,餐饮',
    'S5,2029-02-28 11:00:00,T2,消费,-1.00,餐饮',
    'S6,2026-02-30,T2,消费,-1.00,餐饮',
    'S7,2026-02-28 12:00:00,T2,猜谜,-1.00,餐饮',
    'S8,2026-03-01 09:00:00,T2,退款,20.00,服饰',
    'S9,2026-03-01 09:10:00,T2,查看产品,,,wealth',
    'S10,2026-03-01 09:20:00,T2,消费,,餐饮',
  ].join('\n');
  const first = await desk.import(file, '流水.csv', 'customers.transaction');
  expect(first.counts).toMatchObject({ rows: 10, created: 5, bad: 5 });
  expect((await desk.reasons(first.id)).map(([row, column]) => [row, column])).toEqual([
    [5, 'bankNo'],
    [6, 'at'],
    [7, 'at'],
    [8, 'movement'],
    [11, 'amount'],
  ]);
  const stored = async () => {
    const { rows } = await sql<{ kind: string; amount: number; at: Date; category: string }>`
      select kind, amount::float8 as amount, at, properties->>'category' as category
        from tracking.event where org_id = ${ctx.orgId} and source = 'bank' order by at`.execute(
      ctx.db,
    );
    return rows;
  };
  expect(await stored()).toEqual([
    {
      kind: 'transaction.made',
      amount: 128.5,
      at: new Date('2026-02-27T02:30:05Z'),
      category: '餐饮',
    },
    { kind: 'salary.arrived', amount: 9000, at: new Date('2026-02-27T16:00:00Z'), category: null },
    {
      kind: 'deposit.changed',
      amount: -300,
      at: new Date('2026-02-28T03:00:00Z'),
      category: null,
    },
    {
      kind: 'transaction.made',
      amount: -20,
      at: new Date('2026-03-01T01:00:00Z'),
      category: '服饰',
    },
    { kind: 'product.viewed', amount: null, at: new Date('2026-03-01T01:10:00Z'), category: null },
  ]);
  const again = await desk.import(file, '流水.csv', 'customers.transaction');
  expect(again.counts).toMatchObject({ created: 0, unchanged: 5 });
  expect(await stored()).toHaveLength(5);

  const outlet = await aUnit(ctx, { kind: 'branch' });
  const branch = await anImportDesk(
    ctx.as({
      permissions: allow('platform.import.run', {
        'customers.customer.import': [outlet.path],
      }),
    }),
  );
  const foreign = await branch.import(
    '流水号,时间,客户号,类型,金额\nS11,2026-02-28,T1,消费,-5\n',
    '流水.csv',
    'customers.transaction',
  );
  expect(foreign.counts).toMatchObject({ created: 0, bad: 1 });
});
