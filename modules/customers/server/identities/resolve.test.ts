import { expect, test } from 'vitest';
import { aBank } from '#modules/org/server/fixtures.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { allow, callHttp, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import { getCustomer, listMergeProposals } from '../../contract.ts';
import { customersModule } from '../module.ts';
import { customerByIdentity } from './find.service.ts';
import type { CustomerRecord } from './record.ts';
import { resolveCustomers } from './resolve.service.ts';

const CORP = '0193a000-0000-7000-8000-000000000001';
const operator = allow('customers.customer.read', 'customers.unit.read', 'customers.merge.manage');

async function resolver(ctx: Ctx) {
  const { headOffice } = await aBank(ctx);
  return (
    identities: CustomerRecord['identities'],
    more: Partial<CustomerRecord> & { source?: string } = {},
  ) =>
    inTx(ctx, async (tx) => {
      const { source = 'test', ...record } = more;
      const [resolved] = await resolveCustomers(
        tx,
        [{ identities, unitId: headOffice.id, ...record }],
        { source },
      );
      return resolved!;
    });
}

test('R-382 one person over WeCom, official account, mini-program and app is one customer, and each way says how sure it is', async () => {
  const ctx = testOrg(operator);
  const resolve = await resolver(ctx);
  const unionid = { kind: 'unionid', value: 'u-1', verified: true } as const;
  const phone = { kind: 'phone', value: '13800001111', verified: true } as const;

  const wecom = await resolve(
    [{ kind: 'external_userid', scope: CORP, value: 'wm-1', verified: true }, unionid],
    { source: 'wecom', name: '小花', nameFrom: 'wecom' },
  );
  const account = await resolve([{ kind: 'openid', scope: 'wx-account', value: 'o-1' }, unionid]);
  const mini = await resolve([{ kind: 'openid', scope: 'wx-mini', value: 'o-2' }, unionid, phone]);
  const app = await resolve([
    { kind: 'device', value: 'd-1' },
    { kind: 'phone', value: '+86 138-0000-1111', verified: true },
  ]);

  expect(wecom).toMatchObject({ outcome: 'created', rule: 'first_seen' });
  const one = wecom.customerId;
  expect(account).toMatchObject({ customerId: one, rule: 'unionid', confidence: 0.99 });
  expect(mini).toMatchObject({ customerId: one, rule: 'unionid' });
  expect(app).toMatchObject({ customerId: one, rule: 'phone_verified', confidence: 0.92 });

  const http = await testHttp(ctx, [customersModule()]);
  const page = await callHttp(http, getCustomer, { params: { id: one } });
  const ways = page.identities.map(({ kind, rule, confidence }) => ({ kind, rule, confidence }));
  expect(ways).toHaveLength(6);
  expect(ways).toContainEqual({ kind: 'phone', rule: 'same_record', confidence: 0.91 });
  expect(ways).toContainEqual({ kind: 'device', rule: 'same_record', confidence: 0.37 });
  expect(page.identities.find(({ kind }) => kind === 'phone')?.value).toBe('138****1111');
});

test('a phone that somebody typed in does not make two people one; somebody is asked', async () => {
  const ctx = testOrg(operator);
  const resolve = await resolver(ctx);
  const bank = await resolve([
    { kind: 'bank_no', value: 'b001', verified: true },
    { kind: 'phone', value: '13800002222', verified: true },
  ]);
  const friend = await resolve([
    { kind: 'external_userid', scope: CORP, value: 'wm-2', verified: true },
    { kind: 'phone', value: '13800002222' },
  ]);
  expect(friend.customerId).not.toBe(bank.customerId);
  expect(friend.proposed).toEqual([bank.customerId]);

  const http = await testHttp(ctx, [customersModule()]);
  const { items } = await callHttp(http, listMergeProposals);
  expect(items).toMatchObject([
    {
      customer: { id: bank.customerId },
      other: { id: friend.customerId, phone: '138****2222' },
      reasons: [{ rule: 'phone_unverified', kind: 'phone' }],
      state: 'open',
    },
  ]);
});

test('the same phone and name are enough, even if nobody proved the phone', async () => {
  const ctx = testOrg(operator);
  const resolve = await resolver(ctx);
  const bank = await resolve(
    [
      { kind: 'bank_no', value: 'B002', verified: true },
      { kind: 'phone', value: '13800003333', verified: true },
    ],
    { name: '王小明', nameFrom: 'bank' },
  );
  const typed = await resolve([{ kind: 'phone', value: '13800003333' }], { name: '王小明' });
  expect(typed).toMatchObject({ customerId: bank.customerId, rule: 'phone_and_name' });
  const other = await resolve([{ kind: 'phone', value: '13800003333' }], { name: '王大明' });
  expect(other.customerId).not.toBe(bank.customerId);
});

