import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aUnit } from '#modules/org/server/fixtures.ts';
import { eventsOf, recordEvents } from '#modules/tracking/server/index.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { allow, callHttp, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import {
  getCustomer,
  listMergeProposals,
  mergeCustomers,
  rejectMergeProposal,
  splitCustomers,
} from '../../contract.ts';
import { aCustomer, someCustomers } from '../fixtures.ts';
import { customerByIdentity } from '../identities/find.service.ts';
import { customersModule } from '../module.ts';

const CORP = '0193a000-0000-7000-8000-000000000001';
const keeper = allow('customers.customer.read', 'customers.unit.read', 'customers.merge.manage');

/** Every row of the customers' tables as it stands, to compare whole states. */
async function everything(ctx: Ctx, ids: readonly number[]) {
  const state: Record<string, unknown> = {};
  for (const table of [
    'customers.identity',
    'customers.relationship',
    'customers.relationship_change',
    'tracking.event',
    'tracking.daily',
  ]) {
    const { rows } = await sql<{ row: unknown }>`
      select to_jsonb(t) as row from ${sql.table(table)} t
       where customer_id = any(${ids}::bigint[]) order by to_jsonb(t)::text`.execute(ctx.db);
    state[table] = rows.map(({ row }) => row);
  }
  const { rows } =
    await sql`select encode(key_hash, 'hex') as k, customer_id from customers.identity_key
    where customer_id = any(${ids}::bigint[]) order by 1`.execute(ctx.db);
  return { ...state, keys: rows };
}

async function befriend(ctx: Ctx, customerId: number, userid: string) {
  await sql`insert into customers.relationship (customer_id, corp_id, userid, org_id, state,
      started_at, source, two_way_count)
    values (${customerId}, ${CORP}, ${userid}, ${ctx.orgId}, 'active', ${ctx.now()}, 'scan', 0)`.execute(
    ctx.db,
  );
  await sql`insert into customers.relationship_change (customer_id, at, corp_id, userid, kind, org_id)
    values (${customerId}, ${ctx.now()}, ${CORP}, ${userid}, 'started', ${ctx.orgId})`.execute(
    ctx.db,
  );
}

async function twoOfOne(ctx: Ctx) {
  const [bank, friend] = await someCustomers(ctx, [
    { identities: [{ kind: 'bank_no', value: 'M1', verified: true }] },
    {
      identities: [
        { kind: 'external_userid', scope: CORP, value: 'wm-m1', verified: true },
        { kind: 'unionid', value: 'un-m1', verified: true },
      ],
    },
  ]);
  await befriend(ctx, bank!, 'li');
  await befriend(ctx, friend!, 'li');
  await befriend(ctx, friend!, 'wang');
  await inTx(ctx, (tx) =>
    recordEvents(
      tx,
      [bank!, friend!, friend!].map((customerId) => ({
        id: newId(),
        customerId,
        kind: 'message.replied',
        at: ctx.now(),
        source: 'test',
      })),
    ),
  );
  return { bank: bank!, friend: friend! };
}

test('two customers become one with everything they have, and a split gives back exactly that', async () => {
  const ctx = testOrg(keeper);
  const { bank, friend } = await twoOfOne(ctx);
  const before = await everything(ctx, [bank, friend]);
  const http = await testHttp(ctx, [customersModule()]);

  const merge = await callHttp(http, mergeCustomers, {
    params: { id: bank },
    body: { mergedId: friend, reason: '柜面核实为同一人' },
  });
  expect(merge).toMatchObject({ mergedId: friend, rule: 'by_hand', confidence: 1, canSplit: true });
  const page = await callHttp(http, getCustomer, { params: { id: bank } });
  expect(page.identities.map(({ kind }) => kind).sort()).toEqual([
    'bank_no',
    'external_userid',
    'unionid',
  ]);
  expect(page.relationships.map(({ userid }) => userid).sort()).toEqual(['li', 'wang']);
  expect(page.merges).toHaveLength(1);
  expect(await eventsOf(ctx, bank, { limit: 10 })).toHaveLength(3);
  expect(await customerByIdentity(ctx, 'unionid', '', 'un-m1')).toBe(bank);
  const gone = await callHttp(http, getCustomer, { params: { id: friend } });
  expect(gone).toMatchObject({ mergedInto: bank, head: { state: 'merged' } });

  const split = await callHttp(http, splitCustomers, {
    params: { id: bank, mergeId: merge.id },
    body: { reason: '客户否认' },
  });
  expect(split.split?.reason).toBe('客户否认');
  expect(await everything(ctx, [bank, friend])).toEqual(before);
  const back = await callHttp(http, getCustomer, { params: { id: friend } });
  expect(back).toMatchObject({ mergedInto: null, head: { state: 'active' } });
});

