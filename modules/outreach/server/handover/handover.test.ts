import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as customersApi from '#modules/customers/contract.ts';
import { attributeRegistry, setAttributes } from '#modules/customers/server/index.ts';
import { customersModule } from '#modules/customers/server/module.ts';
import { deactivateStaff } from '#modules/org/contract.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { callWecom } from '#modules/wecom/server/index.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { allow, callHttp, runDueJobs, testHttp } from '#platform/server/test/test-org.ts';
import { getCustomer } from '#protocol/wecom/endpoints/customers.ts';
import { deleteTags } from '#protocol/wecom/endpoints/tags.ts';
import { readySettings } from '../../contract/setting.ts';
import { closeDue, hoursChanged } from '../closing/closing.service.ts';
import { aRuleVersion, local } from '../decide/deciding.fixture.ts';
import { deliveryDeps, deliveryParts } from '../delivery.ts';
import { explainTouch } from '../explain/explain.service.ts';
import { setPlanState } from '../plans/plan.service.ts';
import { orderCallOff } from '../results/call-off.service.ts';
import { readResults } from '../results/read.service.ts';
import { changeSettings } from '../settings/setting.service.ts';
import {
  aDeliveryBank,
  aSimulator,
  type DeliveryBank,
  handoversOf,
  ledgerDifferences,
  type SimulatorProcess,
  toFriends,
  touchesOf,
} from './delivery-bank.fixture.ts';
import { handOverDue } from './hand-over.service.ts';

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());

const deps = deliveryDeps({
  settleMs: 0,
  // What the rules say is theirs to prove; here everything passes them.
  judgeAgain: async () => [],
  leaseMs: 5_000,
  retryMs: 0,
  wecom: { call: callWecom, lookAgainMs: 0 },
});
const FRIENDS = { zhangsan: ['p1', 'p2', 'p3'], lisi: ['p4', 'p5'] };

const states = async (bank: DeliveryBank, plan: string) =>
  (await touchesOf(bank.ctx, plan)).map((t) => t.state);
const calls = async (endpoint: string): Promise<number> => {
  const { totals } = await simulator.control('GET', '/sim/calls?limit=1');
  return (totals as Record<string, { calls: number }>)[endpoint]?.calls ?? 0;
};
const all = (state: string) => Array(5).fill(state);

/** A plan whose touches have been handed over. */
async function handedOver(given: { content?: object; channel?: string } = {}) {
  const { content = {}, channel = 'one_to_one' } = given;
  const bank = await aDeliveryBank(simulator, FRIENDS, content);
  const plan = await bank.plan();
  await bank.reserved(plan, toFriends(bank, FRIENDS, { channel: channel as 'one_to_one' }));
  return { bank, plan, tally: await handOverDue(bank.ctx, deps) };
}

test('CR-099 touches become one task for each colleague; nothing reaches anybody before they confirm', async () => {
  const { bank, plan, tally } = await handedOver();
  expect(tally).toMatchObject({ formed: 2, called: 2 });
  expect(await states(bank, plan)).toEqual(all('handed_over'));
  const [task, ...more] = await bank.tasks('zhangsan');
  expect(more).toEqual([]);
  expect(task!.content.text?.content).toContain('您好，开学前先写预算再逛街');
  expect(await bank.received('p1')).toEqual([]);

  await bank.acts({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid: task!.msgid });
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  expect(await states(bank, plan)).toEqual([
    ...Array(3).fill('delivered'),
    ...Array(2).fill('handed_over'),
  ]);
  expect(await bank.received('p1')).toHaveLength(1);
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
});

test('CR-154 a message with a link reminds the elderly of fraud once a week, in a task of their own, and the story of the contact says so', async () => {
  const bank = await aDeliveryBank(
    simulator,
    { zhangsan: ['p1', 'p2'] },
    { text: '您好，开学清单见 https://example.cn/list 。不想收到，回复“退订”。' },
  );
  const { ctx } = bank;
  const [young, elderly] = ['p1', 'p2'].map((person) => bank.people.get(person)!.customerId);
  await attributeRegistry(ctx);
  const born = (customerId: number | undefined, value: string) => ({
    ...{ customerId: customerId as customersApi.CustomerId, code: 'birth_date', value },
    ...{ source: 'bank_data' as const, at: ctx.now() },
  });
  await inTx(asSystem(ctx, ctx.orgId), (tx) =>
    setAttributes(tx, [born(young, '1990-01-01'), born(elderly, '1955-01-01')]),
  );
  const sent = async () => {
    const plan = await bank.plan();
    await bank.reserved(plan, toFriends(bank, { zhangsan: ['p1', 'p2'] }));
    await handOverDue(ctx, deps);
    const texts = (await bank.tasks('zhangsan')).map(({ content }) => content.text!.content);
    for (const { msgid } of await bank.tasks('zhangsan'))
      await bank.acts({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid });
    await bank.pass(2);
    await readResults(ctx, deps);
    expect(await states(bank, plan)).toEqual(['delivered', 'delivered']);
    return texts.map((text) => text.includes('防骗提醒')).sort();
  };
  expect(await sent()).toEqual([false, true]);
  const told = JSON.stringify([await bank.received('p1'), await bank.received('p2')]);
  expect(told.split('防骗提醒')).toHaveLength(2);
  expect(JSON.stringify(await bank.received('p2'))).toContain('96110');
  const { rows } = await sql<{ touchId: string }>`
    select touch_id from outreach.touch where customer_id = ${elderly}`.execute(ctx.db);
  const { happened } = await explainTouch(asSystem(ctx, ctx.orgId), elderly!, rows[0]!.touchId);
  expect(happened).toContainEqual(
    expect.objectContaining({ what: 'reminded', note: expect.stringContaining('96110') }),
  );
  // Within the week nobody is reminded again, and both are in one task; a week later it comes again.
  await bank.pass(3 * 24 * 60);
  expect(await sent()).toEqual([false]);
  await bank.pass(4 * 24 * 60);
  expect(await sent()).toEqual([false, true]);
});

