import type { FastifyInstance } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import { AppError } from '#platform/contract/errors.ts';
import {
  allow,
  callHttp,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import { unlockStaff } from '../../contract/access.ts';
import * as api from '../../contract/session.ts';
import * as staffApi from '../../contract/staff.ts';
import { aBank, aGrant, aPassword, aRole, aStaff, aUnit, orgHttp, signedIn } from '../fixtures.ts';
import { orgModule } from '../module.ts';

const org = [orgModule({ mode: 'production' })];
const password = 'Jianghai-2026';

let ctx: TestOrg;
let bankCode: string;
/** Each test calls from an address of its own: wrong attempts are counted by address too. */
let remoteAddress: string;
let tests = 0;
let door: FastifyInstance;
beforeEach(async () => {
  tests += 1;
  remoteAddress = `10.0.0.${tests}`;
  ctx = testOrg(allow('org.staff.manage', 'org.staff.read', 'org.access.manage'));
  bankCode = (await aBank(ctx)).code;
  door = await orgHttp(ctx, org);
});

/** Signs in as a browser does; answers the session and the cookie that makes it the caller's. */
async function signIn(account: string, given: Partial<{ password: string; code: string }> = {}) {
  const response = await door.inject({
    method: 'POST',
    url: api.signIn.path,
    remoteAddress,
    headers: { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/150.0' },
    payload: { bankCode, account, password, ...given },
  });
  if (response.statusCode >= 400) {
    const { error } = response.json();
    throw new AppError(error.code, response.statusCode, error.details);
  }
  const [cookie] = response.cookies;
  return {
    http: door,
    cookie: cookie!,
    session: response.json() as api.Session,
    headers: { cookie: `${cookie!.name}=${cookie!.value}` },
  };
}

async function aPerson(given: Parameters<typeof aStaff>[1] = {}) {
  const staff = await aStaff(ctx, given);
  await aPassword(ctx, staff.id, password);
  return staff;
}

const actions = async () =>
  (
    await ctx.db
      .selectFrom('platform.auditEntry')
      .select('action')
      .where('orgId', '=', ctx.orgId)
      .orderBy('seq')
      .execute()
  ).map((e) => e.action);

test('a person signs in with number and password, and is told who they are, where and what they may do', async () => {
  const branch = await aUnit(ctx, { name: '江东分行' });
  const staff = await aPerson({ number: 'A001', name: '李娜', unitId: branch.id, title: '运营' });
  await aGrant(ctx, staff.id, await aRole(ctx, ['org.staff.read']), { unitId: branch.id });

  const { session, cookie, http, headers } = await signIn('a001');
  expect(session).toMatchObject({
    staff: { number: 'A001', name: '李娜', unit: { name: '江东分行' } },
    bank: { code: bankCode, name: '江海银行' },
    mode: 'production',
    permissions: { 'org.staff.read': [branch.path] },
    mustChangePassword: false,
    mustEnrolTotp: false,
  });
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(await callHttp(http, api.whoAmI, {}, headers)).toEqual(session);
  expect(await actions()).toContain('org.signed-in');
});

test('the session token is nowhere in the database, only its hash', async () => {
  await aPerson({ number: 'A001' });
  const { cookie } = await signIn('A001');
  const rows = await ctx.db
    .selectFrom('org.session')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .execute();
  expect(JSON.stringify(rows)).not.toContain(cookie.value);
  expect(rows[0]!.tokenHash).toHaveLength(32);
});

test('an unknown account, a wrong password and a suspended person are refused in the same words', async () => {
  await aPerson({ number: 'A001' });
  const gone = await aPerson({ number: 'A002' });
  await ctx.db
    .updateTable('org.staff')
    .set({ state: 'suspended' })
    .where('id', '=', gone.id)
    .execute();
  const refused = { code: 'org.signInRefused', status: 401, details: {} };
  await expect(signIn('A001', { password: 'wrong' })).rejects.toMatchObject(refused);
  await expect(signIn('A002')).rejects.toMatchObject(refused);
  await expect(signIn('NOBODY')).rejects.toMatchObject(refused);
  bankCode = 'NOBANK';
  await expect(signIn('A001')).rejects.toMatchObject(refused);
});

test('an unknown account takes the same work as a known one, so time tells nothing', async () => {
  await aPerson({ number: 'A001' });
  const times = { A001: [] as number[], NOBODY: [] as number[] };
  for (let i = 0; i < 24; i++) {
    const account = i % 2 ? 'A001' : 'NOBODY';
    ctx.advance(24 * 60 + 1);
    const from = performance.now();
    await expect(signIn(account, { password: 'wrong' })).rejects.toThrow('org.signInRefused');
    if (i >= 4) times[account].push(performance.now() - from);
  }
  const fastest = (account: keyof typeof times) => Math.min(...times[account]);
  // The password hash is most of the work: without it an unknown account would answer in a fraction.
  expect(fastest('NOBODY')).toBeGreaterThan(fastest('A001') * 0.6);
  expect(fastest('NOBODY')).toBeLessThan(fastest('A001') * 1.7);
});

test('after five wrong passwords an account is locked, longer each time; unknown accounts alike', async () => {
  await aPerson({ number: 'A001' });
  for (const account of ['A001', 'NOBODY']) {
    for (let i = 0; i < 5; i++)
      await expect(signIn(account, { password: 'wrong' })).rejects.toThrow('org.signInRefused');
    const locked = { code: 'org.signInLocked', status: 429, details: { retryAfter: 30 } };
    await expect(signIn(account)).rejects.toMatchObject(locked);
    ctx.advance(0.5);
    await expect(signIn(account, { password: 'wrong' })).rejects.toThrow('org.signInRefused');
    await expect(signIn(account)).rejects.toMatchObject({ details: { retryAfter: 60 } });
  }
  ctx.advance(1);
  await expect(signIn('A001')).resolves.toBeDefined();
  await expect(signIn('A001', { password: 'wrong' })).rejects.toThrow('org.signInRefused');
});

test('many guesses at once get no further than five', async () => {
  await aPerson({ number: 'A001' });
  const guesses = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => signIn('A001', { password: `guess-${i}` })),
  );
  const codes = guesses.map((g) => (g.status === 'rejected' ? g.reason.code : 'in'));
  expect(codes.filter((c) => c === 'org.signInRefused')).toHaveLength(5);
  expect(codes.filter((c) => c === 'org.signInLocked')).toHaveLength(15);
});

