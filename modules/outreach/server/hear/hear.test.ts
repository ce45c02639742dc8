import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anApprovedText } from '#modules/customers/server/fixtures.ts';
import { giveConsents, hasConsent } from '#modules/customers/server/index.ts';
import { eventsOf } from '#modules/tracking/server/index.ts';
import { type Conversation, callWecom } from '#modules/wecom/server/index.ts';
import { inTx } from '#platform/server/ctx.ts';
import { deliveryDeps } from '../delivery.ts';
import {
  aDeliveryBank,
  aSimulator,
  type DeliveryBank,
  type SimulatorProcess,
  toFriends,
  touchesOf,
} from '../handover/delivery-bank.fixture.ts';
import { handOverDue } from '../handover/hand-over.service.ts';
import { findPlan } from '../plans/plan.repo.ts';
import { readResults } from '../results/read.service.ts';
import { deletionRates } from './deletion.repo.ts';
import { hearDeletions } from './deletions.service.ts';
import { reportOutcome } from './outcome.service.ts';
import { hearMomentsOf } from './reactions.service.ts';
import { takeReplies } from './replies.service.ts';

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());

const wecom = { call: callWecom, lookAgainMs: 0 };
const deps = deliveryDeps({ settleMs: 0, leaseMs: 5_000, judgeAgain: async () => [], wecom });
const PERSONS = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9', 'p10'];
const FRIENDS = { zhangsan: PERSONS };

const kindsOf = async (bank: DeliveryBank, person: string) =>
  (await eventsOf(bank.ctx, bank.people.get(person)!.customerId, { limit: 50 })).map((e) => e.kind);

async function delivered(
  given: { deletionLimit?: number } = {},
  content: Parameters<typeof aDeliveryBank>[2] = {},
) {
  const bank = await aDeliveryBank(simulator, FRIENDS, content);
  const plan = await bank.plan(given);
  await bank.reserved(plan, toFriends(bank, FRIENDS));
  await handOverDue(bank.ctx, deps);
  const [task] = await bank.tasks('zhangsan');
  await bank.acts({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid: task!.msgid });
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  return { bank, plan };
}

test('R-145 a like or a comment under a moment becomes an event of the customer, once', async () => {
  const bank = await aDeliveryBank(simulator, FRIENDS);
  const plan = await bank.plan();
  await bank.reserved(plan, toFriends(bank, FRIENDS, { channel: 'moments' }));
  await handOverDue(bank.ctx, deps);
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  const [moment] = await bank.moments('zhangsan');
  const momentId = moment!.moment_id;
  await bank.acts({ do: 'staff.publish-moment', userid: 'zhangsan', momentId });
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  const react = (person: string, kind: string) => ({
    do: 'customer.react',
    person,
    userid: 'zhangsan',
    momentId,
    kind,
  });
  await bank.acts(react('p1', 'like'), react('p2', 'comment'));
  const [touch] = await touchesOf(bank.ctx, plan);
  const heard = { handoverId: touch!.handoverId!, userid: 'zhangsan' };
  expect(await hearMomentsOf(bank.ctx, wecom, [heard])).toBe(2);
  expect(await hearMomentsOf(bank.ctx, wecom, [heard])).toBe(0);
  expect(await kindsOf(bank, 'p1')).toContain('moments.liked');
  expect(await kindsOf(bank, 'p2')).toContain('moments.commented');
  const [event] = await eventsOf(bank.ctx, bank.people.get('p1')!.customerId, {
    kinds: ['moments.liked'],
    limit: 1,
  });
  expect(event).toMatchObject({
    subject: momentId,
    properties: { plan, staffId: expect.any(String) },
  });
});

const says = (bank: DeliveryBank, person: string, text: string): Conversation => ({
  corpId: bank.corpId,
  messageId: `m-${person}-${text}`,
  userid: 'zhangsan',
  externalUserid: bank.people.get(person)!.externalUserid,
  fromCustomer: true,
  at: bank.ctx.now(),
  kind: 'text',
  text,
});