test('who is no friend any more, and whom the platform’s cap stops, fails with the reason and is counted back', async () => {
  const bank = await aDeliveryBank(simulator, FRIENDS);
  const plan = await bank.plan();
  await bank.reserved(plan, toFriends(bank, FRIENDS));
  await bank.acts(
    ...Array.from({ length: 31 }, () => ({
      do: 'staff.own-mass',
      userid: 'zhangsan',
      persons: ['p2'],
      text: '自己发的',
    })),
  );
  await handOverDue(bank.ctx, deps);
  await bank.acts({ do: 'customer.delete-staff', person: 'p1', userid: 'zhangsan' });
  for (const { msgid } of await bank.tasks('zhangsan'))
    await bank.acts({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid });
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  const of = (person: string) => bank.people.get(person)!.customerId;
  const touches = await touchesOf(bank.ctx, plan);
  expect(touches.filter((t) => t.state !== 'handed_over')).toMatchObject([
    { customerId: of('p1'), state: 'failed', failure: 'no-friend' },
    { customerId: of('p2'), state: 'failed', failure: 'platform-cap' },
    { customerId: of('p3'), state: 'delivered', failure: null },
  ]);
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
});

test('a plan that is stopped is called off at WeCom before its touches are given back', async () => {
  const { bank, plan } = await handedOver();
  await inTx(bank.ctx, (ctx) => setPlanState(ctx, plan, 'ended', ['停', 'stop']));
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  expect(await states(bank, plan)).toEqual(all('withdrawn'));
  expect(await bank.tasks('zhangsan')).toEqual([]);
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
});

test('CR-006 CR-093 who opts out before the colleague has confirmed is not reached: the task is called off and given out anew for the others', async () => {
  const { bank, plan } = await handedOver();
  const of = (person: string) => bank.people.get(person)!.customerId;
  const [task] = await bank.tasks('zhangsan');
  await inTx(bank.ctx, async (ctx) => {
    await sql`insert into customers.consent (customer_id, purpose, channel, org_id, state, text_version, evidence, at)
      values (${of('p1')}, 'marketing', 'one_to_one', ${ctx.orgId}, 'withdrawn', 1, '{}', ${ctx.now()})
      on conflict (customer_id, purpose, channel) do update set state = 'withdrawn'`.execute(
      ctx.db,
    );
    await orderCallOff(ctx, [of('p1')]);
  });
  const { jobs } = deliveryParts(deps);
  await runDueJobs(bank.ctx, [{ name: 'outreach', jobs }]);
  const after = (await touchesOf(bank.ctx, plan)).map((t) =>
    `${t.state} ${t.failure ?? ''}`.trim(),
  );
  expect(after).toEqual([
    'withdrawn opted-out',
    ...Array(2).fill('reserved'),
    ...Array(2).fill('handed_over'),
  ]);
  expect(await bank.tasks('zhangsan')).toEqual([]);
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);

  await handOverDue(bank.ctx, deps);
  const [anew, ...more] = await bank.tasks('zhangsan');
  expect(more).toEqual([]);
  expect(anew!.msgid).not.toBe(task!.msgid);
  await bank.acts({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid: anew!.msgid });
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  expect([await bank.received('p1'), await bank.received('p2')]).toMatchObject([[], [{}]]);
  expect((await states(bank, plan)).filter((state) => state === 'delivered')).toHaveLength(2);

  // Lisi has confirmed already when p4 says no: what went out went out, and nobody gets it twice.
  const [other] = await bank.tasks('lisi');
  await bank.acts({ do: 'staff.confirm-mass', userid: 'lisi', msgid: other!.msgid });
  await sql`insert into customers.consent (customer_id, purpose, channel, org_id, state, text_version, evidence, at)
    values (${of('p4')}, 'marketing', 'one_to_one', ${bank.ctx.orgId}, 'withdrawn', 1, '{}', ${bank.ctx.now()})
    on conflict (customer_id, purpose, channel) do update set state = 'withdrawn'`.execute(
    bank.ctx.db,
  );
  await inTx(bank.ctx, (ctx) => orderCallOff(ctx, [of('p4')]));
  await runDueJobs(bank.ctx, [{ name: 'outreach', jobs }]);
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  await handOverDue(bank.ctx, deps);
  expect(await bank.received('p4')).toHaveLength(1);
  expect((await states(bank, plan)).filter((state) => state === 'delivered')).toHaveLength(4);
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
});

