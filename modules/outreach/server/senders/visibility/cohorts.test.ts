import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callWecom, callWithoutPace } from '#modules/wecom/server/index.ts';
import { deliveryDeps } from '../../delivery.ts';
import {
  aDeliveryBank,
  aSimulator,
  type DeliveryBank,
  handoversOf,
  ledgerDifferences,
  type SimulatorProcess,
  toFriends,
  touchesOf,
} from '../../handover/delivery-bank.fixture.ts';
import { handOverDue } from '../../handover/hand-over.service.ts';
import { readResults } from '../../results/read.service.ts';

let simulator: SimulatorProcess;
beforeAll(async () => {
  // WeCom takes ten moments a minute: here they come faster, and stay below that.
  callWithoutPace();
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());

const deps = deliveryDeps({
  settleMs: 0,
  judgeAgain: async () => [],
  leaseMs: 60_000,
  retryMs: 0,
  wecom: { call: callWecom, lookAgainMs: 0 },
});
const FRIENDS = { zhangsan: ['p1', 'p2', 'p3', 'p4'] };

const planned = (bank: DeliveryBank, plan: string, itemKey: string, ...persons: string[]) =>
  bank.reserved(plan, toFriends(bank, { zhangsan: persons }, { channel: 'moments', itemKey }));

const isUnderWay = ({ state }: { state: string }) => state === 'prepared' || state === 'calling';

/** What was formed is given to WeCom, and made there. */
async function given(bank: DeliveryBank, plan: string) {
  // The same words are out once at a time, until their answer is there.
  do {
    await handOverDue(bank.ctx, deps);
    await pause(100);
  } while ((await handoversOf(bank.ctx, plan)).some(isUnderWay));
  await bank.pass(2);
  await readResults(bank.ctx, deps);
}

async function publishAll(bank: DeliveryBank): Promise<number> {
  const waiting = await bank.moments('zhangsan');
  for (const { moment_id } of waiting)
    await bank.acts({ do: 'staff.publish-moment', userid: 'zhangsan', momentId: moment_id });
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  return waiting.length;
}

const seen = (bank: DeliveryBank) =>
  Promise.all(FRIENDS.zhangsan.map(async (person) => (await bank.feed(person)).length));

async function marked(): Promise<number> {
  const { totals } = (await simulator.control('GET', '/sim/calls?limit=1')) as {
    totals: Record<string, { calls: number }>;
  };
  return totals['tag.mark']?.calls ?? 0;
}

test('customers of one colleague who are on different days of a plan see the moment of their day, and each is counted once', {
  timeout: 120_000,
}, async () => {
  const bank = await aDeliveryBank(simulator, FRIENDS);
  const plan = await bank.plan();
  await planned(bank, plan, 'd5', 'p1', 'p2');
  await planned(bank, plan, 'd1', 'p3', 'p4');
  await given(bank, plan);
  expect(await publishAll(bank)).toBe(2);
  expect(await seen(bank)).toEqual([1, 1, 1, 1]);

  // The next day they are the same cohorts: nobody is marked again.
  const before = await marked();
  await bank.pass(1440);
  await planned(bank, plan, 'd6', 'p1', 'p2');
  await planned(bank, plan, 'd2', 'p3', 'p4');
  await given(bank, plan);
  expect(await publishAll(bank)).toBe(2);
  expect(await seen(bank)).toEqual([2, 2, 2, 2]);
  expect((await marked()) - before).toBe(0);
  // Who is refused today is taken out of the cohort for today.
  await bank.pass(1440);
  await planned(bank, plan, 'd7', 'p1');
  await given(bank, plan);
  await publishAll(bank);
  expect(await seen(bank)).toEqual([3, 2, 2, 2]);
  const states = (await touchesOf(bank.ctx, plan)).map(({ state }) => state);
  expect(states).toEqual(Array(9).fill('delivered'));
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
});

test('as long as a moment is not published, nobody is put into its cohort or taken out of it for another', {
  timeout: 120_000,
}, async () => {
  const bank = await aDeliveryBank(simulator, FRIENDS);
  const plan = await bank.plan();
  await planned(bank, plan, 'morning', 'p1', 'p2');
  await given(bank, plan);
  await planned(bank, plan, 'evening', 'p1', 'p3');
  await given(bank, plan);
  expect(await publishAll(bank)).toBe(2);
  // p2 keeps the morning's, p3 is not shown it.
  expect(await seen(bank)).toEqual([2, 1, 1, 0]);
  const [morning, evening] = await handoversOf(bank.ctx, plan);
  expect([morning!.state, evening!.state]).toEqual(['done', 'done']);
});

test('a colleague is asked once for what is due within the same hours', {
  timeout: 120_000,
}, async () => {
  const bank = await aDeliveryBank(simulator, FRIENDS);
  const plan = await bank.plan();
  const at = (minutes: number) => new Date(bank.ctx.now().getTime() + minutes * 60_000);
  const everybody = toFriends(bank, FRIENDS, { channel: 'moments' });
  await bank.reserved(
    plan,
    everybody.map((one, i) => ({ ...one, plannedAt: at(i * 20) })),
  );
  expect(await handOverDue(bank.ctx, deps)).toMatchObject({ formed: 0 });
  await bank.pass(61);
  expect(await handOverDue(bank.ctx, deps)).toMatchObject({ formed: 1 });
  const touches = await touchesOf(bank.ctx, plan);
  expect(new Set(touches.map(({ handoverId }) => handoverId)).size).toBe(1);
  expect(touches.map(({ state }) => state)).toEqual(Array(4).fill('handed_over'));
});
