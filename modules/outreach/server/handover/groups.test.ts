import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn } from '#modules/org/server/fixtures.ts';
import { callWecom } from '#modules/wecom/server/index.ts';
import { callHttp, testHttp } from '#platform/server/test/test-org.ts';
import * as api from '../../contract.ts';
import { deliveryDeps } from '../delivery.ts';
import { outreachModule } from '../module.ts';
import { readOwnMass } from '../results/own-mass.service.ts';
import { readResults } from '../results/read.service.ts';
import { unbroken } from './ahead.service.ts';
import {
  aDeliveryBank,
  aSimulator,
  ledgerDifferences,
  type SimulatorProcess,
  touchesOf,
} from './delivery-bank.fixture.ts';
import { contactsCounted } from './given-bank.fixture.ts';
import { handOverDue } from './hand-over.service.ts';

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());

const wecom = { call: callWecom, lookAgainMs: 0 };
const deps = deliveryDeps({ settleMs: 0, judgeAgain: async () => [], wecom });
const DAY = 1_440;

test('R-131 at its time planned content is with the group’s owner as one tap; unconfirmed it is reminded and reported; days ahead are shown for each group', async () => {
  const bank = await aDeliveryBank(simulator, { zhangsan: ['p1', 'p2'] });
  const { ctx } = bank;
  const [made] = await bank.acts({
    do: 'staff.create-group',
    userid: 'zhangsan',
    name: '邻里群',
    persons: ['p1', 'p2'],
  });
  const chatId = String(made!.chatId);
  const plan = await bank.plan({ class: 'community' });
  const post = (days: number) => ({
    channel: 'group' as const,
    recipient: chatId,
    staffId: bank.staff.get('zhangsan')!,
    itemKey: `day${days}`,
    plannedAt: new Date(ctx.now().getTime() + (days * DAY + 60) * 60_000),
  });
  await bank.reserved(
    plan,
    Array.from({ length: 8 }, (_, day) => post(day)),
  );
  const reader = await signedIn(ctx, ['outreach.handover.read']);
  const app = await testHttp(reader.ctx, [outreachModule({ delivery: deps })]);
  const ahead = async () => (await callHttp(app, api.listGroupsAhead)).items;
  expect(await ahead()).toMatchObject([{ chatId, daysAhead: 8, planned: 8, unconfirmed: 0 }]);

  // Nobody does anything: the hour comes.
  expect(await handOverDue(ctx, deps)).toMatchObject({ formed: 0 });
  await bank.pass(61);
  expect(await handOverDue(ctx, deps)).toMatchObject({ formed: 1, called: 1 });
  const [task] = await bank.tasks('zhangsan');
  expect(task).toMatchObject({ chat_type: 'group', reminders: 0 });
  for (let hour = 0; hour < 4; hour++) {
    await bank.pass(60);
    await readResults(ctx, deps);
  }
  expect((await bank.tasks('zhangsan'))[0]!.reminders).toBeGreaterThan(0);
  const waiting = await callHttp(app, api.listHandovers, { query: { state: 'sent' } });
  expect(waiting.items).toMatchObject([
    { channel: 'group', staffName: 'zhangsan', state: 'sent', reminders: 1 },
  ]);
  expect(waiting.counts.sent).toBe(1);
  expect(await ahead()).toMatchObject([{ chatId, daysAhead: 7, planned: 7, unconfirmed: 1 }]);

  await bank.acts({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid: task!.msgid });
  await bank.pass(60);
  await readResults(ctx, deps);
  expect((await touchesOf(ctx, plan)).filter((t) => t.state === 'delivered')).toHaveLength(1);
  expect(await bank.received('p1')).toHaveLength(1);
  expect(await ledgerDifferences(ctx)).toEqual([]);
  await app.close();
});

test('CR-077 once a week a group is told how to hear no more, beside the first marketing of the week; a service message tells nothing', async () => {
  const bank = await aDeliveryBank(simulator, { zhangsan: ['p1', 'p2'] });
  const group = { do: 'staff.create-group', userid: 'zhangsan', persons: ['p1', 'p2'] };
  const chats: string[] = [];
  for (const name of ['邻里群', '代发群'])
    chats.push(String((await bank.acts({ ...group, name }))[0]!.chatId));
  const texts = async (purpose: 'marketing' | 'service', some: readonly string[]) => {
    const plan = await bank.plan({ class: 'community', purpose });
    const staffId = bank.staff.get('zhangsan')!;
    await bank.reserved(
      plan,
      some.map((recipient) => ({ channel: 'group' as const, recipient, staffId })),
    );
    await handOverDue(bank.ctx, deps);
    const tasks = await bank.tasks('zhangsan');
    for (const { msgid } of tasks)
      await bank.acts({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid });
    await bank.pass(2);
    await readResults(bank.ctx, deps);
    return tasks.map(({ content }) => content.text!.content.includes('设置消息免打扰')).sort();
  };
  expect(await texts('service', chats)).toEqual([false]);
  expect(await texts('marketing', chats.slice(0, 1))).toEqual([true]);
  await bank.pass(DAY);
  // The other one has not been told yet: each gets a task of its own.
  expect(await texts('marketing', chats)).toEqual([false, true]);
  await bank.pass(DAY);
  expect(await texts('marketing', chats)).toEqual([false]);
  await bank.pass(7 * DAY);
  expect(await texts('marketing', chats)).toEqual([true]);
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
});

test('a gap ends the days ahead; content that is out today does not', () => {
  expect(unbroken(['2026-03-02', '2026-03-03', '2026-03-05'], '2026-03-02')).toBe(2);
  expect(unbroken(['2026-03-03', '2026-03-04'], '2026-03-02')).toBe(2);
  expect(unbroken(['2026-03-05'], '2026-03-02')).toBe(0);
});

test('CR-096 R-363 what colleagues send by themselves counts to the platform’s cap, once, and stands beside what plans send', async () => {
  const bank = await aDeliveryBank(simulator, { zhangsan: ['p1', 'p2', 'p3'] });
  const { ctx } = bank;
  const plan = await bank.plan();
  const { customerId } = bank.people.get('p1')!;
  await bank.reserved(plan, [{ customerId, staffId: bank.staff.get('zhangsan')! }]);
  await handOverDue(ctx, deps);
  const own = (persons: string[]) => ({
    do: 'staff.own-mass',
    userid: 'zhangsan',
    persons,
    text: '自己发的',
  });
  await bank.acts(own(['p1', 'p2']), own(['p1']));
  await bank.pass(1);
  expect(await readOwnMass(ctx, wecom, bank.corpId)).toBe(2);
  await bank.pass(10);
  expect(await readOwnMass(ctx, wecom, bank.corpId)).toBe(0);
  expect(await contactsCounted(ctx, customerId)).toEqual([
    { channel: 'member_mass', contacts: 2 },
    { channel: 'one_to_one', contacts: 1 },
  ]);
  const reader = await signedIn(ctx, ['outreach.handover.read']);
  const app = await testHttp(reader.ctx, [outreachModule({ delivery: deps })]);
  const query = { from: '2026-03-01', to: '2026-03-31' };
  expect(await callHttp(app, api.showAutomation, { query })).toMatchObject({
    automated: 1,
    manual: 3,
    share: 0.25,
    channels: [{ channel: 'one_to_one', automated: 1, manual: 3 }],
  });
  await app.close();
});