test('two bank numbers are two people, though they share a phone that both proved', async () => {
  const ctx = testOrg(operator);
  const resolve = await resolver(ctx);
  const phone = { kind: 'phone', value: '13800004444', verified: true } as const;
  const wife = await resolve([{ kind: 'bank_no', value: 'W1', verified: true }, phone]);
  const husband = await resolve([{ kind: 'bank_no', value: 'H1', verified: true }, phone]);
  expect(husband.customerId).not.toBe(wife.customerId);
  expect(husband.proposed).toEqual([wife.customerId]);

  // Each keeps the phone; the number leads to the right one from then on.
  expect(await resolve([{ kind: 'bank_no', value: 'h1', verified: true }, phone])).toMatchObject({
    customerId: husband.customerId,
    outcome: 'known',
  });
  const http = await testHttp(ctx, [customersModule()]);
  for (const id of [wife.customerId, husband.customerId]) {
    const { head } = await callHttp(http, getCustomer, { params: { id } });
    expect(head.phone).toBe('138****4444');
  }
});

test('when phone says one and bank number says another, the number wins and the doubt is kept', async () => {
  const ctx = testOrg(operator);
  const resolve = await resolver(ctx);
  const phone = { kind: 'phone', value: '13800005555', verified: true } as const;
  const a = await resolve([phone]);
  const b = await resolve([{ kind: 'bank_no', value: 'X9', verified: true }]);
  const both = await resolve([phone, { kind: 'bank_no', value: 'X9', verified: true }]);
  expect(both).toMatchObject({
    customerId: b.customerId,
    rule: 'bank_no',
    proposed: [a.customerId],
  });
  expect(await customerByIdentity(ctx, 'phone', '', phone.value)).toBe(a.customerId);
});

test('records of one batch that share an identity are one customer', async () => {
  const ctx = testOrg(operator);
  const { headOffice } = await aBank(ctx);
  const unitId = headOffice.id;
  const results = await inTx(ctx, (tx) =>
    resolveCustomers(
      tx,
      [
        { identities: [{ kind: 'bank_no', value: 'S1' }], unitId },
        { identities: [{ kind: 'bank_no', value: 'S2' }], unitId },
        {
          identities: [
            { kind: 'unionid', value: 'su' },
            { kind: 'bank_no', value: 's1' },
          ],
          unitId,
        },
        { identities: [{ kind: 'unionid', value: 'su' }], unitId },
      ],
      { source: 'test' },
    ),
  );
  const ids = results.map((r) => r.customerId);
  expect(ids[2]).toBe(ids[0]);
  expect(ids[3]).toBe(ids[0]);
  expect(ids[1]).not.toBe(ids[0]);
  expect(results.map((r) => r.outcome)).toEqual(['created', 'created', 'changed', 'known']);
});

test('many who see the same new person at once make one customer', async () => {
  const ctx = testOrg(operator);
  const resolve = await resolver(ctx);
  const identity = (kind: 'unionid' | 'openid' | 'bank_no', n: number) => ({
    kind,
    scope: kind === 'openid' ? 'wx' : '',
    value: `${kind}-${n}`,
    verified: true,
  });
  for (let person = 0; person < 8; person += 1) {
    const shared = identity('unionid', person);
    const ways = [
      [shared, identity('openid', person)],
      [identity('bank_no', person), shared],
      [identity('openid', person), shared, identity('bank_no', person)],
      [shared],
      [identity('openid', person), shared],
      [shared, identity('bank_no', person)],
    ];
    const found = await Promise.all(ways.map((way) => resolve(way)));
    expect(new Set(found.map((r) => r.customerId)).size).toBe(1);
    expect(found.filter((r) => r.outcome === 'created')).toHaveLength(1);
  }
  const { rows } = await ctx.db
    .selectFrom('customers.customer')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('orgId', '=', ctx.orgId)
    .execute()
    .then((rows) => ({ rows }));
  expect(rows[0]!.n).toBe(8);
});

test('the same again changes nothing; another bank knows nobody of it', async () => {
  const ctx = testOrg(operator);
  const resolve = await resolver(ctx);
  const identities = [
    { kind: 'bank_no', value: 'Q1', verified: true },
    { kind: 'phone', value: '13800006666', verified: true },
  ] as const;
  const first = await resolve(identities, { name: '赵六', nameFrom: 'bank' });
  ctx.advance(60);
  const again = await resolve(identities, { name: '赵六', nameFrom: 'bank' });
  expect(again).toMatchObject({ customerId: first.customerId, outcome: 'known' });
  const { version, changedAt, createdAt } = await ctx.db
    .selectFrom('customers.customer')
    .select(['version', 'changedAt', 'createdAt'])
    .where('customerId', '=', first.customerId)
    .executeTakeFirstOrThrow();
  expect(version).toBe(1);
  expect(changedAt).toEqual(createdAt);

  const elsewhere = await (await resolver(testOrg(operator)))(identities);
  expect(elsewhere.outcome).toBe('created');
});

test('a name gives way to one that is trusted more, and to no other', async () => {
  const ctx = testOrg(operator);
  const resolve = await resolver(ctx);
  const way = [{ kind: 'unionid', value: 'n-1' }] as const;
  const { customerId } = await resolve(way, { name: '小花花', nameFrom: 'wecom' });
  expect((await resolve(way, { name: '李小花', nameFrom: 'bank' })).outcome).toBe('changed');
  expect((await resolve(way, { name: '花姐', nameFrom: 'wecom' })).outcome).toBe('known');
  const http = await testHttp(ctx, [customersModule()]);
  const { head } = await callHttp(http, getCustomer, { params: { id: customerId } });
  expect(head.name).toBe('李**');
});
