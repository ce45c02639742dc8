import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addContactWay } from '#protocol/wecom/endpoints/contact-ways.ts';
import { addMassMessage } from '#protocol/wecom/endpoints/mass-messages.ts';
import { aBank, type Bank } from '../test/bank.ts';
import type {
  Chat,
  Codes,
  Group,
  MassTaskDetail,
  PersonCard,
  PersonPhone,
  Post,
  StaffCard,
  StaffPhone,
  WireEntry,
} from './contract.ts';

const asked: number[] = [];
let bank: Bank;
beforeAll(async () => {
  bank = await aBank({
    phones: {
      ...{ productUrl: null, worldUrl: null, cookies: ['customer_session'] },
      lead: { ask: (seconds) => asked.push(seconds) },
    },
  });
});
afterAll(() => bank?.close());

const look = async <T>(path: string): Promise<T> =>
  (await bank.control('GET', `/phones/api/corps/${bank.corpId}/${path}`)) as T;

test('both phones show the same chat, each its own way, and what was never said to them not at all', async () => {
  await bank.act(
    { do: 'customer.add', person: 'p1', userid: 'zhangsan' },
    { do: 'customer.add', person: 'p2', userid: 'lisi' },
    { do: 'customer.say', person: 'p1', userid: 'zhangsan', content: { content: '在吗' } },
    {
      ...{ do: 'staff.say', person: 'p1', userid: 'zhangsan', msgtype: 'link' },
      content: { title: '春季理财', url: 'https://bank.example/a' },
    },
  );
  const phone = await look<StaffPhone>('staff/zhangsan');
  expect(phone.staff).toMatchObject({ name: '张三', department: '城东支行', customers: 1 });
  expect(phone.chats).toMatchObject([
    { kind: 'person', id: 'p1', last: { side: 'staff', msgtype: 'link', text: '春季理财' } },
  ]);
  const theirs = await look<PersonPhone>('people/p1');
  expect(theirs.chats).toMatchObject([{ kind: 'staff', id: 'zhangsan', detail: '示例银行' }]);
  const chat = await look<Chat>('staff/zhangsan/chats/p1');
  expect(chat.lines.map(({ side, by, msgtype }) => [side, by, msgtype])).toEqual([
    ['customer', 'p1', 'text'],
    ['staff', 'zhangsan', 'link'],
  ]);
  expect(chat.relation).toMatchObject({ half: false, deletedByCustomer: false });
  expect((await look<Chat>('staff/lisi/chats/p1')).relation).toBeNull();
  expect((await look<PersonPhone>('people/p9')).chats).toEqual([]);
});

test('who can hold a phone is found by name, friends of the other first', async () => {
  const people = await look<PersonCard[]>('people?userid=zhangsan&q=客户');
  expect(people[0]).toMatchObject({ person: 'p1', friend: true, friends: 1 });
  const staff = await look<StaffCard[]>('staff?person=p2');
  expect(staff[0]).toMatchObject({ userid: 'lisi', friend: true });
  expect(
    staff.map(({ userid }) => userid),
    'no customer contact, no phone',
  ).not.toContain('sunqi');
});

test('a mass message waits with its customers until the member has confirmed it', async () => {
  await bank.call(addMassMessage, {
    body: { sender: 'zhangsan', allow_select: true, text: { content: '新春快乐' } },
  });
  const [task] = (await look<StaffPhone>('staff/zhangsan')).massTasks;
  expect(task).toMatchObject({ total: 1, allowSelect: true, reminders: 0 });
  const detail = await look<MassTaskDetail>(`staff/zhangsan/mass/${task!.msgid}`);
  expect(detail.targets).toEqual([{ id: 'p1', name: '客户1' }]);
  await bank.act({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid: task!.msgid });
  expect((await look<StaffPhone>('staff/zhangsan')).massTasks).toEqual([]);
  expect((await look<PersonPhone>('people/p1')).chats[0]!.last!.text).toBe('新春快乐');
});

