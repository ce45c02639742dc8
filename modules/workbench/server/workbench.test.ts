import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { aListedProduct } from '#modules/content/server/fixtures.ts';
import type { CustomerId } from '#modules/customers/contract.ts';
import { anApprovedText, someCustomers } from '#modules/customers/server/fixtures.ts';
import { giveConsents, setAttributes } from '#modules/customers/server/index.ts';
import { bringRules } from '#modules/outreach/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import {
  allow,
  callHttp,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import * as api from '../contract.ts';
import { anRm, customersOf, due } from './fixtures.ts';
import { takePool } from './items/pool.service.ts';
import { dropSettled, dropWithdrawn, takeDue } from './items/take-due.service.ts';
import { workbenchModule } from './module.ts';
import { planCare } from './today/care.service.ts';

const DAY = 24 * 60;
/** What a test asks of the day begins at eight in the morning; lists stand from seven on. */
const aBankAtWork = () => testOrg(allow());

/** Whoever looks after a unit. */
const aManager = (bank: TestOrg) =>
  testHttp(bank.as({ permissions: allow('workbench.settings.manage', 'workbench.unit.read') }), [
    workbenchModule({
      placesOf: async () => [],
      advise: async () => ({ allowed: true, rule: null, text: null, until: null }),
      report: async () => {},
      scriptOf: async () => null,
      sends: {
        open: async () => {
          throw new Error('nothing is sent here');
        },
        confirm: async () => {},
      },
    }),
  ]);

/** A plan has just reached this customer. */
const aReachedCustomer = (ctx: TestOrg, customerId: number) =>
  sql`
    insert into outreach.touch (customer_id, planned_at, touch_id, org_id, plan_id, batch_id, item_key,
      occurrence, channel, unit_id, content_kind, content_id, content_version, class, purpose, score,
      due_at, state)
    values (${customerId}, ${ctx.now()}, ${newId()}, ${ctx.orgId}, ${newId()}, ${newId()}, 'a', '1',
      'one_to_one', ${newId()}, 'none', '', 1, 'sequence', 'marketing', 0, ${ctx.now()},
      'delivered')`.execute(ctx.db);

