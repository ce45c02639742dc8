import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aBank, aStaff, aUnit } from '#modules/org/server/fixtures.ts';
import { eventsOf, recordEvents } from '#modules/tracking/server/index.ts';
import type { MirroredContact, MirroredFollow } from '#modules/wecom/server/index.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import {
  allow,
  callHttp,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import { type CustomerPage, getCustomer, listCustomers } from '../../contract.ts';
import { customerByIdentity } from '../identities/find.service.ts';
import { customersModule } from '../module.ts';
import { strengthOf } from './strength.ts';
import { takeMirrored } from './take-contacts.service.ts';
import { noteTwoWay } from './two-way.service.ts';

const CORP = '0193a000-0000-7000-8000-000000000001';
const reader = allow('customers.customer.read', 'customers.unit.read');
const hours = (ctx: Ctx, n: number) => new Date(ctx.now().getTime() + n * 3_600_000);

const follow = (userid: string, given: Partial<MirroredFollow>): MirroredFollow => ({
  userid,
  state: 'live',
  createdAt: null,
  addWay: 1,
  channel: null,
  tagIds: [],
  note: null,
  leftAt: null,
  endedAt: null,
  endedBy: null,
  changedAt: new Date(0),
  ...given,
});

const contact = (externalUserid: string, follows: MirroredFollow[]): MirroredContact => ({
  externalUserid,
  profile: {
    name: '小花',
    avatar: null,
    unionid: `u-${externalUserid}`,
    corpName: null,
    position: null,
    kind: 'wechat',
    gender: 2,
  },
  follows,
});

const tell = (ctx: Ctx, ...contacts: MirroredContact[]) =>
  inTx(ctx, (tx) => takeMirrored(tx, CORP, contacts));

async function pageOf(ctx: TestOrg, externalUserid: string): Promise<CustomerPage> {
  const id = await customerByIdentity(ctx, 'external_userid', CORP, externalUserid);
  const http = await testHttp(ctx, [customersModule()]);
  return callHttp(http, getCustomer, { params: { id: id! } });
}

test('R-037 a relationship has its start, source, last two-way contact and strength; its end says who ended it', async () => {
  const ctx = testOrg(reader);
  await aBank(ctx);
  const li = await aStaff(ctx, { name: '李经理', wecomUserId: 'li' });
  const added = hours(ctx, 0);
  await tell(
    ctx,
    contact('wm-1', [follow('li', { createdAt: added, addWay: 16, channel: 'code-7' })]),
  );

  const first = await pageOf(ctx, 'wm-1');
  expect(first.head).toMatchObject({ rm: { id: li.id }, unit: { id: li.unit.id }, friends: 1 });
  expect(first.relationships).toMatchObject([
    {
      staff: { id: li.id, name: '李经理' },
      state: 'active',
      startedAt: added.toISOString(),
      source: 'acquisition_link',
      channel: 'code-7',
      lastTwoWayAt: null,
      strength: 0,
    },
  ]);

  ctx.advance(24 * 60);
  const at = hours(ctx, -1);
  await inTx(ctx, async (tx) => {
    const customerId = first.head.id;
    const event = { customerId, kind: 'message.replied', source: 'test' };
    const properties = { staffId: li.id, corpId: CORP };
    await recordEvents(tx, [
      { ...event, id: newId(), at: hours(ctx, -5), properties },
      { ...event, id: newId(), at, properties },
    ]);
    const told = { customerIds: [customerId], kinds: ['message.replied'] };
    await noteTwoWay(tx, told);
    await noteTwoWay(tx, told);
  });
  const spoken = (await pageOf(ctx, 'wm-1')).relationships[0]!;
  expect(spoken).toMatchObject({ lastTwoWayAt: at.toISOString(), twoWayCount: 2, strength: 53 });

  const left = hours(ctx, 0);
  await tell(
    ctx,
    contact('wm-1', [
      follow('li', { createdAt: added, addWay: 16, channel: 'code-7', leftAt: left }),
    ]),
  );
  const ended = await pageOf(ctx, 'wm-1');
  expect(ended.head.friends).toBe(0);
  expect(ended.relationships).toMatchObject([
    { state: 'ended', endedBy: 'customer', endedAt: left.toISOString(), strength: 0 },
  ]);
});

test('who comes back begins anew, the first time is not forgotten, and told twice is told once', async () => {
  const ctx = testOrg(reader);
  await aBank(ctx);
  await aStaff(ctx, { wecomUserId: 'li' });
  const [t0, t1, t2] = [hours(ctx, -30), hours(ctx, -20), hours(ctx, -10)];
  const steps = [
    contact('wm-2', [follow('li', { createdAt: t0 })]),
    contact('wm-2', [
      follow('li', { createdAt: t0, state: 'ended', endedAt: t1, endedBy: 'staff' }),
    ]),
    contact('wm-2', [follow('li', { createdAt: t2 })]),
  ];
  for (const step of steps) {
    await tell(ctx, step);
    await tell(ctx, step);
  }
  const page = await pageOf(ctx, 'wm-2');
  expect(page.relationships).toMatchObject([{ state: 'active', startedAt: t2.toISOString() }]);
  const events = await eventsOf(ctx, page.head.id, { limit: 10 });
  expect(events.map(({ kind, at }) => [kind, at])).toEqual([
    ['relationship.started', t2.toISOString()],
    ['relationship.ended', t1.toISOString()],
    ['relationship.started', t0.toISOString()],
  ]);
});

