import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aReleasedItem } from '#modules/content/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import { allow, testOrg } from '#platform/server/test/test-org.ts';
import { decideDue } from '../decide/decide.service.ts';
import { deliveryDeps } from '../delivery.ts';
import { aCandidate, aCrowd, anOutreachBank, aPlan } from '../fixtures.ts';
import {
  aDeliveryBank,
  aSimulator,
  ledgerDifferences,
  type SimulatorProcess,
  touchesOf,
} from '../handover/delivery-bank.fixture.ts';
import { handOverDue } from '../handover/hand-over.service.ts';
import { findHandover } from '../handover/handover.repo.ts';
import { issuePermit, type Permit } from '../senders/permit.ts';
import { defineSender, type Sender } from '../senders/sender.ts';
import { propose } from '../touches/propose.service.ts';
import { confirmOwnSend, openOwnSend } from './own-send.service.ts';

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());

const deps = deliveryDeps({ settleMs: 0, judgeAgain: async () => [] });

test('R-384 a colleague’s own send passes the gate: without approval nothing is opened, and why is recorded', async () => {
  const bank = await aDeliveryBank(simulator, { zhangsan: ['p1'] });
  const planId = await bank.plan({ kind: 'own' });
  const opened = await openOwnSend(bank.ctx, deps, {
    planId,
    customerId: bank.people.get('p1')!.customerId,
    staffId: bank.staff.get('zhangsan')!,
    corpId: bank.corpId,
    itemId: bank.itemId,
    version: 1,
  });
  expect(opened).toMatchObject({ allowed: false, rule: expect.any(String) });
  expect(await touchesOf(bank.ctx, planId)).toMatchObject([{ state: 'refused', handoverId: null }]);
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
});

test('CR-098 what a colleague sends by hand has the same cap as what a programme sends; an answer has none, and nothing that was held back holds a place', async () => {
  const ctx = testOrg(allow('outreach.decision.read', 'customers.unit.read'));
  const bank = await anOutreachBank(ctx);
  const [customerId] = await aCrowd(ctx, bank, [{}]);
  const planId = await aPlan(ctx, bank, { kind: 'own', class: 'follow_up' });
  const { staffId, corpId, itemId } = bank;
  // What the words become is content's to prove.
  const words = {
    customerId: null,
    text: '您好',
    attachments: [],
    voice: 'human',
    same: '1',
  } as const;
  const filled = deliveryDeps({
    render: async (_, __, { customerIds }) =>
      customerIds.map(() => ({ outcome: 'ready', ...words })),
  });
  const send = () =>
    openOwnSend(ctx, filled, {
      ...{ planId, customerId: customerId!, staffId, corpId, itemId, version: 1 },
    });
  const first = await send();
  expect(first).toMatchObject({ allowed: true });
  await confirmOwnSend(ctx, { customerId: customerId!, touchId: first.touchId, sent: true });
  expect(await send()).toMatchObject({ allowed: false, rule: 'CR-098' });
  // A programme gives way to the colleague, too.
  const other = await aPlan(ctx, bank);
  const aContact = (itemKey: string) =>
    inTx(ctx, (ctx) =>
      propose(ctx, other, [aCandidate(ctx, bank, { customerId: customerId!, itemKey })]),
    );
  await aContact('a');
  await decideDue(ctx);
  expect(await touchesOf(ctx, other)).toMatchObject([{ state: 'deferred' }]);
  // They wrote: what is sent now answers them.
  await sql`update customers.relationship set last_two_way_at = ${ctx.now()}
    where customer_id = ${customerId!}`.execute(ctx.db);
  expect(await send()).toMatchObject({ allowed: true });
  ctx.advance(49 * 60);
  expect((await decideDue(ctx)).decided).toBe(1);
  expect((await touchesOf(ctx, planId)).map(({ state }) => state).toSorted()).toEqual([
    'delivered',
    'handed_over',
    'withdrawn',
  ]);
  expect(await ledgerDifferences(ctx)).toEqual([]);
});