test('CR-096 what a colleague confirms a day later counts on the day on which it arrived', async () => {
  const { bank, plan } = await handedOver();
  const counted = async () => {
    const { rows } = await sql<{ said: string }>`
      select distinct state || ' ' || counted_on as said from outreach.touch
       where plan_id = ${plan} order by 1`.execute(bank.ctx.db);
    return rows.map(({ said }) => said);
  };
  const [before] = await counted();
  const [task] = await bank.tasks('zhangsan');
  await bank.pass(24 * 60);
  await bank.acts({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid: task!.msgid });
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  const day = before!.replace('handed_over ', '');
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  expect(await counted()).toEqual([`delivered ${next}`, before]);
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
});

test('CR-108 when all marketing is stopped, what nobody has confirmed does not go out', async () => {
  const { bank, plan } = await handedOver();
  const stopped = { ...readySettings, stopped: { on: true, reason: '舆情' } };
  await changeSettings(bank.ctx, { ...stopped, version: 0, reason: '舆情' });
  await runDueJobs(bank.ctx, [{ name: 'outreach', jobs: deliveryParts(deps).jobs }]);
  expect(await states(bank, plan)).toEqual(all('reserved'));
  expect([await bank.tasks('zhangsan'), await bank.tasks('lisi')]).toEqual([[], []]);
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
});

/** Somebody born so long ago that only the hours of the elderly are theirs. */
async function grewOld(bank: DeliveryBank, person: string) {
  await attributeRegistry(bank.ctx);
  await sql`insert into customers.attribute_value (customer_id, attribute_id, org_id, day, source, rank, at,
      changed_at)
    select ${bank.people.get(person)!.customerId}, attribute_id, org_id, '1950-05-01', 'bank_data', 1,
           ${bank.ctx.now()}, ${bank.ctx.now()}
      from customers.attribute where org_id = ${bank.ctx.orgId} and code = 'birth_date'`.execute(
    bank.ctx.db,
  );
}
/** To an hour of the day on which the test began, which was nine o’clock. */
const stands = (bank: DeliveryBank, hour: number, minute = 0) =>
  bank.pass(
    (Date.parse('2026-03-02T00:00:00+08:00') - bank.ctx.now().getTime()) / 60_000 +
      hour * 60 +
      minute,
  );

test('CR-094 CR-095 nothing waits for a confirmation at hours in which its customers are not reached: it is called off before and given out anew after', async () => {
  const bank = await aDeliveryBank(simulator, FRIENDS);
  const { ctx } = bank;
  await grewOld(bank, 'p1');
  const plan = await bank.plan();
  await bank.reserved(plan, toFriends(bank, FRIENDS));
  await handOverDue(ctx, deps);
  const waits = async () => [
    (await bank.tasks('zhangsan')).length,
    (await bank.tasks('lisi')).length,
  ];
  const hour = async (hour: number, minute = 0) => {
    await stands(bank, hour, minute);
    await closeDue(ctx, deps);
    await handOverDue(ctx, deps);
  };
  await hour(10, 54);
  expect(await waits()).toEqual([1, 1]);
  const [mixed] = await bank.tasks('zhangsan');

  // p1 is seventy-five, and with the hours of the elderly the task for all three ends.
  await hour(10, 55);
  expect(await waits()).toEqual([1, 1]);
  const [younger] = await bank.tasks('zhangsan');
  expect(younger!.msgid).not.toBe(mixed!.msgid);
  await bank.acts({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid: younger!.msgid });
  await bank.pass(2);
  await readResults(ctx, deps);
  const received = async () =>
    Promise.all(['p1', 'p2', 'p4'].map(async (p) => (await bank.received(p)).length));
  expect(await received()).toEqual([0, 1, 0]);

  await hour(13, 59);
  expect(await waits()).toEqual([0, 1]);
  await hour(14);
  expect(await waits()).toEqual([1, 1]);
  await hour(16, 55);
  expect(await waits()).toEqual([0, 1]);
  // Nobody is asked anew in the evening, and at night there is nothing that could be confirmed.
  await hour(20);
  expect(await waits()).toEqual([0, 1]);
  await hour(21, 55);
  expect(await waits()).toEqual([0, 0]);
  expect(await states(bank, plan)).toEqual([
    'reserved',
    ...Array(2).fill('delivered'),
    ...Array(2).fill('reserved'),
  ]);
  expect(await ledgerDifferences(ctx)).toEqual([]);
  await hour(24 + 8);
  expect(await waits()).toEqual([0, 1]);
  await hour(24 + 9);
  expect(await waits()).toEqual([1, 1]);
  const [anew] = await bank.tasks('lisi');
  await bank.acts({ do: 'staff.confirm-mass', userid: 'lisi', msgid: anew!.msgid });
  await bank.pass(2);
  await readResults(ctx, deps);
  expect(await received()).toEqual([0, 1, 1]);

  // Three days after it was given out for the first time it has come often enough.
  for (const day of [1, 2, 3])
    for (const [h, m] of [
      [10, 55],
      [14, 0],
      [16, 55],
      [33, 0],
    ] as const)
      await hour(day * 24 + h, m);
  expect((await touchesOf(ctx, plan))[0]).toMatchObject({
    state: 'expired',
    failure: 'not-confirmed',
  });
  expect((await handoversOf(ctx, plan)).at(-1)).toMatchObject({ state: 'expired' });
  expect(await waits()).toEqual([0, 0]);
  expect(await ledgerDifferences(ctx)).toEqual([]);
});