describe('today', () => {
  test('R-042 an RM with 1,500 customers gets a ranked list of at most the configured number, and everybody’s turn comes within the cycle', async () => {
    const bank = aBankAtWork();
    const { staff, app, ctx } = await anRm(bank);
    const ids = await customersOf(bank, staff.id, 1500, staff.unit.id);
    const manager = await aManager(bank);
    await callHttp(manager, api.setWorkbenchSettings, {
      body: { dailyLimit: 25, cycleDays: 60, capacity: 100, version: 0 },
    });
    bank.advance(61 * DAY);

    const seen = new Set<number>();
    for (let day = 0; day < 60; day++) {
      const { items, limit, more } = await callHttp(app, api.getToday);
      expect(items.length).toBe(25);
      expect([limit, more]).toEqual([25, 0]);
      for (const item of items) {
        expect(item.kind).toBe('care');
        expect(item.evidence.length).toBeGreaterThan(0);
        seen.add(item.customer.id);
      }
      // The first day as the phone does it, the fifty-nine others in one stroke each.
      if (day === 0)
        for (const { id, version } of items)
          await callHttp(app, api.closeWorkItem, {
            params: { id },
            body: { outcome: 'done', version },
          });
      else
        await sql`
          update workbench.item set state = 'done', outcome = 'done', done_at = ${ctx.now()}
           where org_id = ${ctx.orgId} and state = 'open'`.execute(ctx.db);
      // Done is done for today: the list does not fill up again.
      expect((await callHttp(app, api.getToday)).items).toEqual([]);
      ctx.advance(DAY);
    }
    expect(seen.size).toBe(1500);
    expect([...seen].sort((a, b) => a - b)).toEqual([...ids].sort((a, b) => a - b));
    const { customers } = await callHttp(app, api.getToday);
    expect(customers).toEqual({ all: 1500, inCycle: 1500, cycleDays: 60 });
  }, 120_000);

  test('R-307 what a customer asked for stands above everything, with score, reasons and last events; a plan above care', async () => {
    const bank = aBankAtWork();
    const { staff, app } = await anRm(bank);
    const [old] = await customersOf(bank, staff.id, 1, staff.unit.id);
    bank.advance(90 * DAY);
    const asked = await due(bank, { staffId: staff.id, score: 40 });
    await due(bank, { staffId: staff.id, score: 95, class: 'sequence', title: '邀请参加小课' });
    const { items, counts } = await callHttp(app, api.getToday);
    expect(items.map((item) => item.kind)).toEqual(['follow_up', 'plan', 'care']);
    expect(counts).toEqual({ follow_up: 1, plan: 1, assessment: 0, care: 1 });
    expect(items[0]).toMatchObject({
      id: asked.touchId,
      score: 40,
      title: ['客户咨询理财，请在 24 小时内联系', '客户咨询理财，请在 24 小时内联系'],
      late: false,
    });
    expect(items[0]!.evidence.map((e) => e.text[0])).toEqual(['昨天点开了产品说明', '回复“了解”']);
    expect(items[2]!.customer.id).toBe(old);
    expect(items[2]!.evidence[0]!.text[0]).toBe('还没有过双向联系');
  });

  test('a customer who asks is first on today’s list: in the place of the least urgent while there is one, on top of the limit when the day is done', async () => {
    const bank = aBankAtWork();
    const { staff, app } = await anRm(bank);
    const manager = await aManager(bank);
    await callHttp(manager, api.setWorkbenchSettings, {
      body: { dailyLimit: 2, cycleDays: 60, capacity: 100, version: 0 },
    });
    const [urgent] = await Promise.all(
      [90, 70, 60, 50].map((score) => due(bank, { staffId: staff.id, score, class: 'sequence' })),
    );
    const list = async () => {
      const { items, more, onTop } = await callHttp(app, api.getToday);
      return { ids: items.map(({ id }) => id as string), more, onTop };
    };
    expect((await list()).ids).toHaveLength(2);
    const first = await due(bank, { staffId: staff.id, score: 10, asked: true });
    expect(await list()).toEqual({ ids: [first.touchId, urgent!.touchId], more: 3, onTop: 0 });

    for (const id of [first.touchId, urgent!.touchId] as api.WorkItemId[])
      await callHttp(app, api.closeWorkItem, {
        params: { id },
        body: { outcome: 'done', version: 1 },
      });
    // The day is done: what a plan or the bank wants waits, intent that is shown as well.
    await due(bank, { staffId: staff.id, score: 99 });
    expect(await list()).toEqual({ ids: [], more: 4, onTop: 0 });
    const late = await due(bank, { staffId: staff.id, score: 10, asked: true });
    expect(await list()).toEqual({ ids: [late.touchId], more: 4, onTop: 1 });
  });

  test('CR-054 an elderly customer has time to think an investment over and is called back before it is logged as a deal; nobody else waits', async () => {
    const bank = aBankAtWork();
    const { staff, app, ctx } = await anRm(bank);
    await bringRules(bank);
    const [old, young] = await customersOf(bank, staff.id, 2, staff.unit.id);
    const born = (customerId: CustomerId, value: string) => ({
      ...{ customerId, code: 'birth_date', value, source: 'bank_data' as const, at: bank.now() },
    });
    await inTx(bank, (tx) =>
      setAttributes(tx, [born(old!, '1955-03-01'), born(young!, '1975-03-01')]),
    );
    const interestAt = bank.now().toISOString();
    const [careful, ordinary, deposit] = await Promise.all(
      [
        { customerId: old!, interestAt },
        { customerId: young!, interestAt },
        { customerId: old!, interestAt: null },
      ].map(async (given) => (await due(bank, { staffId: staff.id, ...given })).touchId),
    );
    const close = (id: string | undefined, more: object = {}) =>
      callHttp(app, api.closeWorkItem, {
        params: { id: id as api.WorkItemId },
        body: { outcome: 'won', version: 1, ...more },
      });
    for (const id of [ordinary, deposit]) expect((await close(id)).state).toBe('done');
    const shown = async () =>
      (await callHttp(app, api.getWorkItem, { params: { id: careful as api.WorkItemId } }))
        .consideration;
    expect(await shown()).toEqual({
      until: new Date(Date.parse(interestAt) + DAY * 60_000).toISOString(),
      over: false,
    });
    bank.advance(DAY - 1);
    const early = close(careful, { calledBack: true });
    await expect(early).rejects.toMatchObject({ code: 'workbench.stillConsidering' });
    bank.advance(1);
    expect((await shown())?.over).toBe(true);
    await expect(close(careful)).rejects.toMatchObject({ code: 'workbench.callBackMissing' });
    expect((await close(careful, { calledBack: true })).outcome).toBe('won');
    const { rows } = await sql<{ at: Date | null }>`
      select called_back_at as at from workbench.item where item_id = ${careful}`.execute(ctx.db);
    expect(rows[0]!.at).toEqual(bank.now());
  });

  test('the ticker fills the lists once a day from seven o’clock on, and never twice', async () => {
    const bank = aBankAtWork();
    const { staff, app } = await anRm(bank);
    await customersOf(bank, staff.id, 3, staff.unit.id);
    bank.advance(90 * DAY - 2 * 60 - 61);
    expect(await planCare.run(bank)).toBe(0);
    bank.advance(3 * 60);
    while ((await planCare.run(bank)) > 0);
    const { items } = await callHttp(app, api.getToday);
    expect(items).toHaveLength(3);
    expect(await planCare.run(bank)).toBe(0);
  });

  test('R-041 an RM with more than a hundred customers by hand is marked as over capacity, at the bank’s own threshold', async () => {
    const bank = aBankAtWork();
    const { staff: full } = await anRm(bank);
    const { staff: helped } = await anRm(bank);
    await customersOf(bank, full.id, 101, full.unit.id);
    const [first, ...others] = await customersOf(bank, helped.id, 102, helped.unit.id);
    // Two of these are reached by a plan: a hundred are left to the hand.
    await aReachedCustomer(bank, first!);
    await aReachedCustomer(bank, others[0]!);
    const manager = await aManager(bank);
    const loads = async () => {
      const { items, capacity } = await callHttp(manager, api.listLoads);
      const of = (id: string) => items.find(({ staff }) => staff.id === id)!;
      const told = [full, helped].map(({ id }) => {
        const { customers, automated, over } = of(id);
        return [customers, automated, over];
      });
      return { capacity, told };
    };
    expect(await loads()).toEqual({
      capacity: 100,
      told: [
        [101, 0, true],
        [102, 2, false],
      ],
    });
    const { items: marked } = await callHttp(manager, api.listLoads, { query: { over: 'yes' } });
    expect(marked.map(({ staff }) => staff.id)).toEqual([full.id]);
    await callHttp(manager, api.setWorkbenchSettings, {
      body: { dailyLimit: 25, cycleDays: 60, capacity: 101, version: 0 },
    });
    expect((await loads()).told.map(([, , over]) => over)).toEqual([false, false]);
  });
});

