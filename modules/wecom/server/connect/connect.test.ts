import { afterAll, beforeAll, expect, test } from 'vitest';
import { on } from '#platform/server/events.ts';
import type { AppModule } from '#platform/server/module.ts';
import { callHttp, runDueJobs, testOrg } from '#platform/server/test/test-org.ts';
import { listDepartmentIds } from '#protocol/wecom/endpoints/contacts.ts';
import { addMassMessage } from '#protocol/wecom/endpoints/mass-messages.ts';
import * as api from '../../contract.ts';
import { aCorp, aWecomAdmin, running, wecomModules, wecomSettings } from '../fixtures.ts';
import { createGateway } from '../gateway/gateway.ts';
import { APP, aSimulator, CONTACTS, type SimulatorProcess } from '../test/simulator-process.ts';

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());

async function connected() {
  const ctx = running(testOrg());
  const settings = wecomSettings(ctx);
  const { app, headers } = await aWecomAdmin(ctx, settings);
  const { corp, apps } = await aCorp(ctx, simulator.url, {
    corpid: simulator.corpid,
    apps: [
      { kind: 'self_built', ...APP },
      { kind: 'contact_sync', secret: CONTACTS.secret },
    ],
  });
  const params = { id: corp.id };
  return { ctx, settings, app, headers, corp, apps, params };
}

const states = ({ steps }: api.Connection) =>
  Object.fromEntries(steps.map(({ key, state }) => [key, state]));

test('the wizard tests each permission by a call and says in plain words what is missing', async () => {
  const { app, headers, params } = await connected();
  const before = await callHttp(app, api.getConnection, { params }, headers);
  expect(states(before)).toEqual({
    corp: 'done',
    contact_sync: 'untested',
    self_built: 'untested',
    customer_contact: 'untested',
    callback: 'todo',
    archive: 'todo',
  });
  expect(before.steps.every(({ how }) => how.every(([zh, en]) => zh && en))).toBe(true);
  const bare = `/sim/corps/${simulator.corpid}/apps/${APP.agentId}`;
  await simulator.control('PATCH', bare, { customerContact: false });
  const lacking = await callHttp(app, api.testConnection, { params }, headers);
  expect(states(lacking)).toMatchObject({ self_built: 'done', customer_contact: 'failed' });
  const customers = lacking.steps.find(({ key }) => key === 'customer_contact')!;
  expect(customers.checks[0]!.problem!.code).toBe(48002);
  expect(customers.checks[0]!.fix![0]).toContain('可调用接口的应用');

  await simulator.control('PATCH', bare, {
    customerContact: true,
    settings: { trustedIps: ['10.9.9.9'] },
  });
  const shut = await callHttp(app, api.testConnection, { params }, headers);
  const self = shut.steps.find(({ key }) => key === 'self_built')!;
  expect(self.checks[0]!.problem!.code).toBe(60020);
  expect(self.checks[0]!.fix![0]).toContain('127.0.0.1');

  await simulator.control('PATCH', bare, { settings: { trustedIps: null } });
  const good = await callHttp(app, api.testConnection, { params }, headers);
  expect(states(good)).toMatchObject({
    contact_sync: 'done',
    self_built: 'done',
    customer_contact: 'done',
  });
  expect(good.complete, 'events are not received yet').toBe(false);
});