test('CR-094 CR-108 what is confirmed in the very last moment stays, what is due then waits for the morning, service messages keep no hours, and other hours hold for what is out', async () => {
  const bank = await aDeliveryBank(simulator, FRIENDS);
  const { ctx } = bank;
  const plan = await bank.plan();
  const service = await bank.plan({ class: 'service', purpose: 'service' });
  await stands(bank, 21, 40);
  await bank.reserved(plan, toFriends(bank, { zhangsan: ['p1'] }));
  await handOverDue(ctx, deps);
  const [task] = await bank.tasks('zhangsan');
  await stands(bank, 21, 50);
  await bank.reserved(plan, toFriends(bank, { lisi: ['p4'] }));
  await bank.reserved(service, toFriends(bank, { lisi: ['p5'] }));
  await handOverDue(ctx, deps);
  expect(await states(bank, service)).toEqual(['handed_over']);
  expect(await states(bank, plan)).toEqual(['handed_over', 'reserved']);
  await bank.acts({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid: task!.msgid });
  await stands(bank, 21, 55);
  await closeDue(ctx, deps);
  await bank.pass(2);
  await readResults(ctx, deps);
  expect(await states(bank, plan)).toEqual(['delivered', 'reserved']);
  expect(await bank.tasks('lisi')).toHaveLength(1);
  await stands(bank, 24 + 8);
  await handOverDue(ctx, deps);
  expect(await states(bank, plan)).toEqual(['delivered', 'handed_over']);

  // Other hours, or a day without marketing, hold for what is out as well.
  const again = async () => {
    const { rows } = await sql<{ dueAt: Date }>`select due_at from outreach.touch
      where plan_id = ${plan} and state = 'reserved'`.execute(ctx.db);
    return rows.map(({ dueAt }) => local(dueAt));
  };
  await stands(bank, 24 + 9);
  const parameters = { quiet: [['21:00', '08:30']] };
  await aRuleVersion(ctx, 'CR-094', { version: 2, parameters });
  const effectiveFrom = ctx.now().toISOString();
  await inTx(ctx, (ctx) => hoursChanged(ctx, { rule: 'CR-094', effectiveFrom }));
  await closeDue(ctx, deps);
  expect(await again()).toEqual([]);
  await stands(bank, 24 + 20, 55);
  await closeDue(ctx, deps);
  expect(await again()).toEqual(['2026-03-04 08:30']);
  await stands(bank, 48 + 9);
  await handOverDue(ctx, deps);
  expect(await again()).toEqual([]);
  const stopDays = [{ day: '2026-03-04', reason: '哀悼日' }];
  await changeSettings(ctx, { ...readySettings, stopDays, version: 0, reason: '哀悼日' });
  await closeDue(ctx, deps);
  expect(await again()).toEqual(['2026-03-05 08:30']);
  expect(await ledgerDifferences(ctx)).toEqual([]);
});

