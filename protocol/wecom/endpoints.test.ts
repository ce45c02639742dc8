import { expect, test } from 'vitest';
import type { z } from 'zod';
import { sendAppMessage } from './endpoints/app-messages.ts';
import { addContactWay } from './endpoints/contact-ways.ts';
import { batchGetCustomers, remarkCustomer } from './endpoints/customers.ts';
import { getGroup } from './endpoints/groups.ts';
import { addMassMessage } from './endpoints/mass-messages.ts';
import { addMomentTask } from './endpoints/moments.ts';
import { authorizeUrl, loginUrl } from './endpoints/oauth.ts';
import { addTags } from './endpoints/tags.ts';
import { getToken } from './endpoints/token.ts';
import { ENDPOINT_BY_PATH, ENDPOINTS } from './endpoints.ts';
import { WECOM_ERRORS } from './errors/catalogue.ts';
import { refusalCode } from './wire.ts';

/** The code that the first refusal names. */
const codeOf = (schema: z.ZodType, value: unknown): number => {
  const result = schema.safeParse(value);
  return result.success ? 0 : refusalCode(result.error);
};

test('names and paths are unique, and every old path leads somewhere', () => {
  expect(new Set(ENDPOINTS.map((e) => e.name)).size).toBe(ENDPOINTS.length);
  expect(new Set(ENDPOINTS.map((e) => e.path)).size).toBe(ENDPOINTS.length);
  expect(ENDPOINTS.length).toBeGreaterThanOrEqual(168);
  for (const e of ENDPOINTS) {
    expect(e.path).toMatch(/^\/cgi-bin\/[a-z0-9_/]+$/);
    expect(e.name).toMatch(/^[a-z-]+\.[a-z-]+$/);
  }
  const crm = [...ENDPOINT_BY_PATH.keys()].filter((path) => path.startsWith('/cgi-bin/crm/'));
  expect(crm.sort()).toEqual(
    [
      'add_contact_way',
      'add_msg_template',
      'del_contact_way',
      'get_contact_way',
      'get_customer_contacts',
      'get_external_contact',
      'get_external_contact_list',
      'get_group_msg_result',
      'get_unassigned_list',
      'get_user_behavior_data',
      'transfer_external_contact',
      'update_contact_way',
    ].map((name) => `/cgi-bin/crm/${name}`),
  );
});

test('a call by GET changes nothing but a menu and a sign-in code', () => {
  const changing = ENDPOINTS.filter((e) => e.method === 'GET' && e.effect !== 'read');
  expect(changing.map((e) => e.name).sort()).toEqual([
    'menu.delete',
    'oauth.user',
    'oauth.user-old',
  ]);
});

test('every body and query refuses nonsense with a published code, and never throws', () => {
  const nonsense = [null, 'text', 7, [], { userid: {} }, { button: 1 }, { limit: 'many' }];
  for (const e of ENDPOINTS)
    for (const value of nonsense)
      for (const schema of [e.body, e.query])
        expect(WECOM_ERRORS.has(codeOf(schema, value)), `${e.name} ${JSON.stringify(value)}`).toBe(
          true,
        );
});

test('a missing credential has its own code', () => {
  expect(codeOf(getToken.query, {})).toBe(41002);
  expect(codeOf(getToken.query, { corpid: 'ww1' })).toBe(41004);
});

test('numbers may come as text, as some clients send them', () => {
  const body = { type: '1', scene: '2', user: ['zhangsan'], skip_verify: 'true' };
  expect(addContactWay.body.parse(body)).toMatchObject({ type: 1, scene: 2, skip_verify: true });
});

test('a contact-me is refused with the code of its fault', () => {
  const way = (change: object) =>
    codeOf(addContactWay.body, { type: 1, scene: 2, user: ['a'], ...change });
  expect(way({})).toBe(0);
  expect(way({ type: undefined })).toBe(41037);
  expect(way({ type: 3 })).toBe(41039);
  expect(way({ scene: undefined })).toBe(41038);
  expect(way({ scene: 9 })).toBe(41040);
  expect(way({ user: ['a', 'b'] })).toBe(41041);
  expect(way({ scene: 1, style: 4 })).toBe(41042);
  expect(way({ state: 'x'.repeat(31) })).toBe(40058);
});

