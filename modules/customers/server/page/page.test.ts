import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aStaff } from '#modules/org/server/fixtures.ts';
import { recordEvents } from '#modules/tracking/server/index.ts';
import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { allow, callHttp, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import { getCustomer } from '../../contract.ts';
import { anApprovedText, someCustomers } from '../fixtures.ts';
import { giveConsents, setAttributes } from '../index.ts';
import { customersModule } from '../module.ts';

const CORP = '0193a000-0000-7000-8000-000000000001';
const seen = ['customers.customer.read', 'customers.unit.read'];

test('R-021 opening a customer shows all channels, groups, activities, products and consents in one place', async () => {
  const ctx = testOrg(allow(...seen, 'customers.consent.read'));
  await inTx(ctx, customersModule().equipment!.bring);
  await anApprovedText(ctx, 'marketing');
  const rm = await aStaff(ctx, { name: '林晓' });
  const [id, bare] = await someCustomers(ctx, [
    {
      identities: [
        { kind: 'bank_no', value: 'N-021', verified: true },
        { kind: 'external_userid', scope: CORP, value: 'wm-021' },
        { kind: 'unionid', value: 'union-021' },
      ],
    },
    {},
  ]);
  const at = (minutes: number) => new Date(ctx.now().getTime() - minutes * 60_000);
  await sql`insert into customers.relationship (customer_id, corp_id, userid, org_id, staff_id, state,
      started_at, source, two_way_count)
    values (${id}, ${CORP}, 'lin', ${ctx.orgId}, ${rm.id}, 'active', ${at(90)}, 'scan', 0)`.execute(
    ctx.db,
  );
  await sql`insert into wecom.group_chat (org_id, corp_id, chat_id, name, notice, owner, admins, status,
      created_at, staff, customers, reading, changed_reading, changed_at)
    values (${ctx.orgId}, ${CORP}, 'chat-1', '代发福利群', '', 'lin', '{}', 0, ${at(90)}, 1, 1, 1, 1, ${at(90)})`.execute(
    ctx.db,
  );
  await sql`insert into wecom.group_member (org_id, corp_id, chat_id, member_id, kind, joined_at,
      join_scene, profile, profile_hash, reading, changed_reading)
    values (${ctx.orgId}, ${CORP}, 'chat-1', 'wm-021', 2, ${at(80)}, 1, '', '', 1, 1)`.execute(
    ctx.db,
  );
  await inTx(ctx, async (ctx) => {
    const value = { customerId: id!, source: 'bank_data' as const, at: ctx.now() };
    await setAttributes(ctx, [
      { ...value, code: 'products', value: ['debit_card', 'fund'] },
      { ...value, code: 'deposits', value: 1_234_500 },
    ]);
    await giveConsents(ctx, [
      {
        customerId: id!,
        purpose: 'marketing',
        channel: 'group',
        evidence: { kind: 'counter', id: 'C-1' },
        at: ctx.now(),
      },
    ]);
    const event = (kind: string, minutes: number, subject?: string, amount?: number) => ({
      ...{ id: newId(), customerId: id!, kind, at: at(minutes), source: 'test' },
      ...(subject ? { subject } : {}),
      ...(amount ? { amount } : {}),
    });
    await recordEvents(ctx, [
      event('activity.joined', 50, '周末亲子投票'),
      event('activity.joined', 40, '周末亲子投票'),
      event('activity.won', 30, '开门红抽奖'),
      event('form.submitted', 20, 'salon-form'),
      event('page.left', 10),
      event('product.bought', 5, '稳健一号', 500_000),
    ]);
  });
  const http = await testHttp(ctx, [customersModule()]);
  const page = await callHttp(http, getCustomer, { params: { id: id! } });

  expect(page.relationships).toMatchObject([{ staff: { name: '林晓' }, state: 'active' }]);
  expect(page.identities.map(({ kind }) => kind).toSorted()).toEqual([
    'bank_no',
    'external_userid',
    'unionid',
  ]);
  expect(page.groups).toMatchObject([{ name: '代发福利群' }]);
  expect(page.activities.map(({ title, subject, times }) => [title[0], subject, times])).toEqual([
    ['提交表单', 'salon-form', 1],
    ['活动中奖', '开门红抽奖', 1],
    ['参加活动', '周末亲子投票', 2],
  ]);
  expect(page.products.held.map(({ code, shown }) => [code, shown])).toEqual(
    expect.arrayContaining([
      ['products', expect.stringContaining('基金')],
      ['deposits', '1–5 万元'],
    ]),
  );
  expect(page.products.deals).toMatchObject([
    { kind: 'product.bought', subject: '稳健一号', amount: 500_000 },
  ]);
  expect(page.consents!.filter(({ state }) => state === 'given')).toMatchObject([
    { purpose: 'marketing', channel: 'group' },
  ]);

  // Nothing is made up for somebody of whom nothing is known, nor shown to whoever may not see it.
  const other = await testHttp(ctx.as({ permissions: allow(...seen) }), [customersModule()]);
  expect(await callHttp(other, getCustomer, { params: { id: bare! } })).toMatchObject({
    groups: [],
    activities: [],
    products: { held: [], deals: [] },
    consents: null,
  });
});