test('CR-108 CR-094 a moment is called off for whoever has not published it: by the stop switch, and when the hours end; what was published stays', async () => {
  const out = async () => {
    const given = await handedOver({ channel: 'moments' });
    await given.bank.pass(2);
    await readResults(given.bank.ctx, deps);
    const [moment] = await given.bank.moments('zhangsan');
    const momentId = moment!.moment_id;
    const publish = (userid: string) =>
      given.bank.acts({ do: 'staff.publish-moment', userid, momentId });
    await publish('zhangsan');
    return { ...given, publish };
  };
  const over = [...Array(3).fill('delivered'), ...Array(2).fill('reserved')];
  const stopped = await out();
  const { ctx } = stopped.bank;
  await changeSettings(ctx, {
    ...{ ...readySettings, stopped: { on: true, reason: '舆情' } },
    ...{ version: 0, reason: '舆情' },
  });
  const evening = await out();
  await runDueJobs(ctx, [{ name: 'outreach', jobs: deliveryParts(deps).jobs }]);
  await stands(evening.bank, 21, 55);
  await closeDue(evening.bank.ctx, deps);
  for (const [{ bank, plan, publish }, failure] of [
    [stopped, 'called-off-rest'],
    [evening, 'hours-over-rest'],
  ] as const) {
    expect(await states(bank, plan)).toEqual(over);
    expect(await handoversOf(bank.ctx, plan)).toMatchObject([{ state: 'done', failure }]);
    expect(await bank.moments('lisi')).toEqual([]);
    expect(await publish('lisi')).toMatchObject([{ ok: false }]);
    expect([await bank.feed('p1'), await bank.feed('p4')]).toMatchObject([[{}], []]);
    expect(await ledgerDifferences(bank.ctx)).toEqual([]);
  }
  // In the morning those who have not published are asked anew.
  const { rows } = await sql<{ dueAt: Date }>`select distinct due_at from outreach.touch
    where plan_id = ${evening.plan} and state = 'reserved'`.execute(evening.bank.ctx.db);
  expect(rows).toEqual([{ dueAt: new Date('2026-03-03T08:00:00+08:00') }]);
});

test('CR-100 whoever does not confirm is reminded, at most three times in 24 hours; after three days it expires', async () => {
  const { bank, plan } = await handedOver();
  const reminded = async () =>
    (await bank.tasks('zhangsan')).map((task) => task.reminders)[0] ?? null;
  const hour = async () => {
    await bank.pass(60);
    await readResults(bank.ctx, deps);
  };
  for (let i = 0; i < 24; i++) await hour();
  const first = await reminded();
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThanOrEqual(3);
  expect(await states(bank, plan)).toEqual(all('handed_over'));
  for (let i = 0; i < 49; i++) await hour();
  expect(await states(bank, plan)).toEqual(all('expired'));
  // Called off: nobody can send it now.
  expect(await bank.tasks('zhangsan')).toEqual([]);
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
});

const article = {
  body: {
    carrier: {
      format: 'h5' as const,
      title: '预算表',
      summary: '三笔开销',
      url: 'https://bank.example/budget',
    },
  },
};

for (const [name, content] of [
  ['with a tracked address', article],
  ['of words alone', {}],
] as const)
  test(`a call whose answer was lost is found at WeCom and not made again: messages ${name}`, async () => {
    await simulator.control('POST', '/sim/faults', {
      endpoint: 'mass-message.add',
      kind: 'lost-reply',
      times: 2,
    });
    const { bank, plan, tally } = await handedOver({ content });
    expect(tally).toMatchObject({ formed: 2 });
    await handOverDue(bank.ctx, deps);
    const found = { state: 'sent', calls: 1 };
    expect(await handoversOf(bank.ctx, plan)).toMatchObject([found, found]);
    for (const userid of ['zhangsan', 'lisi']) {
      const tasks = await bank.tasks(userid);
      expect(tasks).toHaveLength(1);
      await bank.acts({ do: 'staff.confirm-mass', userid, msgid: tasks[0]!.msgid });
    }
    await bank.pass(2);
    await readResults(bank.ctx, deps);
    expect(await states(bank, plan)).toEqual(all('delivered'));
  });

test('a call that never arrived is made again once it is sure that it did not', async () => {
  await simulator.control('POST', '/sim/faults', {
    endpoint: 'mass-message.add',
    kind: 'reset',
    times: 2,
  });
  const { bank, plan } = await handedOver();
  await handOverDue(bank.ctx, deps);
  const again = { state: 'sent', calls: 2 };
  expect(await handoversOf(bank.ctx, plan)).toMatchObject([again, again]);
  expect(await bank.tasks('zhangsan')).toHaveLength(1);
  expect(await bank.tasks('lisi')).toHaveLength(1);
});

