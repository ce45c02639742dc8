import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  authorizeUrl,
  getSignedInUser,
  getSignedInUserDetail,
  loginUrl,
} from '#protocol/wecom/endpoints/oauth.ts';
import { APP, aBank, type Bank, SMALL_APP } from '../test/bank.ts';

let bank: Bank;
beforeAll(async () => {
  bank = await aBank();
  await bank.act({ do: 'customer.add', person: 'p1', userid: 'zhangsan' });
});
afterAll(() => bank.close());

const visit = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { redirect: 'manual', headers });
const request = (more: object = {}) => ({
  corpid: bank.corpId,
  agentid: APP,
  redirectUri: 'https://bank.example/in?next=%2F',
  state: 'abc',
  base: bank.url,
  ...more,
});
const signIn = async (who: string, more: object = {}) => {
  const [url] = authorizeUrl(request(more)).split('#');
  const page = await visit(`${url}&${who}`);
  return new URL(page.headers.get('location') ?? 'http://none/');
};

test('a member comes back with a code that names them', async () => {
  const back = await signIn('sim_user=zhangsan');
  expect([back.host, back.searchParams.get('state'), back.searchParams.get('next')]).toEqual([
    'bank.example',
    'abc',
    '/',
  ]);
  const query = { code: back.searchParams.get('code') ?? '' };
  expect(await bank.call(getSignedInUser, { query })).toMatchObject({ userid: 'zhangsan' });
});

test('with consent there is a ticket for what the administrator allows', async () => {
  const back = await signIn('sim_user=zhangsan', { scope: 'snsapi_privateinfo' });
  const query = { code: back.searchParams.get('code') ?? '' };
  const { user_ticket = '' } = await bank.call(getSignedInUser, { query });
  const all = await bank.call(getSignedInUserDetail, { body: { user_ticket } });
  expect(all).toMatchObject({ userid: 'zhangsan', mobile: '13800000001', gender: '1' });
  await bank.control('PATCH', `/sim/corps/${bank.corpId}/apps/${APP}`, {
    settings: { privateInfo: ['avatar'] },
  });
  const less = await bank.call(getSignedInUserDetail, { body: { user_ticket } });
  expect(less.mobile).toBeUndefined();
});

test('somebody who is no member has an openid, and an external id when a visible member knows them', async () => {
  const customer = { code: (await signIn('sim_person=p1')).searchParams.get('code') ?? '' };
  expect(await bank.call(getSignedInUser, { query: customer })).toEqual({
    openid: expect.any(String),
    external_userid: await bank.customer('p1'),
    errcode: 0,
    errmsg: 'ok',
  });
  const stranger = { code: (await signIn('sim_person=p9')).searchParams.get('code') ?? '' };
  expect((await bank.call(getSignedInUser, { query: stranger })).external_userid).toBeUndefined();
});

test('a code is for the app it was made for', async () => {
  const query = { code: (await signIn('sim_user=zhangsan')).searchParams.get('code') ?? '' };
  expect(await bank.code(getSignedInUser, { query, agent: SMALL_APP })).toBe(40029);
});

test('who is there may come from a cookie, or be asked', async () => {
  const [url = ''] = authorizeUrl(request()).split('#');
  const page = await visit(url, { cookie: 'sim_identity=staff%3Alisi' });
  const code = new URL(page.headers.get('location') ?? '').searchParams.get('code') ?? '';
  expect((await bank.call(getSignedInUser, { query: { code } })).userid).toBe('lisi');
  const asked = await visit(url);
  expect(asked.status).toBe(200);
  expect(await asked.text()).toContain('张三');
});

test('the sign-in page refuses with the codes of its own', async () => {
  const page = async (url: string) => (await visit(url)).text();
  const good = loginUrl(request());
  expect((await visit(`${good}&sim_user=lisi`)).headers.get('location')).toContain('code=');
  const spoilt = (name: string, value: string) => {
    const url = new URL(good);
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
    return url.href;
  };
  expect(await page(spoilt('appid', 'wwNone'))).toContain('-31027');
  expect(await page(spoilt('agentid', '7'))).toContain('-31028');
  expect(await page(spoilt('redirect_uri', ''))).toContain('-31035');
  expect(await page(spoilt('redirect_uri', 'https://evil.example/'))).toContain('-31039');
  expect(await page(spoilt('login_type', 'Other'))).toContain('-31040');
  const [authorize] = authorizeUrl(request({ redirectUri: 'https://evil.example/' })).split('#');
  expect(await page(`${authorize}&sim_user=lisi`)).toContain('50001');
});

test('names on the page are text, whatever they hold', async () => {
  await bank.act({
    do: 'staff.create',
    userid: 'x1',
    name: '<script>alert(1)</script>',
    departments: [2],
  });
  const html = await (await visit(loginUrl(request()))).text();
  expect(html).not.toContain('<script>alert');
});