test('one address that tries many accounts is locked as a whole', async () => {
  for (let i = 0; i < 50; i++)
    await expect(signIn(`NOBODY${i}`)).rejects.toThrow('org.signInRefused');
  await aPerson({ number: 'A001' });
  await expect(signIn('A001')).rejects.toThrow('org.signInLocked');
});

test('somebody who looks after access unlocks an account at once', async () => {
  const staff = await aPerson({ number: 'A001' });
  for (let i = 0; i < 5; i++) await signIn('A001', { password: 'wrong' }).catch(() => {});
  const http = await testHttp(ctx, org);
  const shown = await callHttp(http, staffApi.getStaff, { params: { id: staff.id } });
  expect(shown.account.lockedUntil).not.toBeNull();
  await callHttp(http, unlockStaff, { params: { id: staff.id } });
  await expect(signIn('A001')).resolves.toBeDefined();
});

test('CR-148 whoever is deactivated is out with the next request, everywhere, and cannot come back in', async () => {
  const staff = await aPerson({ number: 'A001' });
  const sessions = [await signIn('A001'), await signIn('A001')];
  const admin = await testHttp(ctx, org);
  await callHttp(admin, staffApi.deactivateStaff, {
    params: { id: staff.id },
    body: { version: staff.version, state: 'left', reason: '本人离职' },
  });
  for (const { http, headers } of sessions)
    await expect(callHttp(http, api.whoAmI, {}, headers)).rejects.toMatchObject({
      code: 'platform.notSignedIn',
      status: 401,
    });
  await expect(signIn('A001')).rejects.toThrow('org.signInRefused');

  const kept = await callHttp(admin, staffApi.getStaff, { params: { id: staff.id } });
  expect(kept).toMatchObject({ state: 'left', stateReason: '本人离职', roles: [] });
  expect(kept.account).toMatchObject({ hasPassword: false, openSessions: 0 });
  expect(await actions()).toContain('org.staff-left');
});