describe('outcomes', () => {
  test('R-153 an intent is followed up until it is won or lost with a reason, and the plan hears of it', async () => {
    const bank = aBankAtWork();
    const { staff, app, reported, ctx } = await anRm(bank);
    const { touchId, customerId } = await due(bank, { staffId: staff.id });
    const id = touchId as api.WorkItemId;
    const log = (body: object) =>
      callHttp(app, api.closeWorkItem, { params: { id }, body: body as never });

    const again = await log({ outcome: 'no_answer', version: 1 });
    expect(again.state).toBe('snoozed');
    expect((await callHttp(app, api.getToday)).items).toEqual([]);
    ctx.advance(DAY);
    const [item] = (await callHttp(app, api.getToday)).items;
    expect(item!.id).toBe(id);
    await expect(log({ outcome: 'lost', version: item!.version })).rejects.toMatchObject({
      status: 400,
    });
    const lost = await log({ outcome: 'lost', lostReason: 'other_bank', version: item!.version });
    expect(lost).toMatchObject({ state: 'done', outcome: 'lost', lostReason: 'other_bank' });
    // The phone that got no answer sends once more.
    await log({ outcome: 'lost', lostReason: 'other_bank', version: item!.version });
    expect(reported).toEqual([
      { customerId, touchId, outcome: 'no_answer' },
      { customerId, touchId, outcome: 'lost' },
    ]);
  });

  test('of two devices one is first; the other sees what has changed', async () => {
    const bank = aBankAtWork();
    const { staff, app } = await anRm(bank);
    const { touchId } = await due(bank, { staffId: staff.id });
    const params = { id: touchId as api.WorkItemId };
    const both = await Promise.allSettled(
      (['done', 'declined'] as const).map((outcome) =>
        callHttp(app, api.closeWorkItem, { params, body: { outcome, version: 1 } }),
      ),
    );
    const refused = both.filter((r) => r.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]!.reason).toMatchObject({ code: 'workbench.itemChanged' });
  });

  test('a slip of the thumb is taken back within ten minutes, never a wish for silence', async () => {
    const bank = aBankAtWork();
    const { staff, app, ctx } = await anRm(bank);
    const log = async (outcome: 'done' | 'opt_out') => {
      const { touchId } = await due(bank, { staffId: staff.id });
      const params = { id: touchId as api.WorkItemId };
      const body = { outcome, version: 1 };
      const { version } = await callHttp(app, api.closeWorkItem, { params, body });
      return { params, body: { version } };
    };
    const quick = await log('done');
    expect(await callHttp(app, api.reopenWorkItem, quick)).toMatchObject({
      state: 'open',
      outcome: null,
    });
    const tooLate = { code: 'workbench.tooLateToReopen' };
    const silence = await log('opt_out');
    await expect(callHttp(app, api.reopenWorkItem, silence)).rejects.toMatchObject(tooLate);
    const slow = await log('done');
    ctx.advance(11);
    await expect(callHttp(app, api.reopenWorkItem, slow)).rejects.toMatchObject(tooLate);
  });

  test('approved words of an item go into a chat through the gate only, and whether they went is told', async () => {
    const bank = aBankAtWork();
    const { staff, app, said } = await anRm(bank);
    const plain = await due(bank, { staffId: staff.id });
    const params = (touchId: string) => ({ id: touchId as api.WorkItemId });
    await expect(
      callHttp(app, api.openItemSend, { params: params(plain.touchId) }),
    ).rejects.toMatchObject({ code: 'workbench.nothingToSend' });
    const other = await anRm(bank);
    await expect(
      callHttp(other.app, api.openItemSend, { params: params(plain.touchId) }),
    ).rejects.toMatchObject({ code: 'workbench.itemNotFound' });
    const touchId = '01930000-0000-7000-8000-000000000009';
    await callHttp(app, api.itemSent, {
      params: params(plain.touchId),
      body: { touchId, sent: true },
    });
    expect(said).toEqual([{ customerId: plain.customerId, touchId, sent: true }]);
  });

  test('CR-142 nobody sees or closes the items of a colleague', async () => {
    const bank = aBankAtWork();
    const { staff } = await anRm(bank);
    const other = await anRm(bank);
    const { touchId } = await due(bank, { staffId: staff.id });
    const params = { id: touchId as api.WorkItemId };
    const none = { code: 'workbench.itemNotFound' };
    await expect(callHttp(other.app, api.getWorkItem, { params })).rejects.toMatchObject(none);
    await expect(
      callHttp(other.app, api.closeWorkItem, { params, body: { outcome: 'done', version: 1 } }),
    ).rejects.toMatchObject(none);
    expect((await callHttp(other.app, api.getToday)).items).toEqual([]);
  });
});