test('a moment is one task for all colleagues, seen by the plan’s customers and nobody else', async () => {
  const everybody = { zhangsan: ['p1', 'p2', 'p3', 'held'], lisi: ['p4', 'p5'] };
  const bank = await aDeliveryBank(simulator, everybody);
  const plan = await bank.plan();
  await bank.reserved(plan, toFriends(bank, FRIENDS, { channel: 'moments' }));
  expect(await handOverDue(bank.ctx, deps)).toMatchObject({ formed: 1, called: 1 });
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  const [moment] = await bank.moments('zhangsan');
  await bank.acts({ do: 'staff.publish-moment', userid: 'zhangsan', momentId: moment!.moment_id });
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  expect(await states(bank, plan)).toEqual([
    ...Array(3).fill('delivered'),
    ...Array(2).fill('handed_over'),
  ]);
  expect(await bank.feed('p1')).toHaveLength(1);
  // Neither who is held out nor the friends of a colleague who has not published.
  expect(await bank.feed('held')).toEqual([]);
  expect(await bank.feed('p4')).toEqual([]);
  await bank.pass(3 * 1440);
  await readResults(bank.ctx, deps);
  expect((await states(bank, plan)).slice(3)).toEqual(['expired', 'expired']);
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
});

test('a moment whose answer was lost is found again', async () => {
  await simulator.control('POST', '/sim/faults', { endpoint: 'moment.add', kind: 'lost-reply' });
  const { bank, plan } = await handedOver({ channel: 'moments' });
  // Not before the job that makes it must be over: until then it stands in no list.
  await handOverDue(bank.ctx, deps);
  expect(await bank.moments('zhangsan')).toEqual([]);
  await bank.pass(15);
  await handOverDue(bank.ctx, deps);
  expect(await handoversOf(bank.ctx, plan)).toMatchObject([{ state: 'sent', calls: 1 }]);
  expect(await bank.moments('zhangsan')).toHaveLength(1);
});

test('a moment whose job WeCom has forgotten is looked for: what was made goes on, what is not there ends at once and is counted back', async () => {
  const made = await handedOver({ channel: 'moments' });
  const gone = await handedOver({ channel: 'moments' });
  const adds = await calls('moment.add');
  // WeCom keeps a job for a day, and nobody has asked.
  for (const { bank } of [made, gone]) await bank.pass(25 * 60);
  const [lost] = await gone.bank.moments('zhangsan');
  await gone.bank.acts({ do: 'admin.delete-moment', momentId: lost!.moment_id });
  for (const { bank } of [made, gone]) await readResults(bank.ctx, deps);
  expect(await handoversOf(gone.bank.ctx, gone.plan)).toMatchObject([{ state: 'failed' }]);
  expect(await touchesOf(gone.bank.ctx, gone.plan)).toMatchObject(
    Array(5).fill({ state: 'failed', failure: 'job-forgotten' }),
  );
  expect(await handoversOf(made.bank.ctx, made.plan)).toMatchObject([{ state: 'sent', calls: 1 }]);
  const [moment] = await made.bank.moments('zhangsan');
  const momentId = moment!.moment_id;
  await made.bank.acts({ do: 'staff.publish-moment', userid: 'zhangsan', momentId });
  await made.bank.pass(60);
  await readResults(made.bank.ctx, deps);
  expect(
    (await states(made.bank, made.plan)).filter((state) => state === 'delivered'),
  ).toHaveLength(3);
  for (const { bank } of [made, gone]) {
    await handOverDue(bank.ctx, deps);
    expect(await ledgerDifferences(bank.ctx)).toEqual([]);
  }
  expect(await calls('moment.add')).toBe(adds);
});

test('Moments tasks of a corp are counted against WeCom’s quota of the month before one leaves; what is over waits and says why', async () => {
  const one = deliveryDeps({
    ...deps,
    wecom: { call: callWecom, lookAgainMs: 0, momentsAMonth: 1 },
  });
  const bank = await aDeliveryBank(simulator, { zhangsan: ['p1'] });
  const plan = await bank.plan();
  const to = (itemKey: string) =>
    toFriends(bank, { zhangsan: ['p1'] }, { channel: 'moments', itemKey });
  await bank.reserved(plan, [...to('first'), ...to('second')]);
  expect(await handOverDue(bank.ctx, one)).toMatchObject({ formed: 2, called: 1 });
  await bank.pass(2);
  await readResults(bank.ctx, one);
  expect(await bank.moments('zhangsan')).toHaveLength(1);
  const tasks = await handoversOf(bank.ctx, plan);
  expect(tasks.map(({ state, failure }) => [state, failure]).sort()).toEqual([
    ['prepared', 'moments-quota'],
    ['sent', null],
  ]);
  const waiting = (await touchesOf(bank.ctx, plan)).find(({ state }) => state === 'reserved')!;
  const { rows } = await sql<{ touchId: string }>`select touch_id from outreach.touch
    where org_id = ${bank.ctx.orgId} and handover_id = ${waiting.handoverId}`.execute(bank.ctx.db);
  const { happened } = await explainTouch(
    asSystem(bank.ctx, bank.ctx.orgId),
    waiting.customerId,
    rows[0]!.touchId,
  );
  expect(happened).toMatchObject([{ what: 'waiting', note: expect.stringContaining('10 万条') }]);

  // The quota is a month's: in the next one it goes on by itself.
  await bank.pass(31 * 1440);
  await sql`update outreach.handover set next_at = ${new Date(bank.ctx.realNow().getTime() - 1)}
    where org_id = ${bank.ctx.orgId} and state = 'prepared'`.execute(bank.ctx.db);
  await handOverDue(bank.ctx, one);
  // It left, or the platform's pace of ten a minute holds it for some seconds.
  const released = (await handoversOf(bank.ctx, plan)).find(({ id }) => id === waiting.handoverId);
  expect(released).toMatchObject({ calls: 1, failure: null });
});

