import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { knowBy } from '#modules/customers/server/index.ts';
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
import { isSigned, type SmsGateway, type SmsMessage, smsSignature } from './gateway.ts';
import { asSms } from './wording.ts';

let simulator: SimulatorProcess;
const taken = new Map<string, SmsMessage>();
let submits = 0;
let trouble: 'lost' | null = null;
let gateway: SmsGateway;

/** A gateway as a bank has one: takes what is signed, each id once, and reports on it. */
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const header = (name: string) => String(request.headers[name] ?? '');
  const part = {
    method: request.method!,
    path: request.url!,
    time: header('x-time'),
    nonce: header('x-nonce'),
    body,
  };
  if (!isSigned(gateway.secret, part, header('x-signature'))) {
    response.writeHead(401).end();
    return;
  }
  const given = JSON.parse(body) as { messages?: SmsMessage[]; ids?: string[] };
  if (request.url === '/v1/messages') {
    submits += 1;
    for (const message of given.messages!)
      if (!taken.has(message.id)) taken.set(message.id, message);
    if (trouble === 'lost') {
      trouble = null;
      request.socket.destroy();
      return;
    }
    response.end(JSON.stringify({ code: 0 }));
    return;
  }
  const reports = given.ids!.map((id) => ({
    id,
    status: taken.get(id)?.phone.endsWith('0') ? 2 : 1,
    code: taken.get(id)?.phone.endsWith('0') ? 'MK:0001' : '',
  }));
  response.end(JSON.stringify({ code: 0, reports }));
});

beforeAll(async () => {
  simulator = await aSimulator();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  gateway = { url, appId: 'yuhang', secret: 'a shared secret', sign: '示例银行' };
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await simulator?.stop();
});
beforeEach(() => {
  taken.clear();
  submits = 0;
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
  const deps = deliveryDeps({ sms: async () => gateway, judgeAgain: async () => {}, retryMs: 0 });
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
  expect([...taken.values()].map(({ phone, text }) => [phone, text]).toSorted()).toEqual([
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
});

test('a batch whose answer was lost goes again under the same ids, and nobody gets it twice', async () => {
  trouble = 'lost';
  const { bank, plan, deps } = await handedOver();
  await handOverDue(bank.ctx, deps);
  await sql`update outreach.handover set next_at = ${bank.ctx.realNow()}
    where org_id = ${bank.ctx.orgId}`.execute(bank.ctx.db);
  await handOverDue(bank.ctx, deps);
  expect(submits).toBe(2);
  expect(taken.size).toBe(2);
  expect(await handoversOf(bank.ctx, plan)).toMatchObject([{ state: 'confirmed' }]);
});

test('a gateway that does not know our signature is not sent to', async () => {
  const right = gateway.secret;
  const bank = await aDeliveryBank(simulator, FRIENDS);
  await phone(bank, 'p1', '13800000001');
  const plan = await bank.plan();
  const { customerId } = bank.people.get('p1')!;
  await bank.reserved(plan, [{ customerId, channel: 'sms' }]);
  const sms = { ...gateway, secret: 'another' };
  await handOverDue(bank.ctx, deliveryDeps({ sms: async () => sms, judgeAgain: async () => {} }));
  expect(right).not.toBe(sms.secret);
  expect(taken.size).toBe(0);
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
  const deps = deliveryDeps({ judgeAgain: async () => {} });
  await handOverDue(ctx, deps);
  expect(taken.size).toBe(0);
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
  expect([...taken.values()].map(({ text }) => text)).toEqual([
    '【示例银行】开学季分期免息，详询网点，拒收请回复R',
  ]);

  const path = new URL(connection.callbackUrl!).pathname;
  const push = (body: object, key = secret) => {
    const part = {
      ...{ method: 'POST', path, nonce: 'n', body: JSON.stringify(body) },
      time: ctx.realNow().toISOString(),
    };
    return http.inject({
      ...{ method: 'POST', url: path, payload: part.body },
      headers: {
        'content-type': 'application/json',
        'x-time': part.time,
        'x-nonce': part.nonce,
        'x-signature': smsSignature(key, part),
      },
    });
  };
  const replies = [{ id: 'in-1', phone: '13800000001', text: 'R', at: ctx.now().toISOString() }];
  expect((await push({ reports: [{ id: 'x' }], replies }, 'another secret')).statusCode).toBe(403);
  const agreed = async () => {
    const { rows } = await sql<{ state: string }>`select state from customers.consent
      where customer_id = ${customerId} and purpose = 'marketing' and channel = 'sms'`.execute(
      ctx.db,
    );
    return rows.map(({ state }) => state);
  };
  expect(await agreed()).not.toContain('withdrawn');
  expect((await push({ reports: [{ id: [...taken.keys()][0] }], replies })).statusCode).toBe(200);
  expect(await agreed()).toEqual(['withdrawn']);
  // Told that there is something to know, it asks at once and not at its hour.
  await readResults(ctx, deps);
  expect(await touchesOf(ctx, plan)).toMatchObject([{ state: 'delivered' }]);
});