test('lengths count characters where the page says characters, bytes where it says bytes', () => {
  const pair = { userid: 'a', external_userid: 'wm1' };
  expect(codeOf(remarkCustomer.body, { ...pair, remark: '客'.repeat(20) })).toBe(0);
  expect(codeOf(remarkCustomer.body, { ...pair, remark: '😀'.repeat(20) })).toBe(0);
  expect(codeOf(remarkCustomer.body, { ...pair, remark: '客'.repeat(21) })).toBe(40058);
  expect(codeOf(remarkCustomer.body, pair)).toBe(40058);
  const mass = (content: string) => codeOf(addMassMessage.body, { sender: 'a', text: { content } });
  expect(mass('客'.repeat(1333))).toBe(0);
  expect(mass('客'.repeat(1334))).toBe(40058);
});

test('a mass message needs content and somebody to go to', () => {
  const text = { content: 'hi' };
  expect(codeOf(addMassMessage.body, { text })).toBe(41048);
  expect(codeOf(addMassMessage.body, { sender: 'a' })).toBe(40058);
  expect(codeOf(addMassMessage.body, { chat_type: 'group', text })).toBe(41009);
  expect(codeOf(addMassMessage.body, { chat_type: 'other', sender: 'a', text })).toBe(86214);
  const attachments = Array.from({ length: 10 }, () => ({
    msgtype: 'image',
    image: { media_id: 'm' },
  }));
  expect(codeOf(addMassMessage.body, { sender: 'a', attachments })).toBe(41064);
  expect(codeOf(addMassMessage.body, { sender: 'a', attachments: [{ msgtype: 'audio' }] })).toBe(
    41065,
  );
});

test('a moment holds one kind of attachment', () => {
  const image = { msgtype: 'image', image: { media_id: 'm' } };
  const video = { msgtype: 'video', video: { media_id: 'm' } };
  expect(codeOf(addMomentTask.body, {})).toBe(41089);
  expect(codeOf(addMomentTask.body, { attachments: [image, image] })).toBe(0);
  expect(codeOf(addMomentTask.body, { attachments: [image, video] })).toBe(41065);
  expect(codeOf(addMomentTask.body, { attachments: [video, video] })).toBe(41065);
});

test('app messages are refused by kind, receiver and content', () => {
  const send = (message: object) =>
    codeOf(sendAppMessage.body, { agentid: 1, touser: 'a', ...message });
  expect(send({ msgtype: 'text', text: { content: 'hi' } })).toBe(0);
  expect(send({ msgtype: 'text', text: { content: 'hi' }, toparty: '', totag: '' })).toBe(0);
  expect(send({ msgtype: 'text', text: { content: '' } })).toBe(44004);
  expect(send({ msgtype: 'smoke' })).toBe(40008);
  expect(send({ msgtype: 'text', text: { content: 'hi' }, touser: '' })).toBe(82001);
  expect(send({ msgtype: 'textcard', textcard: { description: 'd', url: 'https://a.cn' } })).toBe(
    41016,
  );
  const articles = Array.from({ length: 9 }, () => ({ title: 't' }));
  expect(send({ msgtype: 'news', news: { articles } })).toBe(45008);
  const card = { card_type: 'vote_interaction' };
  expect(send({ msgtype: 'template_card', template_card: { card_type: 'x' } })).toBe(42031);
  expect(send({ msgtype: 'template_card', template_card: card })).not.toBe(0);
});

test('old fields and empty lists of other clients are taken', () => {
  expect(codeOf(batchGetCustomers.body, { userid: 'a' })).toBe(0);
  expect(codeOf(getGroup.body, { chat_id: 'wr1', need_name: '1' })).toBe(0);
  expect(codeOf(addTags.body, { group_id: 'et1', tag: [{ name: 'vip' }] })).toBe(0);
  expect(codeOf(addTags.body, { tag: [{ name: 'vip' }] })).toBe(40068);
});

test('the sign-in addresses carry what the page needs', () => {
  const request = { corpid: 'ww1', agentid: 7, redirectUri: 'https://a.cn/in?x=1', state: 's1' };
  expect(authorizeUrl(request)).toBe(
    'https://open.weixin.qq.com/connect/oauth2/authorize?appid=ww1&redirect_uri=https%3A%2F%2Fa.cn%2Fin%3Fx%3D1&response_type=code&scope=snsapi_base&state=s1&agentid=7#wechat_redirect',
  );
  expect(new URL(loginUrl(request)).searchParams.get('login_type')).toBe('CorpApp');
});