test('CR-093 who answers “退订” is never sent more that way, at once; a question and an answer are told apart; no word is kept', async () => {
  const { bank, plan } = await delivered();
  const { ctx } = bank;
  const customerId = bank.people.get('p1')!.customerId;
  await anApprovedText(ctx, 'marketing');
  await inTx(ctx, (ctx) =>
    giveConsents(
      ctx,
      (['one_to_one', 'group'] as const).map((channel) => ({
        customerId,
        purpose: 'marketing' as const,
        channel,
        evidence: { kind: 'h5' as const, id: '1' },
        at: ctx.now(),
      })),
    ),
  );
  await bank.pass(10);
  const take = () =>
    inTx(ctx, (ctx) =>
      takeReplies(ctx, [
        says(bank, 'p1', '退订'),
        says(bank, 'p2', '理财怎么办理'),
        says(bank, 'p3', '收到'),
      ]),
    );
  await take();
  await take();
  expect(await hasConsent(ctx, customerId, 'marketing', 'one_to_one')).toBe(false);
  expect(await hasConsent(ctx, customerId, 'marketing', 'group')).toBe(true);
  const answers = async (person: string) =>
    (await kindsOf(bank, person)).filter((kind) => kind !== 'message.delivered').toSorted();
  expect(await answers('p1')).toEqual(['message.opted-out']);
  expect(await answers('p2')).toEqual(['message.consulted', 'message.replied']);
  expect(await answers('p3')).toEqual(['message.replied']);
  // It belongs to the message before it.
  const [event] = await eventsOf(ctx, bank.people.get('p2')!.customerId, {
    kinds: ['message.consulted'],
    limit: 1,
  });
  expect(event!.properties).toMatchObject({ plan, channel: 'one_to_one' });
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from tracking.event
     where org_id = ${ctx.orgId} and properties::text like '%怎么办理%'`.execute(ctx.db);
  expect(rows[0]!.n).toBe(0);
});

test('who answers with the word that the message asked for is heard as wanting what it offered', async () => {
  const { bank } = await delivered(
    {},
    {
      facets: { type: 'similar_story' },
      body: { text: '想算一算自己的三栏，回复“三栏”。', carrier: { format: 'text' } },
    },
  );
  await bank.pass(10);
  await inTx(bank.ctx, (ctx) =>
    takeReplies(ctx, [says(bank, 'p1', '三栏'), says(bank, 'p2', '好的')]),
  );
  const intent = async (person: string) => {
    const customerId = bank.people.get(person)!.customerId;
    const [event] = await eventsOf(bank.ctx, customerId, { kinds: ['message.replied'], limit: 1 });
    return event!.properties.intent ?? null;
  };
  expect([await intent('p1'), await intent('p2')]).toEqual(['product', null]);
});

test('R-147 customers who delete the colleague within seven days count to the message; at its limit the plan pauses itself', async () => {
  const { bank, plan } = await delivered({ deletionLimit: 0.3 });
  const { ctx } = bank;
  const leave = async (person: string) => {
    const { customerId } = bank.people.get(person)!;
    await sql`
      insert into customers.relationship_change (customer_id, at, corp_id, userid, kind, org_id,
        staff_id, ended_by)
      values (${customerId}, ${ctx.now()}, ${bank.corpId}, 'zhangsan', 'ended', ${ctx.orgId},
              ${bank.staff.get('zhangsan')!}, 'customer')`.execute(ctx.db);
    await inTx(ctx, (ctx) => hearDeletions(ctx, [customerId]));
    await inTx(ctx, (ctx) => hearDeletions(ctx, [customerId]));
  };
  await bank.pass(60);
  await leave('p1');
  await leave('p2');
  expect(await deletionRates(ctx, plan)).toEqual([{ itemKey: 'a', delivered: 10, deleted: 2 }]);
  expect(await findPlan(ctx, plan)).toMatchObject({ state: 'running' });
  await leave('p3');
  const stopped = await findPlan(ctx, plan);
  expect(stopped).toMatchObject({ state: 'paused' });
  expect(stopped!.stateReason![0]).toContain('30.0%');
  // A week later it is no longer laid at its door.
  await bank.pass(8 * 1440);
  await leave('p4');
  expect(await deletionRates(ctx, plan)).toEqual([{ itemKey: 'a', delivered: 10, deleted: 3 }]);
});

test('the outcome of a work item ends its touch once and becomes an event; no answer leaves it open', async () => {
  const bank = await aDeliveryBank(simulator, FRIENDS);
  const plan = await bank.plan();
  const { customerId } = bank.people.get('p1')!;
  const [touchId] = await bank.reserved(plan, [
    {
      customerId,
      staffId: bank.staff.get('zhangsan')!,
      channel: 'work_item',
      params: { title: '回访', evidence: ['昨天看了理财页'] },
    },
  ]);
  expect(await handOverDue(bank.ctx, deps)).toMatchObject({ items: 1 });
  const report = (outcome: 'no_answer' | 'won') =>
    inTx(bank.ctx, (ctx) => reportOutcome(ctx, { customerId, touchId: touchId!, outcome }));
  await report('no_answer');
  expect(await touchesOf(bank.ctx, plan)).toMatchObject([{ state: 'handed_over' }]);
  await report('won');
  await bank.pass(5);
  await report('won');
  expect(await touchesOf(bank.ctx, plan)).toMatchObject([{ state: 'delivered' }]);
  expect(await kindsOf(bank, 'p1')).toEqual(['work-item.done']);
});
