import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { allow, callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import {
  changeSignInSettings,
  finishOidc,
  getSignInSettings,
  startOidc,
} from '../../contract/access.ts';
import { decideApproval } from '../../contract/approval.ts';
import * as api from '../../contract/session.ts';
import { aBank, aStaff, aUnit, orgHttp, type SignedIn, signedIn } from '../fixtures.ts';
import { orgModule } from '../module.ts';

const publicUrl = 'http://yuhang.example';
const org = [orgModule({ mode: 'production', publicUrl })];
const clientId = 'yuhang';
const clientSecret = 'a-secret-between-yuhang-and-the-provider';

/** Who the identity provider says is at the browser. */
let atTheBrowser: Record<string, unknown> = {};
let server: Server;
let issuer: string;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${publicUrl}${finishOidc.path}`],
        response_types: ['code'],
      },
    ],
    claims: {
      openid: ['sub'],
      profile: ['employee_number'],
      email: ['email', 'email_verified'],
    },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    cookies: { keys: ['for this test only'] },
    findAccount: async (_ctx, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...atTheBrowser }),
    }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/'))
      return provider.interactionFinished(request, response, { login: { accountId: 'u1' } });
    return answer(request, response);
  });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

let ctx: TestOrg;
let http: FastifyInstance;
let bankCode: string;
beforeEach(async () => {
  ctx = { ...testOrg(allow()), realNow: () => new Date() };
  bankCode = (await aBank(ctx)).code;
  http = await orgHttp(ctx, org);
});

async function configure(given: { claim?: string; matches?: 'number' | 'email' } = {}) {
  const admin = await signedIn(ctx, ['org.access.manage']);
  const officer = await signedIn(ctx, ['org.role.approve', 'org.approval.decide']);
  const oidc = {
    name: '行内统一认证',
    issuer,
    clientId,
    clientSecret,
    claim: 'employee_number',
    matches: 'number' as const,
    ...given,
  };
  const body = { secondFactor: 'optional' as const, idleMinutes: 30, sessionHours: 12, oidc };
  const asked = await callHttp(http, changeSignInSettings, { body }, admin.headers);
  expect(asked.oidc).toBeNull();
  const decide = (by: SignedIn) =>
    callHttp(
      http,
      decideApproval,
      {
        params: { id: asked.pendingApprovalId! },
        body: { decision: 'approve', round: 1 },
      },
      by.headers,
    );
  await expect(decide(admin)).rejects.toMatchObject({ status: 403 });
  await decide(officer);
  return callHttp(http, getSignInSettings, {}, admin.headers);
}

/** A browser's trip to the provider and up to the door it comes back to. */
async function toTheProvider(returnTo = '/customers') {
  const url = `${startOidc.path}?bank=${bankCode}&returnTo=${encodeURIComponent(returnTo)}`;
  const started = await http.inject({ url });
  const trip = started.cookies[0]!;
  const jar = new Map<string, string>();
  let next = new URL(started.headers.location as string);
  while (next.origin === issuer) {
    const response = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') },
    });
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0]!.split('=') as [string, string];
      jar.set(name, value);
    }
    next = new URL(response.headers.get('location')!, next);
  }
  return { trip, back: next.pathname + next.search };
}

const comeBack = (back: string, cookies: Record<string, string>) =>
  http.inject({ url: back, cookies });

test('somebody whom the bank’s identity provider names signs in, and lands where they wanted to go', async () => {
  expect((await configure()).oidc).toMatchObject({ issuer, hasSecret: true });
  const staff = await aStaff(ctx, { number: 'A001', name: '李娜' });
  atTheBrowser = { employee_number: 'a001' };

  const { oidc } = await callHttp(http, api.signInOptions);
  expect(oidc.find((o) => o.bankCode === bankCode)).toMatchObject({ name: '行内统一认证' });
  const { trip, back } = await toTheProvider();
  const arrived = await comeBack(back, { [trip.name]: trip.value });
  expect([arrived.statusCode, arrived.headers.location]).toEqual([303, '/customers']);

  const cookie = arrived.cookies.find((c) => c.name === api.sessionCookie)!;
  const headers = { cookie: `${cookie.name}=${cookie.value}` };
  const session = await callHttp(http, api.whoAmI, {}, headers);
  expect(session).toMatchObject({ staff: { id: staff.id, name: '李娜' }, hasPassword: false });
  const { items } = await callHttp(http, api.mySessions, {}, headers);
  expect(items).toMatchObject([{ method: 'oidc', current: true }]);
});

test('CR-144 nobody alone decides who is let in as whom: single sign-on and less proof wait for a security officer', async () => {
  expect(await configure()).toMatchObject({ oidc: { issuer }, pendingApprovalId: null });
  const admin = await signedIn(ctx, ['org.access.manage']);
  const {
    pendingApprovalId: _,
    oidc,
    ...rest
  } = await callHttp(http, getSignInSettings, {}, admin.headers);
  const change = (given: object) =>
    callHttp(http, changeSignInSettings, { body: { ...rest, oidc, ...given } }, admin.headers);
  expect(await change({ idleMinutes: 20 })).toMatchObject({
    idleMinutes: 20,
    oidc: { issuer },
    pendingApprovalId: null,
  });
  const elsewhere = { ...oidc!, issuer: 'https://my-own.example' };
  const asked = await change({ oidc: elsewhere });
  expect(asked).toMatchObject({ oidc: { issuer }, pendingApprovalId: expect.any(String) });
  // What lets fewer people in holds at once.
  expect(await change({ secondFactor: 'required', idleMinutes: 15, oidc: null })).toMatchObject({
    secondFactor: 'required',
    idleMinutes: 15,
    oidc: null,
  });
});

test('the provider’s secret is encrypted in the database and never answered', async () => {
  const settings = await configure();
  expect(JSON.stringify(settings)).not.toContain(clientSecret);
  const bank = await ctx.db
    .selectFrom('org.bank')
    .selectAll()
    .where('id', '=', ctx.orgId)
    .executeTakeFirstOrThrow();
  const asked = await ctx.db
    .selectFrom('org.approval')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .execute();
  const audit = await ctx.db
    .selectFrom('platform.auditEntry')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .execute();
  expect(JSON.stringify([bank, asked, audit])).not.toContain(clientSecret);
});

test('a person may be known by e-mail address; an unverified one is not believed', async () => {
  await configure({ claim: 'email', matches: 'email' });
  await aStaff(ctx, { number: 'A001', email: 'li.na@jianghai.example' });
  const signOn = async (claims: object) => {
    atTheBrowser = { ...claims };
    const { trip, back } = await toTheProvider();
    return (await comeBack(back, { [trip.name]: trip.value })).headers.location;
  };
  const email = 'Li.Na@jianghai.example';
  expect(await signOn({ email, email_verified: false })).toBe('/sign-in?error=org.oidcNobody');
  expect(await signOn({ email, email_verified: true })).toBe('/customers');
});

test('whom the bank does not know, and whoever has left, does not come in', async () => {
  await configure();
  const gone = await aStaff(ctx, { number: 'A009' });
  await ctx.db.updateTable('org.staff').set({ state: 'left' }).where('id', '=', gone.id).execute();
  for (const employee_number of ['STRANGER', 'A009']) {
    atTheBrowser = { employee_number };
    const { trip, back } = await toTheProvider();
    const arrived = await comeBack(back, { [trip.name]: trip.value });
    expect(arrived.headers.location).toBe('/sign-in?error=org.oidcNobody');
    expect(arrived.cookies.find((c) => c.name === api.sessionCookie)).toBeUndefined();
  }
});

test('an answer that belongs to another browser, comes twice or was changed on the way opens nothing', async () => {
  await configure();
  await aStaff(ctx, { number: 'A001' });
  atTheBrowser = { employee_number: 'A001' };
  const refused = '/sign-in?error=org.oidcRefused';

  const { trip, back } = await toTheProvider();
  const cookies = { [trip.name]: trip.value };
  expect((await comeBack(back, {})).headers.location).toBe(refused);
  const { trip: another } = await toTheProvider();
  expect((await comeBack(back, { [another.name]: another.value })).headers.location).toBe(refused);
  const forged = back.replace(/state=[^&]+/, 'state=forged');
  expect((await comeBack(forged, cookies)).headers.location).toBe(refused);
  expect((await comeBack(back, cookies)).headers.location).toBe('/customers');
  expect((await comeBack(back, cookies)).headers.location).toBe(refused);
});

test('single sign-on leads back into the console only, never to another site', async () => {
  await configure();
  for (const returnTo of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
    const url = `${startOidc.path}?bank=${bankCode}&returnTo=${encodeURIComponent(returnTo)}`;
    expect((await http.inject({ url })).statusCode).toBe(400);
  }
});

test('a bank without single sign-on, or a provider out of reach, says so on the sign-in page', async () => {
  const start = () => http.inject({ url: `${startOidc.path}?bank=${bankCode}` });
  expect((await start()).headers.location).toBe('/sign-in?error=org.oidcNotConfigured');
  const reachable = issuer;
  issuer = 'http://127.0.0.1:9';
  await configure();
  issuer = reachable;
  expect((await start()).headers.location).toBe('/sign-in?error=org.oidcUnreachable');
});

test('sign-in settings are for those who administer access of the whole bank, soon after a proof of who they are', async () => {
  const reader = await signedIn(ctx, ['org.staff.read']);
  await expect(callHttp(http, getSignInSettings, {}, reader.headers)).rejects.toThrow(
    'platform.forbidden',
  );
  await expect(callHttp(http, getSignInSettings)).rejects.toThrow('platform.notSignedIn');
  const branch = await aUnit(ctx);
  const ofBranch = await signedIn(ctx, { 'org.access.manage': [branch.id] });
  await expect(callHttp(http, getSignInSettings, {}, ofBranch.headers)).rejects.toThrow(
    'platform.forbidden',
  );

  const ofBank = await signedIn(ctx, ['org.access.manage']);
  const { oidc: _, ...body } = await callHttp(http, getSignInSettings, {}, ofBank.headers);
  const change = () =>
    callHttp(
      http,
      changeSignInSettings,
      { body: { ...body, secondFactor: 'required', oidc: null } },
      ofBank.headers,
    );
  const confirmed = (confirmedUntil: Date) =>
    ctx.db
      .updateTable('org.session')
      .set({ confirmedUntil })
      .where('orgId', '=', ctx.orgId)
      .execute();
  await confirmed(new Date(Date.now() - 1000));
  await expect(change()).rejects.toThrow('platform.stepUp');
  await confirmed(new Date(Date.now() + 60_000));
  expect(await change()).toMatchObject({ secondFactor: 'required' });
});
