import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemUnusable, type ProductId, productChanged } from '#modules/content/contract.ts';
import { aListedProduct } from '#modules/content/server/fixtures.ts';
import type { CustomerId } from '#modules/customers/contract.ts';
import { attributeRegistry, setAttributes } from '#modules/customers/server/index.ts';
import { callWecom } from '#modules/wecom/server/index.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { on, publish } from '#platform/server/events.ts';
import type { AppModule } from '#platform/server/module.ts';
import { runDueJobs } from '#platform/server/test/test-org.ts';
import { touchesSettled } from '../../contract/events.ts';
import { deliveryDeps, deliveryParts } from '../delivery.ts';
import { explainTouch } from '../explain/explain.service.ts';
import {
  aDeliveryBank,
  aSimulator,
  type DeliveryBank,
  handoversOf,
  ledgerDifferences,
  type SimulatorProcess,
  toFriends,
  touchesOf,
} from '../handover/delivery-bank.fixture.ts';
import { handOverDue } from '../handover/hand-over.service.ts';
import { readResults } from './read.service.ts';
import { recallPlanned } from './recall.service.ts';

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());

const deps = deliveryDeps({
  // What the rules say before something leaves is theirs to prove; here it has left.
  judgeAgain: async () => [],
  ...{ settleMs: 0, leaseMs: 5_000, retryMs: 0, wecom: { call: callWecom, lookAgainMs: 0 } },
});
const FRIENDS = { zhangsan: ['p1', 'p2', 'p3'], lisi: ['p4'] };
const { jobs, subscriptions } = deliveryParts(deps);
const told: string[] = [];
const modules: AppModule[] = [
  { name: 'outreach', jobs, subscriptions },
  {
    name: 'listening',
    subscriptions: [
      on(touchesSettled, 'listening.settled', async (_, { state, touches }) => {
        told.push(...touches.map((t) => `${t.channel} ${state} ${t.reason}`));
      }),
    ],
  },
];
const work = (bank: DeliveryBank) => runDueJobs(bank.ctx, modules);

async function out(channel: 'one_to_one' | 'moments' | 'work_item', friends: object = FRIENDS) {
  const bank = await aDeliveryBank(simulator, FRIENDS);
  const plan = await bank.plan();
  await bank.reserved(plan, toFriends(bank, friends as typeof FRIENDS, { channel }));
  await handOverDue(bank.ctx, deps);
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  told.length = 0;
  return { bank, plan };
}
const said = async (bank: DeliveryBank, plan: string) =>
  (await touchesOf(bank.ctx, plan)).map((t) => `${t.state} ${t.failure ?? ''}`.trim());

/** The bank hears something of somebody from its own systems. */
async function becomes(bank: DeliveryBank, person: string, code: string, value: unknown) {
  const { ctx } = bank;
  await attributeRegistry(ctx);
  const customerId = bank.people.get(person)!.customerId as CustomerId;
  await inTx(asSystem(ctx, ctx.orgId), (tx) =>
    setAttributes(tx, [{ customerId, code, value, source: 'bank_data', at: ctx.now() } as never]),
  );
  await work(bank);
}

test('CR-079 CR-090 a content that may not be said any more is called back from whoever has not confirmed it, to customers and in Moments; what was published stays', async () => {
  const { bank, plan } = await out('one_to_one');
  const moments = await out('moments');
  const [moment] = await moments.bank.moments('zhangsan');
  const momentId = moment!.moment_id;
  await moments.bank.acts({ do: 'staff.publish-moment', userid: 'zhangsan', momentId });
  for (const [{ ctx, itemId }, why] of [
    [bank, 'withdrawn'],
    [moments.bank, 'expired'],
  ] as const)
    await inTx(ctx, (ctx) => publish(ctx, itemUnusable, { itemId, version: 1, why }));
  await work(bank);
  await work(moments.bank);

  expect(await said(bank, plan)).toEqual(Array(4).fill('withdrawn unwanted:CR-079'));
  expect([await bank.tasks('zhangsan'), await bank.tasks('lisi')]).toEqual([[], []]);
  expect((await handoversOf(bank.ctx, plan)).map(({ state }) => state)).toEqual([
    'withdrawn',
    'withdrawn',
  ]);
  expect(told).toContain('one_to_one withdrawn CR-079');
  expect(await said(moments.bank, moments.plan)).toEqual([
    ...Array(3).fill('delivered'),
    'withdrawn unwanted:CR-090',
  ]);
  expect(await moments.bank.moments('lisi')).toEqual([]);
  for (const { ctx } of [bank, moments.bank]) expect(await ledgerDifferences(ctx)).toEqual([]);
});