test('what comes after a merge stays when it is undone, and the later of two merges is undone first', async () => {
  const ctx = testOrg(keeper);
  const [a, b, c] = await someCustomers(ctx, [{}, {}, {}]);
  const http = await testHttp(ctx, [customersModule()]);
  const merge = (into: number, mergedId: number) =>
    callHttp(http, mergeCustomers, { params: { id: into }, body: { mergedId, reason: '同一人' } });
  const first = await merge(a!, b!);
  ctx.advance(1);
  const second = await merge(a!, c!);
  await befriend(ctx, a!, 'zhao');
  const split = (mergeId: string) =>
    callHttp(http, splitCustomers, { params: { id: a!, mergeId }, body: { reason: '误合并' } });
  await expect(split(first.id)).rejects.toMatchObject({ code: 'customers.laterMergeFirst' });
  await split(second.id);
  await split(first.id);
  await expect(split(first.id)).rejects.toMatchObject({ code: 'customers.alreadySplit' });
  const page = await callHttp(http, getCustomer, { params: { id: a! } });
  expect(page.relationships.map(({ userid }) => userid)).toEqual(['zhao']);
  expect(page.identities).toHaveLength(1);
});

test('a proposal that was refused does not come again; a merged one says by which rule', async () => {
  const ctx = testOrg(keeper);
  const phone = { kind: 'phone', value: '13900001111' } as const;
  const proven = { ...phone, verified: true };
  const [a, b, c] = await someCustomers(ctx, [
    { identities: [{ kind: 'bank_no', value: 'P1' }, proven] },
    { identities: [{ kind: 'unionid', value: 'up1' }, phone], name: '别人' },
    { identities: [{ kind: 'unionid', value: 'up2' }, phone], name: '他人' },
  ]);
  const http = await testHttp(ctx, [customersModule()]);
  const open = async () =>
    (await callHttp(http, listMergeProposals)).items.map(({ customer, other }) => [
      customer.id,
      other.id,
    ]);
  expect(await open()).toEqual(
    expect.arrayContaining([
      [a, b],
      [a, c],
    ]),
  );
  await callHttp(http, rejectMergeProposal, {
    body: { customerId: b!, otherId: a!, reason: '不同的人' },
  });
  await aCustomer(ctx, { identities: [{ kind: 'unionid', value: 'up1' }, phone], name: '别人' });
  expect(await open()).toEqual([[a, c]]);
  const merge = await callHttp(http, mergeCustomers, {
    params: { id: a! },
    body: { mergedId: c!, reason: '已核实' },
  });
  expect(merge).toMatchObject({ rule: 'phone_unverified', confidence: expect.closeTo(0.6) });
  expect(await open()).toEqual([]);
});

test('nobody merges customers of a unit that is not theirs', async () => {
  const ctx = testOrg();
  const [mine, other] = [await aUnit(ctx), await aUnit(ctx)];
  const [a, b] = await someCustomers(ctx, [{ unitId: mine.id }, { unitId: other.id }]);
  const branch = ctx.as({
    permissions: allow({
      'customers.customer.read': [mine.path],
      'customers.unit.read': [mine.path],
      'customers.merge.manage': [mine.path],
    }),
  });
  const http = await testHttp(branch, [customersModule()]);
  await expect(
    callHttp(http, mergeCustomers, {
      params: { id: a! },
      body: { mergedId: b!, reason: '同一人' },
    }),
  ).rejects.toMatchObject({ code: 'customers.customerNotFound' });
});

test('two who merge the same customer at once: one does, the other is told', async () => {
  const ctx = testOrg(keeper);
  const [a, b, c] = await someCustomers(ctx, [{}, {}, {}]);
  const http = await testHttp(ctx, [customersModule()]);
  const merge = (into: number) =>
    callHttp(http, mergeCustomers, {
      params: { id: into },
      body: { mergedId: c!, reason: '同一人' },
    });
  const ends = await Promise.allSettled([merge(a!), merge(b!)]);
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