test('WeCom checks the pasted address, and what people do in it is told to the product', async () => {
  const ctx = testOrg();
  const base = wecomSettings(ctx);
  const { app, headers } = await aWecomAdmin(ctx, base);
  const { corp, apps } = await aCorp(ctx, simulator.url, {
    corpid: simulator.corpid,
    apps: [{ kind: 'self_built', ...APP }],
  });
  const params = { id: corp.id, appId: apps[0]!.id };
  const keys = await callHttp(app, api.renewCallbackKeys, { params }, headers);
  const here = await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `${here}${new URL(keys.url!).pathname}`;
  const { token, encodingAesKey } = keys;
  await simulator.control('PUT', `/sim/corps/${simulator.corpid}/apps/${APP.agentId}/callback`, {
    url,
    token,
    encodingAesKey,
  });
  const step = await callHttp(app, api.getConnection, { params: { id: corp.id } }, headers);
  expect(states(step).callback).toBe('done');

  await simulator.control('PUT', '/sim/callbacks/faults', {
    duplicate: 0.5,
    reorder: 0.5,
    delayMs: 200,
  });
  const acts = Array.from({ length: 5 }, (_, i) => ({
    do: 'customer.add',
    person: `p${i}`,
    userid: 'zhangsan',
  }));
  const { results } = await simulator.control('POST', `/sim/corps/${simulator.corpid}/acts`, {
    acts,
  });
  expect((results as { ok: boolean }[]).filter(({ ok }) => !ok)).toEqual([]);
  await simulator.control('POST', '/sim/callbacks/idle', { timeoutMs: 20_000 });
  const heard: string[] = [];
  const subscriber: AppModule = {
    name: 'test',
    subscriptions: [
      on(api.customerAdded, 'test.hear', async (_ctx, event) => {
        heard.push(event.externalUserid);
      }),
    ],
  };
  await runDueJobs(ctx, [...wecomModules(base), subscriber]);
  expect(new Set(heard).size).toBe(5);
  expect(heard).toHaveLength(5);
  await app.close();
});

test('the health of a corp: tokens, calls by outcome, quotas, and what errors mean', async () => {
  const { ctx, app, headers, corp, params } = await connected();
  const gateway = createGateway({ repeatMs: [5, 5, 5], blockMs: () => 60_000 });
  const via = { corpId: corp.id };
  await gateway.call(ctx, via, listDepartmentIds);
  const fault = (body: object) => simulator.control('POST', '/sim/faults', body);
  await fault({ endpoint: 'mass-message.add', kind: 'lost-reply' });
  const body = { chat_type: 'single' as const, sender: 'zhangsan', text: { content: '您好' } };
  const lost = await gateway.call(ctx, via, addMassMessage, { body });
  expect(lost.outcome).toBe('unknown');
  await fault({ endpoint: 'department.list-ids', kind: 'code', code: 45009 });
  const waiting = await gateway.call(ctx, via, listDepartmentIds, {}, { patienceMs: 100 });
  expect(waiting).toMatchObject({ outcome: 'later', code: 45009 });

  const health = await callHttp(app, api.corpHealth, { params }, headers);
  expect(health.apps.map(({ token }) => token.state).toSorted()).toEqual(['valid', 'valid']);
  const outcomes = Object.fromEntries(health.calls.map((c) => [c.endpoint, c.outcomes]));
  expect(outcomes).toMatchObject({
    'department.list-ids': { ok: 1, throttled: 1 },
    'mass-message.add': { unknown: 1 },
  });
  expect(health.errors).toMatchObject([{ code: 45009, meaning: '接口调用频率超限', count: 1 }]);
  const closed = health.quotas.filter(({ closedUntil }) => closedUntil !== null);
  expect(closed).toMatchObject([{ endpoint: 'department.list-ids', ready: 0, limit: 10_000 }]);
  const log = await callHttp(
    app,
    api.listCalls,
    { params, query: { outcome: 'unknown' } },
    headers,
  );
  expect(log.items).toMatchObject([{ endpoint: 'mass-message.add', cost: 1 }]);
  const later = { from: new Date(ctx.realNow().getTime() + 60_000).toISOString() };
  expect((await callHttp(app, api.listCalls, { params, query: later }, headers)).total).toBe(0);
  const { points } = await callHttp(app, api.callSeries, { params }, headers);
  const sum = (of: 'total' | 'failed') => points.reduce((n, point) => n + point[of], 0);
  const calls = health.calls.reduce((n, { total }) => n + total, 0);
  expect([points.length, sum('total'), sum('failed')]).toEqual([60, calls, 2]);
});
