import { afterAll, beforeAll, expect, test } from 'vitest';
import { getAppTicket, getCorpTicket, signJssdk } from '#protocol/wecom/endpoints/jssdk.ts';
import { APP, aBank, BARRED_APP, type Bank, SMALL_APP } from '../../test/bank.ts';
import type { Chat, Group } from '../contract.ts';
import type { Answer, Ask, Place } from './contract.ts';

let bank: Bank;
let corpTicket: string;
let appTicket: string;
beforeAll(async () => {
  bank = await aBank();
  await bank.act(
    { do: 'customer.add', person: 'p1', userid: 'zhangsan' },
    { do: 'customer.add', person: 'p2', userid: 'zhangsan' },
  );
  corpTicket = (await bank.call(getCorpTicket)).ticket;
  appTicket = (await bank.call(getAppTicket, { query: { type: 'agent_config' } })).ticket;
});
afterAll(() => bank?.close());

const URL_ = 'https://bank.example/workbench/sidebar?from=chat';
const CHAT: Place = { entry: 'single_chat_tools', person: 'p1' };
const ALL = [
  ...['getContext', 'getCurExternalContact', 'getCurExternalChat'],
  ...['sendChatMessage', 'openEnterpriseChat', 'openUserProfile'],
];

let opened = 0;
/** A page on the phone of 张三, as the phone speaks for it. */
function aPage(place: Place = CHAT, given: Partial<Ask> = {}) {
  opened += 1;
  const page = `page-${opened}-for-tests`;
  const ask = async (name: string, params: object = {}): Promise<Answer> =>
    (await bank.control('POST', `/phones/api/corps/${bank.corpId}/jssdk`, {
      ...{ userid: 'zhangsan', page, place, name, params, url: URL_ },
      ...given,
    })) as unknown as Answer;
  const signed = (ticket: string, url = URL_) => ({
    ...signJssdk(ticket, url, 1_772_413_200),
    jsApiList: ALL,
  });
  return {
    ask,
    config: (ticket = corpTicket, url?: string) =>
      ask('config', { appId: bank.corpId, ...signed(ticket, url) }),
    agentConfig: (ticket = appTicket, agentid: number = APP) =>
      ask('agentConfig', { corpid: bank.corpId, agentid: String(agentid), ...signed(ticket) }),
  };
}
const configured = async (place?: Place) => {
  const page = aPage(place);
  await page.config();
  await page.agentConfig();
  return page;
};

test('a page whose signatures are right learns where it stands and with whom the chat is', async () => {
  const page = aPage();
  expect(await page.config()).toEqual({ errMsg: 'config:ok' });
  expect(await page.agentConfig()).toEqual({ errMsg: 'agentConfig:ok' });
  expect(await page.ask('getContext')).toEqual({
    entry: 'single_chat_tools',
    errMsg: 'getContext:ok',
  });
  expect(await page.ask('getCurExternalContact')).toEqual({
    userId: await bank.customer('p1'),
    errMsg: 'getCurExternalContact:ok',
  });
});

test('a signature of another page, with the wrong ticket or from a foreign domain opens nothing', async () => {
  const page = aPage();
  expect((await page.config(corpTicket, 'https://bank.example/other')).errMsg).toContain('40093');
  expect((await page.config(appTicket)).errMsg).toContain('42012');
  expect((await page.agentConfig(corpTicket)).errMsg).toContain('42012');
  expect((await page.agentConfig('x'.repeat(86))).errMsg).toContain('40093');
  expect((await page.agentConfig(appTicket, SMALL_APP)).errMsg).toMatch(/fail/);
  const foreign = aPage(CHAT, { url: 'https://evil.example/workbench' });
  expect((await foreign.config()).errMsg).toContain('80001');
  for (const name of ALL) expect((await page.ask(name)).errMsg, name).toMatch(/:fail/);
});

test('the corp’s identity alone is not enough for what is asked as an app, and what was not asked for is refused', async () => {
  const page = aPage();
  await page.config();
  expect((await page.ask('getContext')).errMsg).toBe('getContext:ok');
  expect((await page.ask('getCurExternalContact')).errMsg).toBe(
    'getCurExternalContact:fail no permission',
  );
  const { checkResult } = await page.ask('checkJsApi', { jsApiList: ['getContext', 'nope'] });
  expect(checkResult).toEqual({ getContext: true, nope: false });
  await page.ask('hello');
  expect((await page.ask('getContext')).errMsg).toMatch(/:fail/);
});