/** The story of the first contact of a plan, as a reader of the whole bank sees it. */
async function storyOf({ ctx }: DeliveryBank, plan: string) {
  const { rows } = await sql<{ customerId: number; touchId: string }>`
    select customer_id, touch_id from outreach.touch
     where org_id = ${ctx.orgId} and plan_id = ${plan} order by customer_id limit 1`.execute(
    ctx.db,
  );
  const [{ customerId, touchId }] = rows as [(typeof rows)[number]];
  return explainTouch(asSystem(ctx, ctx.orgId), customerId, touchId);
}

test('what WeCom refuses for now keeps its place and says why; what it refuses for good ends with its reason and is counted back', async () => {
  const bank = await aDeliveryBank(simulator, { zhangsan: ['p1'] });
  const { ctx } = bank;
  const refusing = (endpoint: string, code: number, times = 1) =>
    simulator.control('POST', '/sim/faults', { endpoint, kind: 'code', code, times });
  const aTry = async (channel: 'one_to_one' | 'moments', code: number, times?: number) => {
    const endpoint = channel === 'moments' ? 'moment.add' : 'mass-message.add';
    await refusing(endpoint, code, times);
    const plan = await bank.plan();
    await bank.reserved(plan, toFriends(bank, { zhangsan: ['p1'] }, { channel }));
    await handOverDue(ctx, deps);
    return plan;
  };
  const again = async () => {
    await sql`update outreach.handover set next_at = ${new Date(ctx.realNow().getTime() - 1)}
      where org_id = ${ctx.orgId} and state = 'prepared'`.execute(ctx.db);
    await handOverDue(ctx, deps);
  };
  const stands = async (plan: string) => {
    const [handover] = await handoversOf(ctx, plan);
    return [handover!.state, handover!.failure, (await states(bank, plan))[0]];
  };

  // The month's Moments are used up: it comes later.
  const month = await aTry('moments', 41210);
  expect(await stands(month)).toEqual(['prepared', 'moments-quota', 'reserved']);
  await again();
  expect(await stands(month)).toEqual(['sent', null, 'handed_over']);

  // Somebody has to grant the app what it lacks; who looks is told so. For three days, then it ends.
  const lacking = await aTry('one_to_one', 48002, 2);
  expect(await stands(lacking)).toEqual(['prepared', 'wecom:48002', 'reserved']);
  expect((await storyOf(bank, lacking)).happened).toMatchObject([
    { what: 'waiting', note: expect.stringContaining('请企业微信管理员') },
  ]);
  await bank.pass(4 * 1440);
  await again();
  expect(await stands(lacking)).toEqual(['failed', 'wecom:48002', 'failed']);
  const { touch, happened } = await storyOf(bank, lacking);
  expect(touch.why).toContain('企业微信未受理');
  expect(happened.at(-1)).toMatchObject({ what: 'failed', note: touch.why });

  // Nobody is left who could get it, and a colleague who is none: as the bank would say it.
  expect(await stands(await aTry('one_to_one', 41048))).toEqual([
    'failed',
    'unreachable',
    'failed',
  ]);
  expect(await stands(await aTry('one_to_one', 40003))).toEqual([
    'failed',
    'sender-unfit',
    'failed',
  ]);
  expect(await stands(await aTry('one_to_one', 41065))).toEqual([
    'failed',
    'wecom:41065',
    'failed',
  ]);
  expect(await ledgerDifferences(ctx)).toEqual([]);
});