test('CR-107 CR-027 whoever complains or has died before the colleague has confirmed is not reached: the others are given it anew, a work item is off its list', async () => {
  const { bank, plan } = await out('one_to_one');
  const items = await bank.plan();
  await bank.reserved(items, toFriends(bank, FRIENDS, { channel: 'work_item' }));
  await handOverDue(bank.ctx, deps);
  const [task] = await bank.tasks('zhangsan');
  await becomes(bank, 'p1', 'complaint_open', true);
  expect(await said(bank, plan)).toEqual([
    'withdrawn unwanted:CR-107',
    ...['reserved', 'reserved', 'handed_over'],
  ]);
  expect(await said(bank, items)).toEqual([
    'withdrawn unwanted:CR-107',
    ...Array(3).fill('handed_over'),
  ]);
  expect(told.toSorted()).toEqual(['one_to_one withdrawn CR-107', 'work_item withdrawn CR-107']);
  await handOverDue(bank.ctx, deps);
  await becomes(bank, 'p2', 'deceased', true);
  await handOverDue(bank.ctx, deps);
  const [anew, ...more] = await bank.tasks('zhangsan');
  expect([more, anew!.msgid === task!.msgid]).toEqual([[], false]);
  await bank.acts({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid: anew!.msgid });
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  const got = await Promise.all(['p1', 'p2', 'p3'].map((person) => bank.received(person)));
  expect(got.map((messages) => messages.length)).toEqual([0, 0, 1]);
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
  // The story of the contact says so in the words of the rule.
  const { rows } = await sql<{ touchId: string }>`select touch_id from outreach.touch
    where plan_id = ${plan} and customer_id = ${bank.people.get('p2')!.customerId}`.execute(
    bank.ctx.db,
  );
  const customerId = bank.people.get('p2')!.customerId;
  const system = asSystem(bank.ctx, bank.ctx.orgId);
  const { happened } = await explainTouch(system, customerId, rows[0]!.touchId);
  expect(happened).toContainEqual(
    expect.objectContaining({
      what: 'withdrawn',
      note: expect.stringContaining('受保护客户（CR-027）'),
    }),
  );
});

test('CR-058 a product that is taken off the list is in no task that waits for a confirmation any more', async () => {
  const { bank, plan } = await out('one_to_one');
  const about = async (productId: ProductId) => {
    await inTx(bank.ctx, (ctx) => publish(ctx, productChanged, { productId }));
    await work(bank);
  };
  const productId = await aListedProduct(bank.ctx);
  const other = await aListedProduct(bank.ctx);
  await sql`update outreach.touch set product_id = ${productId} where plan_id = ${plan}`.execute(
    bank.ctx.db,
  );
  await about(productId);
  expect(await said(bank, plan)).toEqual(Array(4).fill('handed_over'));
  await sql`update content.product set state = 'unlisted' where org_id = ${bank.ctx.orgId}`.execute(
    bank.ctx.db,
  );
  await about(other);
  expect(await said(bank, plan)).toEqual(Array(4).fill('handed_over'));
  await about(productId);
  expect(await said(bank, plan)).toEqual(Array(4).fill('withdrawn unwanted:CR-058'));
  expect(await bank.tasks('zhangsan')).toEqual([]);
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
});

test('CR-127 CR-107 a moment that is not published yet is not shown to whoever came onto a list', async () => {
  const { bank, plan } = await out('moments');
  await becomes(bank, 'p1', 'risk_listed', true);
  const [moment] = await bank.moments('zhangsan');
  const momentId = moment!.moment_id;
  await bank.acts({ do: 'staff.publish-moment', userid: 'zhangsan', momentId });
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  expect(await said(bank, plan)).toEqual([
    'failed not-visible',
    ...['delivered', 'delivered', 'handed_over'],
  ]);
  expect([await bank.feed('p1'), await bank.feed('p2')]).toMatchObject([[], [{}]]);
});

test('CR-013 what was chosen for somebody who wants no such thing any more is called back, and is in no task that is given out once more', async () => {
  const { bank, plan } = await out('one_to_one');
  const chosen = { planId: plan, itemKeys: ['a'] };
  const of = (person: string) => bank.people.get(person)!.customerId;
  await inTx(bank.ctx, (ctx) =>
    recallPlanned(ctx, { ...chosen, itemKeys: ['b'], customers: [of('p1')] }, 'CR-013'),
  );
  await work(bank);
  expect(await said(bank, plan)).toEqual(Array(4).fill('handed_over'));
  await inTx(bank.ctx, (ctx) => recallPlanned(ctx, { ...chosen, customers: [of('p1')] }, 'CR-013'));
  // WeCom lost the task before the order was carried out: it is handed over once more.
  await sql`update outreach.touch set state = 'reserved' where plan_id = ${plan}`.execute(
    bank.ctx.db,
  );
  await sql`update outreach.handover set state = 'prepared', task = null, next_at = ${bank.ctx.realNow()}
    where plan_id = ${plan}`.execute(bank.ctx.db);
  await handOverDue(bank.ctx, deps);
  expect(await said(bank, plan)).toEqual([
    'withdrawn unwanted:CR-013',
    ...Array(3).fill('handed_over'),
  ]);
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
});