test('outside of a chat there is no customer, and an app without customer contact learns of none', async () => {
  const page = await configured({ entry: 'normal' });
  expect((await page.ask('getCurExternalContact')).errMsg).toBe(
    'getCurExternalContact:fail without context of external contact',
  );
  expect(
    (await page.ask('sendChatMessage', { msgtype: 'text', text: { content: 'x' } })).errMsg,
  ).toBe('sendChatMessage:fail no permission');
  await bank.control('PATCH', `/sim/corps/${bank.corpId}/apps/${BARRED_APP}`, {
    settings: { redirectDomain: 'bank.example' },
  });
  const { ticket } = await bank.call(getAppTicket, {
    query: { type: 'agent_config' },
    agent: BARRED_APP,
  });
  const barred = aPage();
  await barred.config();
  expect((await barred.agentConfig(ticket, BARRED_APP)).errMsg).toBe('agentConfig:ok');
  expect((await barred.ask('getCurExternalContact')).errMsg).toBe(
    'getCurExternalContact:fail no permission',
  );
});

test('what a tool sends stands in the chat and reaches the customer', async () => {
  const page = await configured();
  const news = { link: 'https://bank.example/a', title: '春季存款', desc: '看看', imgUrl: '' };
  expect(
    await page.ask('sendChatMessage', { msgtype: 'text', text: { content: '您好，资料如下' } }),
  ).toEqual({ errMsg: 'sendChatMessage:ok' });
  const sent = await page.ask('sendChatMessage', { msgtype: 'news', news, enterChat: true });
  expect(sent.go).toEqual({ page: 'chat', person: 'p1' });
  expect(
    (await page.ask('sendChatMessage', { msgtype: 'image', image: { mediaid: 'none' } })).errMsg,
  ).toBe('sendChatMessage:fail 40007');
  const chat = (await bank.control(
    'GET',
    `/phones/api/corps/${bank.corpId}/staff/zhangsan/chats/p1`,
  )) as unknown as Chat;
  expect(chat.lines.slice(-2).map(({ msgtype, by, content }) => [msgtype, by, content])).toEqual([
    ['text', 'zhangsan', { content: '您好，资料如下' }],
    ['link', 'zhangsan', { title: '春季存款', desc: '看看', url: news.link, picurl: '' }],
  ]);
});

test('a chat is opened with one customer, a group is made of several, and a foreign group stays shut', async () => {
  const page = await configured();
  const [p1, p2] = [await bank.customer('p1'), await bank.customer('p2')];
  expect(await page.ask('openEnterpriseChat', { externalUserIds: p2 })).toMatchObject({
    errMsg: 'openEnterpriseChat:ok',
    go: { page: 'chat', person: 'p2' },
  });
  const made = await page.ask('openEnterpriseChat', {
    externalUserIds: [p1, p2],
    groupName: '家庭理财群',
  });
  const group = (await bank.control(
    'GET',
    `/phones/api/corps/${bank.corpId}/groups/${made.chatId}`,
  )) as unknown as Group;
  expect([group.name, group.members.length]).toEqual(['家庭理财群', 3]);
  const inGroup = await configured({ entry: 'group_chat_tools', chatId: String(made.chatId) });
  expect((await inGroup.ask('getCurExternalChat')).chatId).toBe(made.chatId);
  const [foreign] = await bank.act({
    ...{ do: 'staff.create-group', userid: 'lisi', name: '别人的群', persons: ['p3'] },
  });
  const chatId = foreign!.chatId as unknown as string;
  expect((await page.ask('openEnterpriseChat', { chatId })).errMsg).toMatch(/:fail/);
});

test('both scripts of the real ones are served to pages of any origin', async () => {
  for (const path of ['/open/js/jweixin-1.2.0.js', '/wwopen/js/jwxwork-1.0.0.js']) {
    const response = await fetch(`${bank.url}${path}`);
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(await response.text()).toContain('agentConfig');
  }
});
