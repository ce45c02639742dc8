import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aBank, aStaff, aUnit, orgHttp, signedIn } from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { exportDefinitions } from '#platform/server/exports/exports-module.ts';
import { newId } from '#platform/server/ids.ts';
import { allow, callHttp, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import {
  assignCustomers,
  countCustomers,
  createCustomer,
  deleteView,
  getCustomer,
  listCustomers,
  listViews,
  revealCustomer,
  saveView,
  upsertCustomers,
} from '../../contract.ts';
import { aCustomer, someCustomers } from '../fixtures.ts';
import { customersModule } from '../module.ts';
import { customerExport } from './customer.export.ts';
import { selectedCustomers } from './list.service.ts';

const operator = allow(
  'customers.customer.read',
  'customers.unit.read',
  'customers.customer.manage',
  'customers.customer.import',
);
const modules = () => [customersModule()];

test('R-001 an empty bank has an empty list; a long one is walked to its end by cursors, each customer once', async () => {
  const ctx = testOrg(operator);
  await aBank(ctx);
  const http = await testHttp(ctx, modules());
  expect(await callHttp(http, listCustomers)).toEqual({ items: [], next: null });
  expect(await callHttp(http, countCustomers)).toEqual({ count: 0, exact: true });

  const ids = await someCustomers(
    ctx,
    Array.from({ length: 57 }, () => ({})),
  );
  const walk = async (sort: 'newest' | 'oldest') => {
    const seen: number[] = [];
    let cursor: string | undefined;
    for (;;) {
      const page = await callHttp(http, listCustomers, { query: { sort, size: 10, cursor } });
      seen.push(...page.items.map((item) => item.id));
      if (!page.next) return seen;
      cursor = page.next;
    }
  };
  expect(await walk('oldest')).toEqual(ids);
  expect(await walk('newest')).toEqual([...ids].reverse());
  expect(await callHttp(http, countCustomers)).toEqual({ count: 57, exact: true });
});

test('CR-037 lists and pages show names and numbers masked; search finds by part of the name, phone and number', async () => {
  const ctx = testOrg(operator);
  const [zhang] = await someCustomers(ctx, [
    {
      name: '张小明',
      identities: [
        { kind: 'bank_no', value: 'C0012345678', verified: true },
        { kind: 'phone', value: '13812345678', verified: true },
      ],
    },
    { name: '张大明' },
    { name: '王小明' },
  ]);
  const http = await testHttp(ctx, modules());
  const search = async (q: string) => {
    const { items } = await callHttp(http, listCustomers, { query: { q } });
    return items;
  };
  expect(await search('小明')).toHaveLength(2);
  expect(await search('张小明')).toMatchObject([{ id: zhang, name: '张**' }]);
  expect(await search('138 1234 5678')).toMatchObject([{ id: zhang, phone: '138****5678' }]);
  expect(await search('c0012345678')).toMatchObject([{ id: zhang, bankNo: '****5678' }]);
  expect(await search('13812345679')).toEqual([]);
  const page = await callHttp(http, getCustomer, { params: { id: zhang! } });
  expect(JSON.stringify(page)).not.toMatch(/小明|13812345678|C0012345678/);
  const { rows } = await sql<{ row: string }>`
    select c::text || coalesce((select string_agg(i::text, '') from customers.identity i
      where i.customer_id = c.customer_id), '') as row from customers.customer c
     where c.customer_id = ${zhang}`.execute(ctx.db);
  expect(rows[0]!.row).not.toMatch(/小明|13812345678|C0012345678/);
});

test('CR-038 personal data are shown in full only with a reason, and each look is in the audit trail', async () => {
  const ctx = testOrg();
  const unit = await aUnit(ctx);
  const id = await aCustomer(ctx, {
    name: '李小花',
    unitId: unit.id,
    identities: [{ kind: 'phone', value: '13912345678', verified: true }],
  });
  const door = await orgHttp(ctx, [orgModule({ mode: 'demo' }), customersModule()]);
  const looker = await signedIn(ctx, [
    'customers.customer.read',
    'customers.unit.read',
    'customers.customer.reveal',
  ]);
  const reveal = (body: { field: 'name' | 'phone' | 'bank_no'; reason: string }) =>
    callHttp(door, revealCustomer, { params: { id }, body }, looker.headers);
  await expect(reveal({ field: 'phone', reason: '' })).rejects.toMatchObject({ status: 400 });
  expect((await reveal({ field: 'phone', reason: '回访客户' })).values).toEqual(['13912345678']);
  expect((await reveal({ field: 'name', reason: '核对姓名' })).values).toEqual(['李小花']);
  await expect(reveal({ field: 'bank_no', reason: '核对' })).rejects.toMatchObject({
    code: 'customers.fieldEmpty',
  });
  const { rows } = await sql<{ reason: string; after: unknown; actor_id: string }>`
    select reason, after, actor_id from platform.audit_entry
     where org_id = ${ctx.orgId} and action = 'org.personal-data-revealed' and subject_id = ${String(id)}
     order by seq`.execute(ctx.db);
  expect(rows).toMatchObject([
    { reason: '回访客户', after: { field: 'phone' } },
    { reason: '核对姓名', after: { field: 'name' } },
  ]);
  const other = await signedIn(ctx, { 'customers.customer.reveal': [(await aUnit(ctx)).id] });
  await expect(
    callHttp(
      door,
      revealCustomer,
      { params: { id }, body: { field: 'phone', reason: '好奇看看' } },
      other.headers,
    ),
  ).rejects.toMatchObject({ code: 'customers.customerNotFound' });
});

test('filters by unit, manager, pool, friends and source; a view keeps them, but never a search text', async () => {
  const ctx = testOrg(operator);
  const unit = await aUnit(ctx);
  const rm = await aStaff(ctx, { unitId: unit.id });
  const [a, b, c] = await someCustomers(ctx, [
    { unitId: unit.id, rmId: rm.id },
    { unitId: unit.id },
    {},
  ]);
  const http = await testHttp(ctx, modules());
  const found = async (query: object) =>
    (await callHttp(http, listCustomers, { query: { sort: 'oldest', ...query } })).items.map(
      (i) => i.id,
    );
  expect(await found({ under: unit.id })).toEqual([a, b]);
  expect(await found({ rm: rm.id })).toEqual([a]);
  expect(await found({ rm: 'none' })).toEqual([b, c]);
  expect(await found({ rm: 'me' })).toEqual([]);
  expect(await found({ friends: 'yes' })).toEqual([]);
  expect(await found({ friends: 'no', source: 'import' })).toEqual([a, b, c]);
  expect(await found({ ids: `${c},${a}` })).toEqual([a, c]);
  expect(await callHttp(http, countCustomers, { query: { under: unit.id } })).toEqual({
    count: 2,
    exact: true,
  });

  const view = await callHttp(http, saveView, {
    body: { name: '公共池', shared: true, query: { rm: 'none', q: '13800000000' } as never },
  });
  expect(view.query).toEqual({ rm: 'none' });
  const mate = await testHttp(ctx.as({ permissions: operator }), modules());
  const seen = (await callHttp(mate, listViews)).items;
  expect(seen).toMatchObject([{ name: '公共池', mine: false }]);
  await expect(callHttp(mate, deleteView, { params: { id: view.id } })).rejects.toMatchObject({
    status: 404,
  });
  expect(await callHttp(http, deleteView, { params: { id: view.id } })).toEqual({ deleted: true });
});

test('customers without a manager are the pool; whoever is given one leaves it, and back', async () => {
  const ctx = testOrg(operator);
  const rm = await aStaff(ctx);
  const [a, b] = await someCustomers(ctx, [{}, {}]);
  const http = await testHttp(ctx, modules());
  const pool = async () =>
    (await callHttp(http, listCustomers, { query: { rm: 'none', sort: 'oldest' } })).items.map(
      (i) => i.id,
    );
  expect(await pool()).toEqual([a, b]);
  const assign = (rmId: string | null) =>
    callHttp(http, assignCustomers, { body: { ids: [a!], rmId, reason: '资产达标' } });
  expect(await assign(rm.id)).toEqual({ assigned: 1 });
  expect(await assign(rm.id)).toEqual({ assigned: 0 });
  expect(await pool()).toEqual([b]);
  await assign(null);
  expect(await pool()).toEqual([a, b]);
  await expect(assign(newId())).rejects.toMatchObject({ code: 'customers.staffUnknown' });
});

test('bulk work is done to what the caller sees and may do it to, batch by batch', async () => {
  const ctx = testOrg();
  const [mine, other] = [await aUnit(ctx), await aUnit(ctx)];
  const ids = await someCustomers(ctx, [
    ...Array.from({ length: 7 }, () => ({ unitId: mine.id })),
    { unitId: other.id },
  ]);
  const branch = ctx.as({
    permissions: allow({
      'customers.customer.read': [mine.path],
      'customers.unit.read': [mine.path],
      'customers.customer.export': [mine.path],
    }),
  });
  const all = async (selection: Parameters<typeof selectedCustomers>[1], permission?: string) => {
    const batches: number[][] = [];
    for await (const batch of selectedCustomers(branch, selection, {
      size: 3,
      ...(permission ? { permission } : {}),
    }))
      batches.push(batch);
    return batches;
  };
  expect((await all({ filter: {} })).map((batch) => batch.length)).toEqual([3, 3, 1]);
  expect((await all({ ids })).flat()).toEqual(ids.slice(0, 7));
  expect(await all({ ids }, 'customers.merge.manage')).toEqual([]);
});

test('records by the API: right ones go in, wrong ones say why, the same again changes nothing', async () => {
  const ctx = testOrg(operator);
  await aBank(ctx);
  const http = await testHttp(ctx, modules());
  const record = (value: string, more: object = {}) => ({
    identities: [{ kind: 'bank_no' as const, value, verified: true }],
    unitCode: '000',
    ...more,
  });
  const records = [
    record('K1', { name: '钱一' }),
    record('K2', { unitCode: 'X' }),
    record('K3', { rmNumber: 'NOBODY' }),
  ];
  const first = await callHttp(http, upsertCustomers, { body: { records } });
  expect(first.results).toMatchObject([
    { outcome: 'created', problem: null },
    { outcome: 'refused', customerId: null, problem: 'customers.unitUnknown' },
    { outcome: 'refused', problem: 'customers.staffUnknown' },
  ]);
  const again = await callHttp(http, upsertCustomers, { body: { records: [records[0]!] } });
  expect(again.results).toEqual([{ ...first.results[0], outcome: 'known' }]);
});

test('somebody new by phone; the one whom the bank knows already; nobody of another unit', async () => {
  const ctx = testOrg();
  const [mine, other] = [await aUnit(ctx), await aUnit(ctx)];
  const branch = ctx.as({
    permissions: allow({
      'customers.customer.read': [mine.path],
      'customers.unit.read': [mine.path],
      'customers.customer.manage': [mine.path],
    }),
  });
  const http = await testHttp(branch, modules());
  const create = (body: object) => callHttp(http, createCustomer, { body: body as never });
  const one = await create({ name: '孙七', bankNo: 'Z1', phone: '13700000001', unitId: mine.id });
  expect(one).toMatchObject({ created: true, head: { name: '孙*', phone: '137****0001' } });
  expect(await create({ bankNo: 'z1', unitId: mine.id })).toMatchObject({
    id: one.id,
    created: false,
  });
  await expect(create({ bankNo: 'Z2', unitId: other.id })).rejects.toMatchObject({
    code: 'customers.unitUnknown',
  });
  await expect(create({ name: '无号', unitId: mine.id })).rejects.toMatchObject({ status: 400 });
  await aCustomer(ctx, {
    unitId: other.id,
    identities: [{ kind: 'bank_no', value: 'Z9', verified: true }],
  });
  await expect(create({ bankNo: 'Z9', unitId: mine.id })).rejects.toMatchObject({
    code: 'customers.customerElsewhere',
  });
});

test('the export gives what the filter finds, to be masked by the file', async () => {
  const ctx = testOrg(
    allow('customers.customer.read', 'customers.unit.read', 'customers.customer.export'),
  );
  await someCustomers(ctx, [{ name: '吴九' }, { name: '郑十' }]);
  expect(
    exportDefinitions([customerExport])
      .get('customers.customer')!
      .columns.filter((c) => c.mask)
      .map((c) => c.key),
  ).toEqual(['name', 'phone', 'bankNo']);
  const lines: unknown[] = [];
  for await (const batch of customerExport.rows(ctx, { q: '郑十' })) lines.push(...batch);
  expect(lines).toMatchObject([{ name: '郑十', unit: '总行' }]);
});