test('a customer sees the moments of their members, and of the words under them their own', async () => {
  await bank.act({ do: 'customer.add', person: 'p3', userid: 'zhangsan' });
  const [posted] = await bank.act({ do: 'staff.post-moment', userid: 'zhangsan', text: '早安' });
  const momentId = posted!.momentId as unknown as string;
  const react = { do: 'customer.react', userid: 'zhangsan', momentId, kind: 'comment' };
  await bank.act({ ...react, person: 'p1', text: '早' }, { ...react, person: 'p3', text: '好' });
  const words = (posts: Post[]) => posts[0]!.reactions.map(({ text }) => text);
  expect(words(await look<Post[]>('people/p1/posts'))).toEqual(['早']);
  expect(words(await look<Post[]>('staff/zhangsan/posts')).toSorted()).toEqual(['好', '早']);
  expect(await look<Post[]>('people/p2/posts')).toEqual([]);
});

test('codes, groups and what went over the wire can be looked at', async () => {
  await bank.call(addContactWay, {
    body: { type: 1, scene: 2, user: ['zhangsan'], state: 'poster', skip_verify: false },
  });
  expect((await look<Codes>('codes')).ways).toMatchObject([
    { staff: ['张三'], state: 'poster', uses: 0, over: false, asks: true },
  ]);
  const [made] = await bank.act({
    ...{ do: 'staff.create-group', userid: 'zhangsan', name: '邻里群', persons: ['p1'] },
  });
  const group = await look<Group>(`groups/${made!.chatId as unknown as string}`);
  expect(group.members.map(({ name, side }) => `${name} ${side}`)).toEqual([
    '张三 staff',
    '客户1 customer',
  ]);
  const wire = await look<WireEntry[]>('wire');
  expect(wire.find(({ name }) => name === 'contact-way.add')).toMatchObject({ ok: true });
});

test('with a leader of its clock it asks to be moved and does not move alone', async () => {
  const before = (await bank.control('GET', '/sim/clock')).now;
  await bank.control('POST', '/phones/api/clock', { seconds: 3600 });
  expect(asked).toEqual([3600]);
  expect((await bank.control('GET', '/sim/clock')).now).toBe(before);
});

test('a page of another site that a browser has open reaches neither the phones nor the controls', async () => {
  const ask = (path: string, headers: Record<string, string>, method = 'POST') =>
    new Promise<number>((resolve, reject) => {
      const request = httpRequest(`${bank.url}${path}`, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.once('error', reject).end(method === 'POST' ? '{"seconds":60}' : undefined);
    });
  const clock = '/phones/api/clock';
  expect(await ask(clock, { 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await ask('/sim/clock', { 'sec-fetch-site': 'same-site' })).toBe(403);
  expect(await ask('/sim/corps', { host: 'evil.example' }, 'GET')).toBe(403);
  expect(await ask(clock, { 'sec-fetch-site': 'same-origin' })).toBe(200);
});

test('a page on a phone is opened as whoever holds it, and only a web address is', async () => {
  const open = (query: object, cookie = '') =>
    fetch(`${bank.url}/phones/open?${new URLSearchParams(query as Record<string, string>)}`, {
      ...{ redirect: 'manual', headers: { cookie } },
    });
  const opened = await open({ as: 'person:p1', url: 'https://bank.example/h5' });
  expect(opened.headers.get('location')).toBe('https://bank.example/h5');
  expect(opened.headers.get('set-cookie')).toContain('sim_identity=person%3Ap1');
  // Another holder: what pages knew of the last one is gone; the same one is known again.
  expect(opened.headers.getSetCookie()).toContain('customer_session=; Path=/; Max-Age=0');
  const again = await open(
    { as: 'person:p1', url: 'https://bank.example/h5' },
    'a=b; sim_identity=person%3Ap1',
  );
  expect(again.headers.getSetCookie().join()).not.toContain('customer_session');
  expect((await open({ as: 'person:p1', url: 'javascript:alert(1)' })).status).toBe(400);
  expect((await open({ as: 'x; a=b', url: 'https://bank.example/' })).status).toBe(400);
});