test('CR-148 a suspended person comes back with the roles, somebody who left without', async () => {
  const [suspended, left] = [await aPerson({ number: 'A001' }), await aPerson({ number: 'A002' })];
  const role = await aRole(ctx, ['org.staff.read']);
  const http = await testHttp(ctx, org);
  for (const [staff, state] of [
    [suspended, 'suspended'],
    [left, 'left'],
  ] as const) {
    await aGrant(ctx, staff.id, role);
    const params = { id: staff.id };
    const body = { version: 1, state, reason: '内部调查' };
    await callHttp(http, staffApi.deactivateStaff, { params, body });
    const back = { version: 2, reason: '恢复上岗' };
    await callHttp(http, staffApi.reactivateStaff, { params, body: back });
  }
  expect((await signIn('A001')).session.permissions).toHaveProperty(['org.staff.read']);
  await expect(signIn('A002')).rejects.toThrow('org.signInRefused');
  const shown = await callHttp(http, staffApi.getStaff, { params: { id: left.id } });
  expect(shown.roles).toEqual([]);
});

test('nobody deactivates themselves', async () => {
  const me = await signedIn(ctx, ['org.staff.manage']);
  const http = await orgHttp(ctx, org);
  await expect(
    callHttp(
      http,
      staffApi.deactivateStaff,
      { params: { id: me.staff.id }, body: { version: 1, state: 'left', reason: '试试看' } },
      me.headers,
    ),
  ).rejects.toThrow('org.notYourself');
});

test('an idle session ends, a used one goes on until its last hour, and a jump of the business clock ends none', async () => {
  await aPerson({ number: 'A001' });
  const idle = await signIn('A001');
  const used = await signIn('A001');
  for (let minutes = 0; minutes < 40; minutes += 20) {
    ctx.advance(20);
    await callHttp(used.http, api.whoAmI, {}, used.headers);
  }
  await expect(callHttp(idle.http, api.whoAmI, {}, idle.headers)).rejects.toThrow('notSignedIn');

  const inTwentyFourDays = { ...ctx, now: () => new Date(ctx.now().getTime() + 24 * 86_400_000) };
  const http = await orgHttp(inTwentyFourDays, org);
  await callHttp(http, api.whoAmI, {}, used.headers);

  for (let hours = 0; hours < 12; hours += 0.25) {
    ctx.advance(15);
    await callHttp(used.http, api.whoAmI, {}, used.headers).catch(() => {});
  }
  await expect(callHttp(used.http, api.whoAmI, {}, used.headers)).rejects.toThrow('notSignedIn');
});

test('several banks ask for the code of one, and each keeps its own accounts', async () => {
  await aPerson({ number: 'A001', name: '甲行员工' });
  const other = testOrg();
  await aBank(other);
  const theirs = await aStaff(other, { number: 'A001', name: '乙行员工' });
  await aPassword(other, theirs.id, password);
  const http = await orgHttp(ctx, org);
  expect(await callHttp(http, api.signInOptions)).toMatchObject({
    bankCodeNeeded: true,
    bankName: null,
  });
  const body = { account: 'A001', password };
  await expect(callHttp(http, api.signIn, { body })).rejects.toThrow('org.bankCodeNeeded');
  expect((await signIn('A001')).session.staff.name).toBe('甲行员工');
  bankCode = (await aBank(other)).code.toLowerCase();
  expect((await signIn('A001')).session.staff.name).toBe('乙行员工');
});

test('a demo installation says whom one may sign in as; a production one names nobody', async () => {
  const person = await aPerson({ number: 'D100', name: '演示管理员' });
  await aGrant(ctx, person.id, 'administrator');
  const demo = await orgHttp(ctx, [orgModule({ mode: 'demo' })]);
  const shown = (await callHttp(demo, api.signInOptions)).demo;
  expect(shown).toContainEqual({
    account: 'D100',
    name: '演示管理员',
    role: ['系统管理员', 'Administrator'],
  });
  const production = await orgHttp(ctx, org);
  expect((await callHttp(production, api.signInOptions)).demo).toEqual([]);
});
