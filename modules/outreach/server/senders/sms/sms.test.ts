import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { attributeRegistry, knowBy, setAttributes } from '#modules/customers/server/index.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { allow, callHttp, type TestOrg, testHttp } from '#platform/server/test/test-org.ts';
import { checkSmsConnection, getSmsConnection, setSmsConnection } from '../../../contract.ts';
import { deliveryDeps } from '../../delivery.ts';
import {
  aDeliveryBank,
  aSimulator,
  type DeliveryBank,
  handoversOf,
  ledgerDifferences,
  type SimulatorProcess,
  touchesOf,
} from '../../handover/delivery-bank.fixture.ts';
import { handOverDue } from '../../handover/hand-over.service.ts';
import { outreachModule } from '../../module.ts';
import { readResults } from '../../results/read.service.ts';
import { connectSimulatedSms } from './connect-simulated-sms.ts';
import { findGateway } from './connection.service.ts';
import { type SmsGateway, submitBatch } from './gateway.ts';
import { asSms } from './wording.ts';

let simulator: SimulatorProcess;
let gateway: SmsGateway;
let accounts = 0;

interface Taken {
  readonly id: string;
  readonly phone: string;
  readonly text: string;
}
/** What the gateway took of the bank of this test, in its order. */
const taken = async (): Promise<Taken[]> =>
  (
    (await simulator.control('GET', `/sim/sms/messages?app=${gateway.appId}`)).messages as Taken[]
  ).toReversed();
const submits = async (): Promise<number> => {
  const { totals } = await simulator.control('GET', '/sim/calls?limit=1');
  return (totals as Record<string, { calls: number }>)['sms.submit']?.calls ?? 0;
};

beforeAll(async () => {
  simulator = await aSimulator();
  // The second number is nobody's.
  await simulator.control('POST', '/sim/people', {
    people: [{ person: 'p1', name: 'p1', phone: '13800000001' }],
  });
});
afterAll(() => simulator?.stop());
/** Each test is a bank with an account of its own. */
beforeEach(async () => {
  const secret = 'a shared secret';
  gateway = {
    ...{ url: `${simulator.url}/sms-gateway`, appId: `bank-${++accounts}`, secret },
    ...{ sign: '示例银行', timeoutMs: 2_000 },
  };
  await simulator.control('PUT', `/sim/sms/accounts/${gateway.appId}`, {
    ...{ secret, signs: ['示例银行'], outOfReach: 0, perNumberAndDay: 1000 },
  });
});

const FRIENDS = { zhangsan: ['p1', 'p2', 'p3'] };

async function handedOver(purpose: 'marketing' | 'service' = 'marketing') {
  const bank = await aDeliveryBank(simulator, FRIENDS, { text: '开学季分期免息，详询网点。' });
  const { ctx } = bank;
  await phone(bank, 'p1', '13800000001');
  await phone(bank, 'p2', '13800000010');
  const plan = await bank.plan({ purpose });
  await bank.reserved(
    plan,
    ['p1', 'p2', 'p3'].map((person) => ({
      customerId: bank.people.get(person)!.customerId,
      channel: 'sms' as const,
    })),
  );
  const deps = deliveryDeps({ sms: async () => gateway, judgeAgain: async () => [], retryMs: 0 });
  await handOverDue(ctx, deps);
  return { bank, plan, deps };
}

async function phone(bank: DeliveryBank, person: string, value: string): Promise<void> {
  const { ctx } = bank;
  const sealed = ctx.vault.encrypt('customers.identity.value', value);
  const { customerId } = bank.people.get(person)!;
  await sql`
    insert into customers.identity (customer_id, key_hash, org_id, kind, scope, sealed, rule,
      confidence, verified, leads, source, at)
    values (${customerId}, ${Buffer.from(person)}, ${ctx.orgId}, 'phone', '', ${sealed}, 'test', 1,
            true, true, 'test', ${ctx.now()})`.execute(ctx.db);
}

test('R-114 CR-106 marketing by SMS leaves with the registered name in front and a way to stop at the end', async () => {
  const { bank, plan, deps } = await handedOver();
  expect((await taken()).map(({ phone, text }) => [phone, text]).toSorted()).toEqual([
    ['13800000001', '【示例银行】开学季分期免息，详询网点，拒收请回复R'],
    ['13800000010', '【示例银行】开学季分期免息，详询网点，拒收请回复R'],
  ]);
  await bank.pass(2);
  await readResults(bank.ctx, deps);
  // Who has no number and whom the network refused end with the reason, and are counted back.
  expect(await touchesOf(bank.ctx, plan)).toMatchObject([
    { state: 'delivered' },
    { state: 'failed', failure: 'sms:MK:0001' },
    { state: 'failed', failure: 'unreachable' },
  ]);
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
  expect(asSms('余额变动 5 元', '示例银行', false)).toBe('【示例银行】余额变动 5 元');
  expect(asSms('【别家】优惠，回T退订', '示例银行', true)).toBe('【示例银行】优惠，回T退订');
  // A word that means something else is no way to stop.
  expect(asSms('酒店免费退订，权益见网点。', '示例银行', true)).toBe(
    '【示例银行】酒店免费退订，权益见网点，拒收请回复R',
  );
});

