import { randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { on } from '#platform/server/events.ts';
import type { AppModule } from '#platform/server/module.ts';
import { callHttp, runDueJobs, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { type CallbackKeys, sealCheck, sealPush } from '#protocol/wecom/callbacks/envelope.ts';
import * as api from '../../contract.ts';
import { aCorp, aWecomAdmin, wecomModules, wecomSettings } from '../fixtures.ts';

interface Listening {
  app: FastifyInstance;
  headers: { cookie: string };
  corpId: api.CorpId;
  keys: CallbackKeys;
  path: string;
  modules: AppModule[];
  /** What the rest of the product heard of customers who were added. */
  heard: { externalUserid: string; at: string; state: string | null; welcomeCode: string | null }[];
  now(): number;
  push(message: string, change?: Partial<Sent>): Promise<number>;
}

interface Sent {
  query: Record<string, string>;
  body: string;
  path: string;
  timestamp: number;
}

/** The product as WeCom sees it, and a subscriber in it. */
async function aListener(ctx: TestOrg): Promise<Listening> {
  const settings = wecomSettings(ctx, { mode: 'production' });
  const { app, headers } = await aWecomAdmin(ctx, settings);
  const { corp, apps } = await aCorp(ctx, 'https://wecom.example');
  const params = { id: corp.id, appId: apps[0]!.id };
  const { url, token, encodingAesKey } = await callHttp(
    app,
    api.renewCallbackKeys,
    { params },
    headers,
  );
  const path = new URL(url!).pathname;
  const keys = { token, encodingAesKey, receiveid: corp.corpid };
  const heard: Listening['heard'] = [];
  const subscriber: AppModule = {
    name: 'test',
    subscriptions: [
      on(api.customerAdded, 'test.hear', async (_ctx, event) => void heard.push(event)),
    ],
  };
  const now = () => Math.floor(ctx.now().getTime() / 1000);
  return {
    app,
    headers,
    corpId: corp.id,
    keys,
    path,
    modules: [...wecomModules(settings), subscriber],
    heard,
    now,
    async push(message, change = {}) {
      const sealed = sealPush(keys, message, { timestamp: change.timestamp ?? now() });
      const { statusCode } = await app.inject({
        method: 'POST',
        url: change.path ?? path,
        query: change.query ?? sealed.query,
        headers: { 'content-type': 'text/xml' },
        payload: change.body ?? sealed.body,
      });
      return statusCode;
    },
  };
}

const xml = (corpid: string, at: number, fields: Record<string, string>) =>
  `<xml><ToUserName><![CDATA[${corpid}]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>${at}</CreateTime><MsgType><![CDATA[event]]></MsgType>${Object.entries(
    fields,
  )
    .map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
    .join('')}</xml>`;

const added = (listening: Listening, externalUserid: string, at = listening.now()) =>
  xml(listening.keys.receiveid, at, {
    Event: 'change_external_contact',
    ChangeType: 'add_external_contact',
    UserID: 'zhangsan',
    ExternalUserID: externalUserid,
    State: 'door-7',
    WelcomeCode: 'welcome',
  });

const stored = (ctx: TestOrg) =>
  ctx.db
    .selectFrom('wecom.callback')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .orderBy('receivedAt')
    .execute();

test('the check of the address is answered with the plain text and nothing else', async () => {
  const ctx = testOrg();
  const l = await aListener(ctx);
  const query = sealCheck(l.keys, '1616140317555161061', { timestamp: l.now() });
  const answer = await l.app.inject({ method: 'GET', url: l.path, query });
  expect([answer.statusCode, answer.body]).toEqual([200, '1616140317555161061']);
  const corp = await callHttp(l.app, api.getCorp, { params: { id: l.corpId } }, l.headers);
  expect(corp.apps[0]!.callbackCheckedAt).not.toBeNull();
  const forged = { ...query, msg_signature: '0'.repeat(40) };
  expect((await l.app.inject({ method: 'GET', url: l.path, query: forged })).statusCode).toBe(403);
});

test('new keys may be pasted while pushes still come with the old ones, until the address is checked', async () => {
  const ctx = testOrg();
  const l = await aListener(ctx);
  const { apps } = await callHttp(l.app, api.getCorp, { params: { id: l.corpId } }, l.headers);
  const params = { id: l.corpId, appId: apps[0]!.id };
  const fresh = await callHttp(l.app, api.renewCallbackKeys, { params }, l.headers);
  expect(await l.push(added(l, 'wm-old'))).toBe(200);
  const query = sealCheck({ ...l.keys, ...fresh }, 'echo', { timestamp: l.now() });
  expect((await l.app.inject({ method: 'GET', url: l.path, query })).body).toBe('echo');
  expect(await l.push(added(l, 'wm-late'))).toBe(403);
});

test('a push is stored encrypted before anything is done about it, and then told as a typed event', async () => {
  const ctx = testOrg();
  const l = await aListener(ctx);
  expect(await l.push(added(l, 'wm-li-na'))).toBe(200);
  const [row] = await stored(ctx);
  expect(row).toMatchObject({ name: 'customer.added', state: 'received', copies: 1 });
  expect(JSON.stringify(row)).not.toMatch(/wm-li-na|zhangsan/);
  expect(l.heard).toEqual([]);
  await runDueJobs(ctx, l.modules, { twice: true });
  expect(l.heard).toMatchObject([
    {
      corpId: l.corpId,
      callbackId: row!.id,
      userid: 'zhangsan',
      externalUserid: 'wm-li-na',
      state: 'door-7',
      welcomeCode: 'welcome',
      at: ctx.now().toISOString(),
    },
  ]);
  expect((await stored(ctx))[0]).toMatchObject({ state: 'processed', attempts: 1 });
});

test('a push that comes several times, at once or later, is stored and told once', async () => {
  const ctx = testOrg();
  const l = await aListener(ctx);
  const message = added(l, 'wm1');
  const codes = await Promise.all(Array.from({ length: 10 }, () => l.push(message)));
  expect(codes).toEqual(Array(10).fill(200));
  await runDueJobs(ctx, l.modules);
  expect(await l.push(message)).toBe(200);
  await runDueJobs(ctx, l.modules);
  expect(await stored(ctx)).toMatchObject([{ state: 'processed', copies: 11 }]);
  expect(l.heard).toHaveLength(1);
});

test('pushes out of order are all told, each with the time at which it happened', async () => {
  const ctx = testOrg();
  const l = await aListener(ctx);
  const times = [40, 10, 30, 0, 20].map((back) => l.now() - back);
  for (const at of times) await l.push(added(l, `wm-${at}`, at));
  await runDueJobs(ctx, l.modules);
  const byTime = l.heard.toSorted((a, b) => a.at.localeCompare(b.at));
  expect(byTime.map((e) => e.externalUserid)).toEqual(times.toSorted().map((at) => `wm-${at}`));
  expect(byTime.every((e) => e.externalUserid === `wm-${Date.parse(e.at) / 1000}`)).toBe(true);
});

test('what this version does not know is kept, and what fails is seen and replayed by hand', async () => {
  const ctx = testOrg();
  const l = await aListener(ctx);
  const unheard = { Event: 'something_new', ChangeType: 'of_next_year' };
  await l.push(xml(l.keys.receiveid, l.now(), unheard));
  // An event whose fields are not there.
  const half = { Event: 'change_external_contact', ChangeType: 'add_external_contact' };
  await l.push(xml(l.keys.receiveid, l.now(), half));
  await l.push(added(l, 'wm1'));
  await runDueJobs(ctx, l.modules);
  const list = (query: object) =>
    callHttp(l.app, api.listCallbacks, { params: { id: l.corpId }, query }, l.headers);
  expect((await list({ state: 'unknown' })).items).toMatchObject([
    { name: 'unknown', problem: 'something_new/of_next_year' },
  ]);
  expect((await list({ state: 'failed' })).items).toMatchObject([
    { problem: 'unreadable: fields' },
  ]);
  const { items } = await list({ name: 'customer.added' });
  expect(items).toHaveLength(1);

  const params = { id: l.corpId, callbackId: items[0]!.id };
  const detail = await callHttp(l.app, api.getCallback, { params }, l.headers);
  expect(detail).toMatchObject({ readable: true, changeType: 'add_external_contact' });
  expect(detail.fields).toContainEqual({ name: 'State', value: 'door-7', masked: false });
  expect(detail.fields.map(({ name }) => name)).toContain('ExternalUserID');
  expect(JSON.stringify(detail)).not.toMatch(/wm1|zhangsan|welcome/);
  const body = { reason: '下游漏处理，重放' };
  await callHttp(l.app, api.replayCallback, { params, body }, l.headers);
  await runDueJobs(ctx, l.modules, { twice: true });
  expect(l.heard.map((e) => e.externalUserid)).toEqual(['wm1', 'wm1']);
  const last = await ctx.db
    .selectFrom('platform.auditEntry')
    .select(['action', 'reason'])
    .where('orgId', '=', ctx.orgId)
    .orderBy('seq', 'desc')
    .executeTakeFirst();
  expect(last).toEqual({ action: 'wecom.callback-replayed', reason: body.reason });
});

test('a stopped corp is not listened to, and an address nobody was given answers nobody', async () => {
  const ctx = testOrg();
  const l = await aListener(ctx);
  const elsewhere = { path: `/wecom/callback/${randomBytes(24).toString('base64url')}` };
  expect(await l.push(added(l, 'wm1'), elsewhere)).toBe(403);
  const change = { params: { id: l.corpId }, body: { state: 'stopped' as const, version: 1 } };
  await callHttp(l.app, api.updateCorp, change, l.headers);
  expect(await l.push(added(l, 'wm1'))).toBe(403);
  expect(await stored(ctx)).toEqual([]);
});

test('when it cannot be stored there is no answer, so that WeCom sends again', async () => {
  const ctx = testOrg();
  const settings = wecomSettings(ctx, {
    ctxFor: () => ({
      ...ctx,
      db: {
        selectFrom: () => {
          throw new Error('gone');
        },
      } as never,
    }),
  });
  const { app } = await aWecomAdmin(ctx, settings);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const path = `/wecom/callback/${randomBytes(24).toString('base64url')}`;
  await expect(fetch(`${url}${path}`, { method: 'POST', body: '<xml/>' })).rejects.toThrow();
  await app.close();
});

const TRIES = Number(process.env.YUHANG_FUZZ ?? 10_000);

/** Mulberry32: the same tries every time. */
function dice(seed: number) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test(`of ${TRIES} malformed callbacks none is accepted, none crashes anything, and memory stays flat`, async () => {
  const ctx = testOrg();
  const l = await aListener(ctx);
  const roll = dice(7);
  const below = (n: number) => Math.floor(roll() * n);
  const junk = (n: number) =>
    Array.from({ length: n }, () => String.fromCharCode(below(0x250))).join('');
  const spoil = (text: string) => {
    const at = below(text.length);
    const c = String.fromCharCode(33 + below(90));
    return text[at] === c ? `${text}!` : text.slice(0, at) + c + text.slice(at + 1);
  };
  const stranger = { ...l.keys, encodingAesKey: l.keys.encodingAesKey.replace(/^./, 'Z') };
  const other = { ...l.keys, receiveid: 'ww9999999999999999' };
  const token = { ...l.keys, token: 'somebodyelse' };
  const seal = (keys: CallbackKeys, timestamp = l.now()) =>
    sealPush(keys, added(l, `wm${below(1e9)}`), { timestamp });
  const kinds: (() => Partial<Sent>)[] = [
    () => ({ ...seal(stranger) }),
    () => ({ ...seal(other) }),
    () => ({ ...seal(token) }),
    () => ({ ...seal(l.keys, l.now() - 301 - below(1e8)) }),
    () => ({ ...seal(l.keys, l.now() + 301 + below(1e8)) }),
    () => ({ ...seal(l.keys), body: junk(below(400)) }),
    () => ({ ...seal(l.keys), body: '' }),
    () => ({ ...seal(l.keys), body: `<xml><Encrypt>${junk(below(200))}</Encrypt></xml>` }),
    () => ({ ...seal(l.keys), body: `<!DOCTYPE x [<!ENTITY a "b">]>${seal(l.keys).body}` }),
    () => ({ ...seal(l.keys), body: '<a>'.repeat(1 + below(3000)) }),
    () => ({ ...seal(l.keys), body: `{"encrypt":"${below(1e9)}"}` }),
    () => ({ ...seal(l.keys), body: `{"encrypt":${junk(5)}` }),
    () => {
      const { query, body } = seal(l.keys);
      return { body, query: { ...query, msg_signature: spoil(query.msg_signature) } };
    },
    () => {
      const { query, body } = seal(l.keys);
      return { body, query: { ...query, nonce: `${query.nonce}x` } };
    },
    () => {
      const { query, body } = seal(l.keys);
      return { body, query: { ...query, timestamp: String(Number(query.timestamp) + 1) } };
    },
    () => {
      const { query, body } = seal(l.keys);
      const { msg_signature: _, ...rest } = query;
      return { body, query: rest };
    },
    () => {
      const { query, body } = seal(l.keys);
      const inner = /CDATA\[([^\]]{40,})\]/.exec(body)![1]!;
      return { query, body: body.replace(inner, spoil(inner)) };
    },
    () => {
      const { query, body } = seal(l.keys);
      return { query, body: body.slice(0, below(body.length - 10)) };
    },
    () => ({ ...seal(l.keys), path: `/wecom/callback/${randomBytes(24).toString('base64url')}` }),
    () => ({ ...seal(l.keys), path: `/wecom/callback/${encodeURIComponent(junk(1 + below(40)))}` }),
  ];
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const memory = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const codes = new Map<number, number>();
  let warm = 0;
  for (let i = 0; i < TRIES; i += 50) {
    const batch = Array.from({ length: Math.min(50, TRIES - i) }, (_, n) =>
      l.push('', kinds[(i + n) % kinds.length]!()),
    );
    for (const code of await Promise.all(batch)) codes.set(code, (codes.get(code) ?? 0) + 1);
    if (warm === 0 && i >= TRIES / 4) warm = memory();
  }
  const large = 'x'.repeat(1024 * 1024 + 1);
  expect(await l.push('', { ...seal(l.keys), body: large })).toBe(413);
  expect([...codes.keys()].filter((code) => ![400, 403, 404, 414].includes(code))).toEqual([]);
  expect(await stored(ctx)).toEqual([]);
  expect(memory() - warm).toBeLessThan(24 * 1024 * 1024);
  expect(await l.push(added(l, 'wm-real')), 'and it still listens').toBe(200);
  expect(await stored(ctx)).toHaveLength(1);
}, 1_800_000);