test('R-103 an RM’s item “invite to group” lists consented existing customers and tracks who was invited and who came; nobody is put in', async () => {
  const bank = aBankAtWork();
  const { ctx, app, staff } = await anRm(bank);
  const corpId = newId();
  await anApprovedText(bank, 'marketing');
  await sql`update org.staff set wecom_user_id = 'lin' where id = ${staff.id}`.execute(bank.db);
  await sql`insert into wecom.group_chat (org_id, corp_id, chat_id, name, notice, owner, admins, status,
      created_at, staff, customers, reading, changed_reading, changed_at)
    values (${bank.orgId}, ${corpId}, 'chat-1', '代发福利群', '', 'lin', '{}', 0, ${bank.now()}, 1, 1, 1, 1,
      ${bank.now()})`.execute(bank.db);
  const ids = await someCustomers(
    bank,
    Array.from({ length: 6 }, (_, i) => ({
      rmId: staff.id,
      unitId: staff.unit.id,
      identities: [{ kind: 'external_userid' as const, scope: corpId, value: `wm-${i}` }],
    })),
  );
  const [one, two, silent, foreign, inside, stranger] = ids;
  await sql`update customers.customer set source = 'wecom' where customer_id = ${foreign}`.execute(
    bank.db,
  );
  const friend = (id: number) =>
    sql`insert into customers.relationship (customer_id, corp_id, userid, org_id, staff_id, state,
        started_at, source, two_way_count)
      values (${id}, ${corpId}, 'lin', ${bank.orgId}, ${staff.id}, 'active', ${bank.now()}, 'scan', 0)`.execute(
      bank.db,
    );
  for (const id of ids) if (id !== stranger) await friend(id);
  const agree = (id: number) => ({
    customerId: id,
    purpose: 'marketing' as const,
    channel: 'group' as const,
    evidence: { kind: 'counter' as const, id: 'C-1' },
    at: bank.now(),
  });
  await inTx(bank, (ctx) => giveConsents(ctx, ids.filter((id) => id !== silent).map(agree)));
  const comes = (id: number) =>
    sql`insert into wecom.group_member (org_id, corp_id, chat_id, member_id, kind, joined_at,
          join_scene, profile, profile_hash, reading, changed_reading)
        values (${bank.orgId}, ${corpId}, 'chat-1', ${`wm-${ids.indexOf(id as never)}`}, 2, ${bank.now()},
          1, '', '', 1, 1)`.execute(bank.db);
  await comes(inside!);
  const members = async () =>
    (await sql`select from wecom.group_member where org_id = ${bank.orgId}`.execute(bank.db)).rows
      .length;
  const list = async () => (await callHttp(app, api.listInvites, {})).groups;
  const states = async () =>
    (await list()).flatMap((group) => group.customers.map(({ id, state }) => [id, state]));
  const mark = (customerId: number, invited = true) =>
    callHttp(app, api.markInvited, {
      body: { corpId, chatId: 'chat-1', customerId, invited },
    });

  expect(await states()).toEqual([
    [one, 'open'],
    [two, 'open'],
  ]);
  await mark(one!);
  await mark(one!);
  expect(await list()).toMatchObject([{ name: '代发福利群', open: 1, invited: 1, joined: 0 }]);
  expect(await members()).toBe(1);
  for (const id of [silent!, foreign!, stranger!, inside!])
    await expect(mark(id)).rejects.toMatchObject({ code: 'workbench.notYourCustomer' });

  bank.advance(60);
  await comes(one!);
  expect(await list()).toMatchObject([{ open: 1, invited: 0, joined: 1 }]);
  await mark(two!);
  await mark(two!, false);
  expect(await states()).toEqual([
    [two, 'open'],
    [one, 'joined'],
  ]);
  expect(ctx.actor.id).toBe(staff.id);
});

