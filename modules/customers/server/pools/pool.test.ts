import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aStaff, aUnit, signedIn } from '#modules/org/server/fixtures.ts';
import { recordEvents } from '#modules/tracking/server/index.ts';
import { inTx } from '#platform/server/ctx.ts';
import { on } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import { allow, callHttp, runDueJobs, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract.ts';
import { someCustomers } from '../fixtures.ts';
import { setAttributes } from '../index.ts';
import { customersModule } from '../module.ts';
import { sweepPools } from './membership.service.ts';

const CORP = '0193a000-0000-7000-8000-000000000001';
const RULES = { tier: true, aumFrom: 20_000_000, consultation: true, complaint: true };

/** A branch whose customers nobody looks after, an account for them, and people who could. */
async function aBranch() {
  const ctx = testOrg(
    allow('customers.pool.manage', 'customers.customer.read', 'customers.unit.read'),
  );
  const branch = await aUnit(ctx, { kind: 'branch', name: '城东支行' });
  const account = await aStaff(ctx, { unitId: branch.id, name: '城东服务号' });
  const handed: { customerId: number; toStaffId: string; reason: string }[] = [];
  const heard = on(api.poolHandedOver, 'test.pool', async (_, { items }) => {
    handed.push(...items);
  });
  const modules = [customersModule(), { name: 'test', subscriptions: [heard] }];
  for (const module of modules)
    if ('equipment' in module && module.equipment) await inTx(ctx, module.equipment.bring);
  const http = await testHttp(ctx, modules);
  const holds = (customerId: number, yuan: number) =>
    inTx(ctx, (ctx) =>
      setAttributes(ctx, [
        { customerId, code: 'aum', value: yuan * 100, source: 'bank_data', at: ctx.now() },
      ]),
    );
  return {
    ctx,
    branch,
    account,
    handed,
    holds,
    work: () => runDueJobs(ctx, modules, { twice: true }),
    did: (customerId: number, kind: string) =>
      inTx(ctx, (ctx) =>
        recordEvents(ctx, [{ id: newId(), customerId, kind, at: ctx.now(), source: 'test' }]),
      ),
    save: (version = 0, change: { staffId?: string; state?: 'on' | 'paused' } = {}) =>
      callHttp(http, api.savePool, {
        params: { unitId: branch.id },
        body: { staffId: account.id, state: 'on', rules: RULES, version, ...change },
      }),
    pool: async () => (await callHttp(http, api.listPools, {})).items[0]!,
    log: () => callHttp(http, api.listPoolHandovers, { params: { unitId: branch.id }, query: {} }),
    sweep: async () => {
      while ((await sweepPools.run(ctx)) > 0);
    },
    rmOf: async (id: number) =>
      (
        await sql<{ rm: string | null }>`
          select rm_id as rm from customers.customer where customer_id = ${id}`.execute(ctx.db)
      ).rows[0]!.rm,
  };
}

test('R-045 long-tail customers without an RM are served by the pool of their unit; each rule hands them over to a person and ends it', async () => {
  const { ctx, branch, account, handed, holds, work, did, save, pool, log, sweep, rmOf } =
    await aBranch();
  const outlet = await aUnit(ctx, { kind: 'outlet', parentId: branch.id });
  const rms = [
    await signedIn(ctx, ['workbench.own.use'], { unitId: branch.id, name: '王经理' }),
    await signedIn(ctx, ['workbench.own.use'], { unitId: branch.id, name: '赵经理' }),
  ].map((one) => one.staff.id);
  const teller = await aStaff(ctx, { unitId: branch.id, name: '柜员' });
  const unitId = branch.id;
  const [a, b, c, d, rich, unknown, served, known, below] = await someCustomers(ctx, [
    ...Array.from({ length: 6 }, () => ({ unitId })),
    { unitId, rmId: rms[0]! },
    { unitId },
    { unitId: outlet.id },
  ]);
  const tail = [a!, b!, c!, d!, below!];
  for (const id of [...tail, served!, known!]) await holds(id, 12_000);
  await holds(rich!, 800_000);
  // A friend of somebody has somebody, though no RM is entered.
  await sql`insert into customers.relationship (customer_id, corp_id, userid, org_id, staff_id, state,
      started_at, source, two_way_count)
    values (${known}, ${CORP}, 'teller', ${ctx.orgId}, ${teller.id}, 'active', ${ctx.now()}, 'scan', 0),
           (${a}, ${CORP}, 'pool', ${ctx.orgId}, ${account.id}, 'active', ${ctx.now()}, 'scan', 0)`.execute(
    ctx.db,
  );
  await work();

  await save();
  await sweep();
  for (const id of tail) expect(await rmOf(id)).toBe(account.id);
  for (const id of [rich!, unknown!, known!]) expect(await rmOf(id)).toBeNull();
  expect(await rmOf(served!)).toBe(rms[0]);
  expect(await pool()).toMatchObject({ size: 5, friends: 1, filling: false, waiting: 0 });

  ctx.advance(60);
  await did(a!, 'page.viewed');
  await work();
  expect(handed).toEqual([]);
  await did(a!, 'complaint.made');
  await did(b!, 'message.consulted');
  await holds(c!, 60_000);
  await holds(d!, 250_000);
  await work();

  expect(handed.map(({ customerId, reason }) => [customerId, reason]).toSorted()).toEqual(
    [
      [a, 'complaint'],
      [b, 'consultation'],
      [c, 'tier'],
      [d, 'aum'],
    ].toSorted(),
  );
  // Shared out: whoever had one customer already got the fewer of the four.
  const got = (staff: string) => handed.filter((one) => one.toStaffId === staff).length;
  expect(got(rms[0]!) + got(rms[1]!)).toBe(4);
  expect(Math.abs(got(rms[0]!) + 1 - got(rms[1]!))).toBeLessThan(2);
  for (const { customerId, toStaffId } of handed) expect(await rmOf(customerId)).toBe(toStaffId);
  expect(await pool()).toMatchObject({
    size: 1,
    friends: 0,
    handedOver: { complaint: 1, consultation: 1, tier: 1, aum: 1 },
    waiting: 0,
  });
  expect((await log()).items).toHaveLength(4);

  // Nobody is taken back, and nobody is handed over twice.
  await holds(c!, 10_000);
  await did(a!, 'complaint.made');
  await save((await pool()).version);
  await sweep();
  await work();
  expect(handed).toHaveLength(4);
  expect(await rmOf(c!)).not.toBe(account.id);
});

test('R-045 where a unit has nobody, whom a rule hands over waits in sight; a paused pool takes nobody in; its account stays while it serves', async () => {
  const { ctx, branch, account, handed, holds, work, did, save, pool, log, sweep, rmOf } =
    await aBranch();
  const [one, late] = await someCustomers(ctx, [{ unitId: branch.id }, { unitId: branch.id }]);
  await holds(one!, 300);
  await work();
  await save();
  await sweep();
  expect(await rmOf(one!)).toBe(account.id);

  const other = await aStaff(ctx, { unitId: branch.id });
  await expect(save((await pool()).version, { staffId: other.id })).rejects.toMatchObject({
    code: 'customers.poolHasCustomers',
  });
  await save((await pool()).version, { state: 'paused' });
  await holds(late!, 300);
  await work();
  expect(await rmOf(late!)).toBeNull();

  ctx.advance(60);
  await did(one!, 'complaint.made');
  await work();
  expect(handed).toEqual([]);
  expect(await rmOf(one!)).toBeNull();
  expect(await pool()).toMatchObject({ size: 0, waiting: 1 });
  expect((await log()).items).toMatchObject([{ reason: 'complaint', to: null }]);
  await save((await pool()).version);
  await sweep();
  expect(await rmOf(one!)).toBeNull();
  expect(await rmOf(late!)).toBe(account.id);
});
