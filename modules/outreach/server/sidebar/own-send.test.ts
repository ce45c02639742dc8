import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import { deliveryDeps } from '../delivery.ts';
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
import { openOwnSend } from './own-send.service.ts';

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());

const deps = deliveryDeps({ settleMs: 0, judgeAgain: async () => {} });

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