test('CR-154 a text message with a link reminds the elderly of fraud in a few words, once a week, before the way to stop', async () => {
  const bank = await aDeliveryBank(simulator, FRIENDS, {
    text: '开学清单见 https://example.cn/list 。',
  });
  const { ctx } = bank;
  await phone(bank, 'p1', '13800000001');
  const { customerId } = bank.people.get('p1')!;
  await attributeRegistry(ctx);
  const born = { code: 'birth_date', value: '1955-01-01', source: 'bank_data', at: ctx.now() };
  await inTx(asSystem(ctx, ctx.orgId), (ctx) =>
    setAttributes(ctx, [{ customerId, ...born } as never]),
  );
  const deps = deliveryDeps({ sms: async () => gateway, judgeAgain: async () => [], retryMs: 0 });
  for (const _ of ['once', 'again']) {
    await bank.reserved(await bank.plan(), [{ customerId, channel: 'sms' }]);
    await handOverDue(ctx, deps);
  }
  const fraud = '工作人员不会索要您的密码和验证码，也不会要求您向个人账户转账';
  expect((await taken()).map(({ text }) => text)).toEqual([
    `【示例银行】开学清单见 https://example.cn/list 。 ${fraud}，拒收请回复R`,
    '【示例银行】开学清单见 https://example.cn/list ，拒收请回复R',
  ]);
});

test('whatever goes wrong at the gateway, the batch goes again under the same ids and nobody gets it twice', async () => {
  gateway = { ...gateway, timeoutMs: 400 };
  const before = await submits();
  const broken = [
    { kind: 'http', status: 503 },
    { kind: 'timeout', ms: 900 },
    { kind: 'lost-reply' },
  ];
  for (const fault of broken)
    await simulator.control('POST', '/sim/faults', { endpoint: 'sms.submit', ...fault });
  const { bank, plan, deps } = await handedOver();
  for (const _ of broken) {
    await sql`update outreach.handover set next_at = ${bank.ctx.realNow()}
      where org_id = ${bank.ctx.orgId}`.execute(bank.ctx.db);
    await handOverDue(bank.ctx, deps);
  }
  expect((await submits()) - before).toBe(4);
  expect(await taken()).toHaveLength(2);
  expect(await handoversOf(bank.ctx, plan)).toMatchObject([{ state: 'confirmed' }]);
});

test('the gateway takes no name that is not registered, no text without it, and no flood', async () => {
  const one = (id: string, text = '【示例银行】您好') => [{ id, phone: '13800000001', text }];
  expect(await submitBatch({ ...gateway, sign: '别家' }, one('a'))).toMatchObject({ code: 1104 });
  expect(await submitBatch(gateway, one('a', '您好'))).toEqual({
    ...{ outcome: 'ok', rejected: [{ id: 'a', code: 'SIGN' }] },
  });
  const limits = { perNumberAndDay: 1, requestsPerMinute: 4 };
  await simulator.control('PUT', `/sim/sms/accounts/${gateway.appId}`, limits);
  expect(await submitBatch(gateway, one('a'))).toEqual({ outcome: 'ok', rejected: [] });
  expect(await submitBatch(gateway, one('b'))).toMatchObject({
    rejected: [{ id: 'b', code: 'NUMBER_DAY_LIMIT' }],
  });
  expect(await submitBatch(gateway, one('c'))).toEqual({ outcome: 'later' });
  expect(await taken()).toHaveLength(1);
});

test('a gateway that does not know our signature is not sent to', async () => {
  const right = gateway.secret;
  const bank = await aDeliveryBank(simulator, FRIENDS);
  await phone(bank, 'p1', '13800000001');
  const plan = await bank.plan();
  const { customerId } = bank.people.get('p1')!;
  await bank.reserved(plan, [{ customerId, channel: 'sms' }]);
  const sms = { ...gateway, secret: 'another' };
  await handOverDue(bank.ctx, deliveryDeps({ sms: async () => sms, judgeAgain: async () => [] }));
  expect(right).not.toBe(sms.secret);
  expect(await taken()).toEqual([]);
  expect(await touchesOf(bank.ctx, plan)).toMatchObject([{ state: 'failed' }]);
});