test('CR-154 what a colleague sends an elderly customer by hand with a link carries the reminder of fraud once a week, short where the words leave no room', async () => {
  const ctx = testOrg(allow('outreach.decision.read', 'customers.unit.read'));
  const bank = await anOutreachBank(ctx);
  const [elderly, other, young] = await aCrowd(ctx, bank, [
    ...Array(2).fill({ attributes: { birth_date: '1955-01-01' } }),
    { attributes: { birth_date: '1990-01-01' } },
  ]);
  const planId = await aPlan(ctx, bank, { kind: 'own', class: 'follow_up' });
  const { staffId, corpId } = bank;
  const link = '开学清单见 https://example.cn/list 。回复“退订”即可停止。';
  const itemId = await aReleasedItem(ctx, { text: link });
  const long = await aReleasedItem(ctx, { text: `${link}${'学'.repeat(1_130)}` });
  const said = async (customerId: number | undefined, item = itemId) => {
    const own = { planId, customerId: customerId!, staffId, corpId, itemId: item, version: 1 };
    const opened = await openOwnSend(ctx, deliveryDeps(), own);
    if (!opened.allowed) throw new Error(String(opened.rule));
    await confirmOwnSend(ctx, { ...own, touchId: opened.touchId, sent: true });
    return opened.text.slice(link.length);
  };
  expect(await said(elderly)).toContain('96110');
  expect(await said(young)).toBe('');
  expect(await said(other, long)).toMatch(/学\n\n工作人员不会索要您的密码和验证码[^\n]*$/);
  ctx.advance(24 * 60);
  expect(await said(elderly)).toBe('');
  ctx.advance(7 * 24 * 60);
  expect(await said(elderly)).toContain('96110');
});

test('CR-094 CR-001 a send by hand waits for no hour: in quiet hours and without a consent it is not opened', async () => {
  const ctx = testOrg(allow('outreach.decision.read', 'customers.unit.read'));
  const bank = await anOutreachBank(ctx);
  const [customerId, gone] = await aCrowd(ctx, bank, [{}, { consents: {} }]);
  const planId = await aPlan(ctx, bank, { kind: 'own', class: 'follow_up' });
  const { staffId, corpId, itemId } = bank;
  const send = (customerId: number) =>
    openOwnSend(ctx, deliveryDeps(), { planId, customerId, staffId, corpId, itemId, version: 1 });
  ctx.advance(13 * 60);
  expect(await send(customerId!)).toMatchObject({ allowed: false, rule: 'CR-094' });
  expect(await send(gone!)).toMatchObject({ allowed: false, rule: 'CR-001' });
  ctx.advance(24 * 60);
  expect((await decideDue(ctx)).decided).toBe(0);
  expect(await ledgerDifferences(ctx)).toEqual([]);
});

test('R-384 a sender opens for a permit of the pipeline alone, for one handover, once', async () => {
  const bank = await aDeliveryBank(simulator, { zhangsan: ['p1'] });
  const { ctx } = bank;
  const left: string[] = [];
  const sender = defineSender({
    channel: 'one_to_one',
    most: 10,
    deliver: async (_, { handover }) => {
      left.push(handover.id);
      return { outcome: 'unknown', why: 'no answer' };
    },
  });
  const used: Permit[] = [];
  const spy: Sender = {
    ...sender,
    send: (on, permit) => {
      used.push(permit);
      return sender.send(on, permit);
    },
  };
  const plan = await bank.plan();
  await bank.reserved(plan, [
    { customerId: bank.people.get('p1')!.customerId, staffId: bank.staff.get('zhangsan')! },
  ]);
  const senders = new Map([['one_to_one', spy]]);
  await handOverDue(ctx, { ...deps, senders, settleMs: 60_000 });
  expect(left).toHaveLength(1);
  const refused = { code: 'outreach.noPermit' };
  // The same one again; something that looks like one; one for a handover nobody took up.
  await expect(sender.send(ctx, used[0]!)).rejects.toMatchObject(refused);
  await expect(sender.send(ctx, { handoverId: left[0] } as never)).rejects.toMatchObject(refused);
  const handover = (await findHandover(ctx, left[0]!))!;
  const parcel = { handover, message: { text: '', attachments: [] }, recipients: [] };
  const forged = issuePermit('01a203dd-0000-7000-8000-000000000000', parcel);
  await expect(sender.send(ctx, forged)).rejects.toMatchObject(refused);
  await expect(inTx(ctx, (ctx) => sender.send(ctx, forged))).rejects.toThrow('transaction');
  expect(left).toHaveLength(1);
});