test('a file or a tag that WeCom forgot is made anew, and the moment reaches whom it was meant for', async () => {
  const bank = await aDeliveryBank(simulator, { zhangsan: ['p1'] }, article);
  const { ctx, corpId } = bank;
  const plan = await bank.plan();
  const to = (itemKey: string) =>
    bank.reserved(
      plan,
      toFriends(bank, { zhangsan: ['p1'] }, { channel: 'moments' as const, itemKey }),
    );
  const files = async () =>
    (await sql`select media_id from content.upload where org_id = ${ctx.orgId}`.execute(ctx.db))
      .rows;
  const publish = async () => {
    await bank.pass(2);
    await readResults(ctx, deps);
    const [moment] = await bank.moments('zhangsan');
    await bank.acts({
      do: 'staff.publish-moment',
      userid: 'zhangsan',
      momentId: moment!.moment_id,
    });
    await bank.pass(2);
    await readResults(ctx, deps);
  };
  await simulator.control('POST', '/sim/faults', {
    ...{ endpoint: 'moment.add', kind: 'code', code: 40007, times: 1 },
  });
  await to('first');
  await handOverDue(ctx, deps);
  expect(await files()).toEqual([{ mediaId: null }]);
  await handOverDue(ctx, deps);
  expect(await files()).toEqual([{ mediaId: expect.any(String) }]);
  await publish();
  expect(await bank.feed('p1')).toHaveLength(1);

  const { rows } = await sql<{ tagId: string }>`select tag_id from outreach.plan_tag
    where org_id = ${ctx.orgId}`.execute(ctx.db);
  await callWecom(ctx, { corpId }, deleteTags, { body: { tag_id: [rows[0]!.tagId] } });
  await to('second');
  await handOverDue(ctx, deps);
  await bank.pass(2);
  await readResults(ctx, deps);
  await handOverDue(ctx, deps);
  await publish();
  expect(await bank.feed('p1')).toHaveLength(2);
  expect(await states(bank, plan)).toEqual(['delivered', 'delivered']);
  expect(await ledgerDifferences(ctx)).toEqual([]);
});

test('R-040 with nothing but WeCom connected a bank reaches a customer one-to-one, in Moments and in a group, tags them, and hands them over', async () => {
  const bank = await aDeliveryBank(simulator, { zhangsan: ['p1'], lisi: ['p2'] });
  const { ctx, corpId } = bank;
  const { customerId, externalUserid } = bank.people.get('p1')!;
  const staffId = bank.staff.get('zhangsan')!;
  const [made] = await bank.acts({
    do: 'staff.create-group',
    userid: 'zhangsan',
    persons: ['p1'],
  });
  const plan = await bank.plan();
  const community = await bank.plan({ class: 'community' });
  await bank.reserved(plan, [
    { customerId, staffId },
    { customerId, staffId, channel: 'moments', itemKey: 'b' },
  ]);
  await bank.reserved(community, [{ channel: 'group', recipient: String(made!.chatId), staffId }]);
  expect(await handOverDue(ctx, deps)).toMatchObject({ formed: 3, called: 3 });
  await bank.pass(2);
  await readResults(ctx, deps);
  for (const { msgid } of await bank.tasks('zhangsan'))
    await bank.acts({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid });
  const [moment] = await bank.moments('zhangsan');
  await bank.acts({ do: 'staff.publish-moment', userid: 'zhangsan', momentId: moment!.moment_id });
  await bank.pass(60);
  await readResults(ctx, deps);
  expect(await states(bank, plan)).toEqual(['delivered', 'delivered']);
  expect(await states(bank, community)).toEqual(['delivered']);
  expect(await bank.received('p1')).toHaveLength(2);
  expect(await bank.feed('p1')).toHaveLength(1);

  const modules = [orgModule({ mode: 'demo' }), customersModule()];
  const door = await testHttp(
    ctx.as({
      permissions: allow(
        'customers.tag.manage',
        'customers.tag.assign',
        'customers.unit.read',
        'customers.customer.read',
        'customers.handover.manage',
        'org.staff.manage',
      ),
    }),
    modules,
  );
  const atWecom = async () => {
    const told = await callWecom(ctx, { corpId }, getCustomer, {
      query: { external_userid: externalUserid },
    });
    return told.outcome === 'ok' ? told.reply.follow_user : [];
  };
  await callHttp(door, customersApi.pushTags, { params: { corpId } });
  await runDueJobs(ctx, modules);
  await callHttp(door, customersApi.tagCustomer, {
    params: { id: customerId as customersApi.CustomerId },
    body: { add: ['need_card'] },
  });
  await runDueJobs(ctx, modules);
  expect((await atWecom())[0]!.tags?.map((tag) => tag.tag_name)).toContain('关注卡');

  await callHttp(door, deactivateStaff, {
    params: { id: staffId as never },
    body: { version: 1, state: 'left', reason: '离职' },
  });
  await bank.acts({ do: 'staff.leave', userid: 'zhangsan' });
  await runDueJobs(ctx, modules);
  const [handover] = (await callHttp(door, customersApi.listHandovers)).items;
  await callHttp(door, customersApi.assignHandover, {
    params: { id: handover!.id },
    body: { toStaffId: bank.staff.get('lisi')! },
  });
  await runDueJobs(ctx, modules);
  await bank.pass(25 * 60);
  await runDueJobs(ctx, modules);
  expect((await atWecom()).map(({ userid }) => userid)).toEqual(['lisi']);
  const { items } = await callHttp(door, customersApi.getHandover, {
    params: { id: handover!.id },
  });
  expect(items).toMatchObject([{ customer: { id: customerId }, transfer: { state: 'done' } }]);
}, 120_000);