test('R-114 bank IT connects the gateway; what waited leaves, outcomes are told, and R is the end of it', async () => {
  const bank = await aDeliveryBank(simulator, FRIENDS, { text: '开学季分期免息，详询网点。' });
  const { ctx } = bank;
  const { customerId } = bank.people.get('p1')!;
  const number = [{ customerId, value: '13800000001' }];
  await inTx(asSystem(ctx, ctx.orgId), (ctx) => knowBy(ctx, 'phone', number, 'test'));
  const plan = await bank.plan();
  await bank.reserved(plan, [{ customerId, channel: 'sms' }]);
  const deps = deliveryDeps({ judgeAgain: async () => [] });
  await handOverDue(ctx, deps);
  expect(await taken()).toEqual([]);
  const http = await testHttp(
    (ctx as TestOrg).as({ name: '科技部', permissions: allow('outreach.sms.manage') }),
    [
      outreachModule({
        delivery: deps,
        publicUrl: 'https://yuhang.bank.example',
        ctxFor: (orgId) => asSystem(ctx, orgId),
      }),
    ],
  );
  const { url, appId, secret, sign } = gateway;
  const settings = { url, appId, sign, on: true, version: 0 };
  await expect(callHttp(http, setSmsConnection, { body: settings })).rejects.toMatchObject({
    code: 'outreach.smsSecretMissing',
  });
  const { connection } = await callHttp(http, setSmsConnection, { body: { ...settings, secret } });
  expect(JSON.stringify(await callHttp(http, getSmsConnection))).not.toContain(secret);
  const { rows } = await sql<{ secret: string }>`select secret from outreach.sms_gateway
    where org_id = ${ctx.orgId}`.execute(ctx.db);
  expect(rows[0]!.secret).not.toContain(secret);
  expect(await callHttp(http, checkSmsConnection)).toEqual({ answers: true });

  await sql`update outreach.handover set next_at = ${ctx.realNow()}
    where org_id = ${ctx.orgId}`.execute(ctx.db);
  await handOverDue(ctx, deps);
  expect((await taken()).map(({ text }) => text)).toEqual([
    '【示例银行】开学季分期免息，详询网点，拒收请回复R',
  ]);

  const agreed = async () => {
    const { rows } = await sql<{ state: string }>`select state from customers.consent
      where customer_id = ${customerId} and purpose = 'marketing' and channel = 'sms'`.execute(
      ctx.db,
    );
    return rows.map(({ state }) => state);
  };
  const { pathname } = new URL(connection.callbackUrl!);
  const forged = await http.inject({
    ...{ method: 'POST', url: pathname, headers: { 'x-signature': 'another' } },
    payload: JSON.stringify({
      replies: [{ id: 'in-1', phone: '13800000001', text: 'R', at: ctx.now().toISOString() }],
    }),
  });
  expect(forged.statusCode).toBe(403);
  expect(await agreed()).not.toContain('withdrawn');

  // The customer answers on their phone; the gateway tells the bank by itself, again until it hears.
  const listening = await http.listen({ host: '127.0.0.1', port: 0 });
  await simulator.control('POST', '/sim/faults', { endpoint: 'sms.push', kind: 'timeout' });
  await simulator.control('PUT', `/sim/sms/accounts/${appId}`, {
    callbackUrl: `${listening}${pathname}`,
  });
  await simulator.control('POST', '/sim/sms/replies', { phone: '13800000001', text: 'T', appId });
  await bank.pass(1);
  await expect
    .poll(async () => (await simulator.control('POST', '/sim/sms/tell')).told, { timeout: 20_000 })
    .toBe(true);
  expect(await agreed()).toEqual(['withdrawn']);
  const phone = `/phones/api/corps/${simulator.corpid}/people/p1/sms`;
  const { number: shown, lines } = await simulator.control('GET', phone);
  expect(shown).toBe('13800000001');
  expect((lines as object[]).slice(-2)).toMatchObject([
    { mine: false, text: expect.stringContaining('拒收请回复R') },
    { mine: true, text: 'T' },
  ]);
  // Told that there is something to know, it asks at once and not at its hour.
  await readResults(ctx, deps);
  expect(await touchesOf(ctx, plan)).toMatchObject([{ state: 'delivered' }]);
  await http.close();
});

test('a demo is connected by itself, keeps its secret, and leaves alone what somebody set by hand', async () => {
  const { ctx } = await aDeliveryBank(simulator, { zhangsan: [] });
  const demo = { simulatorUrl: simulator.url, productUrl: 'http://127.0.0.1:9', sign: '示例银行' };
  expect(await connectSimulatedSms(ctx, demo)).toBe(true);
  const made = (await findGateway(ctx))!;
  expect(
    await submitBatch(made, [{ id: ctx.orgId, phone: '13800000001', text: '【示例银行】好' }]),
  ).toEqual({ outcome: 'ok', rejected: [] });
  expect(await connectSimulatedSms(ctx, demo)).toBe(true);
  expect((await findGateway(ctx))!.secret).toBe(made.secret);
  const other = { simulatorUrl: 'http://127.0.0.1:8', productUrl: demo.productUrl, sign: '别家' };
  await sql`update outreach.sms_gateway set app_id = 'of the bank' where org_id = ${ctx.orgId}`.execute(
    ctx.db,
  );
  expect(await connectSimulatedSms(ctx, other)).toBe(false);
});