test('CR-107 that a customer removed us is remembered when they are friends again', async () => {
  const ctx = testOrg(reader);
  await aBank(ctx);
  await aStaff(ctx, { wecomUserId: 'li' });
  const [t0, t1, t2] = [hours(ctx, -30), hours(ctx, -20), hours(ctx, -10)];
  const removed = async () => {
    const { rows } = await sql<{ at: Date | null }>`
      select deleted_at as at from customers.relationship where org_id = ${ctx.orgId}`.execute(
      ctx.db,
    );
    return rows.map(({ at }) => at?.getTime() ?? null);
  };
  await tell(ctx, contact('wm-9', [follow('li', { createdAt: t0 })]));
  expect(await removed()).toEqual([null]);
  await tell(ctx, contact('wm-9', [follow('li', { createdAt: t0, leftAt: t1 })]));
  await tell(ctx, contact('wm-9', [follow('li', { createdAt: t2 })]));
  expect((await pageOf(ctx, 'wm-9')).relationships).toMatchObject([{ state: 'active' }]);
  expect(await removed()).toEqual([t1.getTime()]);
});

test('two corps that give the same unionid know one customer; the phone a colleague wrote down is a hint only', async () => {
  const ctx = testOrg(reader);
  await aBank(ctx);
  const other = '0193a000-0000-7000-8000-000000000002';
  const note = { remark: '', description: '', company: null, mobiles: ['13800007777'] };
  await tell(ctx, contact('same', [follow('li', { createdAt: hours(ctx, -3), note })]));
  await inTx(ctx, (tx) =>
    takeMirrored(tx, other, [
      {
        ...contact('wn-9', [follow('wang', { createdAt: hours(ctx, -2) })]),
        profile: contact('same', []).profile,
      },
    ]),
  );
  const page = await pageOf(ctx, 'same');
  expect(page.relationships.map(({ corpId }) => corpId).sort()).toEqual([CORP, other]);
  expect(page.identities.find(({ kind }) => kind === 'phone')).toMatchObject({
    verified: false,
    value: '138****7777',
  });
});

test('a manager sees their own customers wherever they belong; a head of unit the subtree; nobody else anybody', async () => {
  const ctx = testOrg();
  const [mine, other] = [await aUnit(ctx), await aUnit(ctx)];
  const rm = await aStaff(ctx, { unitId: mine.id, wecomUserId: 'rm' });
  const colleague = await aStaff(ctx, { unitId: other.id, wecomUserId: 'col' });
  await tell(
    ctx,
    contact('wm-a', [follow('rm', { createdAt: hours(ctx, -9) })]),
    contact('wm-b', [
      follow('col', { createdAt: hours(ctx, -8) }),
      follow('rm', { createdAt: hours(ctx, -7) }),
    ]),
    contact('wm-c', [follow('col', { createdAt: hours(ctx, -6) })]),
    contact('wm-d', [follow('rm', { createdAt: hours(ctx, -5), leftAt: hours(ctx, -4) })]),
  );
  const named = new Map<number, string>();
  for (const id of ['wm-a', 'wm-b', 'wm-c', 'wm-d'])
    named.set((await customerByIdentity(ctx, 'external_userid', CORP, id))!, id);
  const seenBy = async (id: string, permissions: ReturnType<typeof allow>) => {
    const http = await testHttp(ctx.as({ id, permissions }), [customersModule()]);
    const { items } = await callHttp(http, listCustomers);
    return items.map((item) => named.get(item.id)).sort();
  };
  const own = allow({ 'customers.customer.read': [mine.path] });
  const head = allow({
    'customers.customer.read': [other.path],
    'customers.unit.read': [other.path],
  });
  // wm-d ended the friendship, but the manager still looks after them.
  expect(await seenBy(rm.id, own)).toEqual(['wm-a', 'wm-b', 'wm-d']);
  expect(await seenBy(newId(), head)).toEqual(['wm-b', 'wm-c']);
  expect(await seenBy(colleague.id, allow('customers.customer.read'))).toEqual(['wm-b', 'wm-c']);
  expect(await seenBy(newId(), allow('customers.customer.read'))).toEqual([]);
});

test('a relationship fades with silence and grows with talk', () => {
  const now = new Date('2026-03-01T00:00:00Z');
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const one = { state: 'active', startedAt: ago(365), lastTwoWayAt: ago(0), twoWayCount: 20 };
  expect(strengthOf(one, now)).toBe(100);
  expect(strengthOf({ ...one, lastTwoWayAt: ago(30) }, now)).toBe(75);
  expect(strengthOf({ ...one, lastTwoWayAt: null, twoWayCount: 0 }, now)).toBe(20);
  expect(strengthOf({ ...one, state: 'ended' }, now)).toBe(0);
});