describe('what plans and customers say', () => {
  test('handing an item over twice is handing it over once, and what a plan takes back is gone', async () => {
    const bank = aBankAtWork();
    const { staff, app } = await anRm(bank);
    const item = await due(bank, { staffId: staff.id });
    await inTx(bank, (ctx) => takeDue(ctx, { items: [{ ...item, title: '另一个标题' }] }));
    const [only, ...rest] = (await callHttp(app, api.getToday)).items;
    expect(rest).toEqual([]);
    expect(only!.title[0]).toBe(item.title);
    const { customerId, touchId } = item;
    const settle = (channel: string) =>
      inTx(bank, (ctx) =>
        dropSettled(ctx, { state: 'withdrawn', touches: [{ customerId, touchId, channel }] }),
      );
    await settle('one_to_one');
    expect((await callHttp(app, api.getToday)).items).toHaveLength(1);
    await settle('work_item');
    expect((await callHttp(app, api.getToday)).items).toEqual([]);
  });

  test('R-045 whom a pool hands over is on the person’s phone at once, once, with the reason', async () => {
    const bank = aBankAtWork();
    const { app, staff } = await anRm(bank);
    const [customerId] = await customersOf(bank, staff.id, 1, staff.unit.id);
    const item = {
      customerId: customerId!,
      itemId: newId(),
      toStaffId: staff.id,
      holderName: '城东服务号',
      moving: false,
      reason: 'complaint' as const,
      at: bank.now().toISOString(),
    };
    await inTx(bank, (ctx) => takePool(ctx, { items: [item] }));
    await inTx(bank, (ctx) => takePool(ctx, { items: [item] }));
    const { items } = await callHttp(app, api.getToday, {});
    expect(items).toMatchObject([
      {
        id: item.itemId,
        kind: 'follow_up',
        customer: { id: customerId },
        title: ['服务池转来：投诉，请接手联系', expect.any(String)],
        evidence: [{ text: ['投诉', 'Complained'], at: item.at }, { at: null }],
        dueAt: new Date(bank.now().getTime() + 24 * 3_600_000).toISOString(),
      },
    ]);
  });

  test('CR-006 who withdraws consent to one-to-one marketing is on no list any more', async () => {
    const bank = aBankAtWork();
    const { staff, app } = await anRm(bank);
    const { customerId } = await due(bank, { staffId: staff.id });
    const withdraw = (channels: string[]) =>
      inTx(bank, (ctx) =>
        dropWithdrawn(ctx, { customerIds: [customerId], purpose: 'marketing', channels }),
      );
    await withdraw(['sms']);
    expect((await callHttp(app, api.getToday)).items).toHaveLength(1);
    await withdraw(['one_to_one', 'sms']);
    expect((await callHttp(app, api.getToday)).items).toEqual([]);
  });
});

test('CR-135 CR-061 CR-042 what a colleague is about to say is checked like content: nothing is ordered in chat, nothing said of a product that is not so', async () => {
  const bank = aBankAtWork();
  const { staff, app } = await anRm(bank);
  await bringRules(bank);
  await aListedProduct(bank, {
    code: 'W1',
    name: '稳健一号',
    kind: 'wealth',
    facts: { 期限: '180天' },
  });
  const [customerId] = await customersOf(bank, staff.id, 1, staff.unit.id);
  const check = async (text: string) => {
    const body = { customerId: customerId!, text };
    const { level, hits } = await callHttp(app, api.checkWords, { body });
    return [level, ...hits.map(({ word, instead }) => [word, instead])];
  };
  expect(await check('稳健一号期限三个月')).toEqual(['block', ['期限三个月', '180天']]);
  expect(await check('稳健一号期限半年')).toEqual(['pass']);
  expect(await check('您回复金额即可认购')).toEqual([
    'block',
    [expect.stringContaining('回复金额'), expect.stringContaining('合规链接')],
  ]);
  expect((await check('加我 13800001234'))[0]).toBe('block');
  expect(await check('您好，周六上午我在网点')).toEqual(['pass']);
});
