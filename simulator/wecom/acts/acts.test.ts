import { afterAll, beforeAll, expect, test } from 'vitest';
import { addContactWay } from '#protocol/wecom/endpoints/contact-ways.ts';
import { addJoinWay } from '#protocol/wecom/endpoints/groups.ts';
import { aBank, type Bank } from '../test/bank.ts';
import { aReceiver, type Receiver } from '../test/receiver.ts';
import { ACTS } from './index.ts';

let bank: Bank;
let receiver: Receiver;
let path: string;
beforeAll(async () => {
  bank = await aBank();
  receiver = await aReceiver(bank);
  path = `/sim/corps/${bank.corpId}`;
});
afterAll(async () => {
  await receiver.close();
  await bank.close();
});

const perform = async (acts: object[]) =>
  (await bank.control('POST', `${path}/acts`, { acts })).results as unknown as {
    ok: boolean;
    code?: number;
    [field: string]: unknown;
  }[];

test('every act says what it takes', async () => {
  const { acts } = await bank.control('GET', '/sim/acts');
  const listed = acts as unknown as { do: string; input: { properties: object } }[];
  expect(listed.map((a) => a.do).sort()).toEqual([...ACTS.keys()].sort());
  expect(listed.length).toBeGreaterThanOrEqual(45);
  for (const a of listed) expect(a.input).toHaveProperty('properties');
});

test('what cannot be done says why in its place, and the rest is done', async () => {
  const results = await perform([
    { do: 'customer.add', person: 'p1', userid: 'zhangsan' },
    { do: 'customer.add', person: 'nobody', userid: 'zhangsan' },
    { do: 'customer.add', person: 'p2', userid: 'sunqi' },
    { do: 'customer.add', person: 'p1', userid: 'zhangsan' },
    { do: 'customer.add', userid: 'zhangsan' },
    { do: 'customer.fly' },
    { do: 'customer.add', person: 'p3', userid: 'lisi', addWay: 3 },
  ]);
  expect(results.map((r) => r.code ?? 0)).toEqual([0, 60136, 41054, 0, 40058, 60136, 0]);
  // Meeting a friend again is no news.
  const pushes = await receiver.settle();
  expect(pushes.map((p) => p.fields.UserID)).toEqual(['zhangsan', 'lisi']);
});

test('a refused act leaves nothing behind', async () => {
  const [made] = await perform([{ do: 'staff.create-group', userid: 'zhangsan', persons: ['p1'] }]);
  const before = await bank.control('GET', `${path}/digest`);
  const results = await perform([
    { do: 'staff.own-mass', userid: 'zhouba', text: '没有人' },
    { do: 'staff.remove-member', chatId: made!.chatId, person: 'p3' },
    { do: 'staff.create-group', userid: 'zhangsan', persons: ['p4', 'nobody'] },
  ]);
  expect(results.map((r) => r.ok)).toEqual([false, false, false]);
  expect(await bank.control('GET', `${path}/digest`)).toEqual(before);
  const mass = await bank.simulator.sim.pool.query('select count(*) n from mass_message');
  expect(Number(mass.rows[0].n)).toBe(0);
});

test('many scans of one code are shared out in turn, in one go', async () => {
  const { config_id: configId } = await bank.call(addContactWay, {
    body: { type: 2, scene: 2, user: ['zhangsan', 'lisi', 'zhouba'], state: 'poster' },
  });
  const results = await perform(
    Array.from({ length: 9 }, (_, i) => ({
      do: 'customer.scan',
      person: `p${10 + i}`,
      configId: i === 4 ? 'none' : configId,
    })),
  );
  expect(results[4]).toMatchObject({ ok: false, code: 41044 });
  const counts = Map.groupBy(
    results.filter((r) => r.ok),
    (r) => r.userid,
  );
  expect([...counts.values()].map((l) => l.length).sort()).toEqual([2, 3, 3]);
  const codes = results.flatMap((r) => (r.welcomeCode ? [r.welcomeCode] : []));
  expect(new Set(codes).size).toBe(8);
});

test('many lines keep their order, and only friends hear them', async () => {
  const lines = Array.from({ length: 50 }, (_, i) => ({
    do: 'customer.say',
    person: i === 20 ? 'p30' : 'p1',
    userid: 'zhangsan',
    content: { content: `第${i}句` },
  }));
  const results = await perform(lines);
  expect(results.filter((r) => !r.ok).map((r) => r.code)).toEqual([40096]);
  const { messages } = await bank.control('GET', `${path}/chats/zhangsan/p1?limit=100`);
  const heard = (messages as unknown as { content: { content: string } }[])
    .map((m) => m.content.content)
    .reverse();
  expect(heard).toEqual(lines.flatMap((l, i) => (i === 20 ? [] : [l.content.content])));
});

test('what is said, published and waited for can be followed from outside, page by page', async () => {
  const stream = (query: string) => bank.control('GET', `${path}/stream?${query}`);
  const first = await stream('limit=30');
  const list = first.messages as unknown as unknown[][];
  expect(list).toHaveLength(30);
  expect(first.more).toBe(true);
  const body = (first.bodies as unknown as [string, { content: string }][])[list[0]![7] as number];
  expect([...list[0]!.slice(0, 6), body]).toEqual([
    'zhangsan',
    'p1',
    null,
    null,
    false,
    'manual',
    ['text', { content: '第0句' }],
  ]);
  const rest = await stream(`messages=${first.messagesUpTo}`);
  expect(rest.messages).toHaveLength(19);
  expect(rest.more).toBe(false);
  await perform([{ do: 'customer.add', person: 'p31', userid: 'lisi', accepted: false }]);
  const [posted] = await perform([{ do: 'staff.post-moment', userid: 'zhangsan', text: '早' }]);
  const after = await stream(`messages=${rest.messagesUpTo}&moments=${rest.momentsUpTo}`);
  expect(after.messages).toEqual([]);
  expect(after.requests).toMatchObject([{ userid: 'lisi', person: 'p31' }]);
  expect(after.moments).toMatchObject([{ momentId: posted!.momentId, userid: 'zhangsan' }]);
  expect((after.moments as unknown as { viewers: string[] }[])[0]?.viewers).toContain('p1');
  const end = await stream(`messages=${after.messagesUpTo}&moments=${after.momentsUpTo}`);
  expect(end.moments).toEqual([]);
});

test('a message whose transaction ends late is not passed over', async () => {
  const { person, userid } = { person: 'p1', userid: 'zhangsan' };
  await perform([
    { do: 'customer.add', person, userid },
    { do: 'customer.say', person, userid, content: { content: '在吗' } },
  ]);
  const before = await bank.control('GET', `${path}/stream?limit=50000`);
  const insert = (content: string) =>
    `insert into chat_message (corp_id, userid, external_userid, sender, msgtype, content, source,
                               created_at, msgid)
     select corp_id, userid, external_userid, sender, 'text', '{"content":"${content}"}', 'manual',
            created_at, '${content}' from chat_message order by id limit 1`;
  const slow = await bank.simulator.sim.pool.connect();
  await slow.query('begin');
  await slow.query(insert('slow'));
  await bank.simulator.sim.pool.query(insert('fast'));
  const reading = bank.control('GET', `${path}/stream?messages=${before.messagesUpTo}`);
  await slow.query('select pg_sleep(0.2)');
  await slow.query('commit');
  slow.release();
  const { messages, bodies } = await reading;
  expect(messages).toHaveLength(2);
  expect((bodies as unknown as [string, { content: string }][]).map((b) => b[1].content)).toEqual([
    'slow',
    'fast',
  ]);
});

test('a batch that is sent twice is done once and answered twice', async () => {
  const send = (number: number, acts: object[]) =>
    bank.control('POST', `${path}/acts`, { acts, batch: { sender: 'somebody', number } });
  const line = (text: string) => ({
    do: 'customer.say',
    person: 'p1',
    userid: 'zhangsan',
    content: { content: text },
  });
  const first = await send(1, [line('一'), { do: 'customer.fly' }]);
  expect(await send(1, [line('一'), { do: 'customer.fly' }])).toEqual(first);
  await send(2, [line('二')]);
  await expect(send(1, [line('三')])).rejects.toThrow('batch 2 of somebody is done already');
  const { messages } = await bank.control('GET', `${path}/chats/zhangsan/p1?limit=2`);
  const said = (messages as unknown as { content: { content: string } }[]).map(
    (m) => m.content.content,
  );
  expect(said).toEqual(['二', '一']);
});

test('acquisition: a look, an add with its channel cut at 64 bytes, quota events, told messages', async () => {
  receiver.pushes.length = 0;
  const link = await fetch(
    `${bank.url}/cgi-bin/externalcontact/customer_acquisition/create_link?access_token=${await bank.token()}`,
    {
      method: 'POST',
      body: JSON.stringify({ link_name: 'l', range: { user_list: ['zhouba'] } }),
    },
  );
  const { link_id: linkId } = ((await link.json()) as { link: { link_id: string } }).link;
  await bank.control('PATCH', path, {
    settings: { acquisitionQuota: [{ expireAt: 4_000_000_000, total: 20, balance: 20 }] },
  });
  await perform([
    { do: 'customer.open-link', person: 'p33', linkId, only: 'look' },
    { do: 'customer.open-link', person: 'p33', linkId, channel: '渠道'.repeat(40) },
    ...Array.from({ length: 3 }, () => ({
      do: 'customer.say',
      person: 'p33',
      userid: 'zhouba',
      content: { content: '好' },
    })),
  ]);
  const pushes = await receiver.settle();
  expect(pushes.map((p) => p.name).sort()).toEqual(
    [
      'acquisition.profile-opened',
      'acquisition.profile-opened',
      'acquisition.balance-low',
      'customer.added',
      'acquisition.chat-started',
      'acquisition.message-received',
    ].sort(),
  );
  const added = pushes.find((p) => p.name === 'customer.added');
  const state = String(added?.fields.State);
  expect(Buffer.byteLength(state)).toBeLessThanOrEqual(64);
  expect(state).toMatch(/^(渠道)+渠?$/);
  await bank.control('PATCH', path, {
    settings: { acquisitionQuota: [{ expireAt: 4_000_000_000, total: 20, balance: 0 }] },
  });
  const none = await perform([{ do: 'customer.open-link', person: 'p34', linkId }]);
  expect(none[0]).toMatchObject({ ok: false, code: 610023 });
  receiver.pushes.length = 0;
  await perform([{ do: 'admin.add-acquisition-quota', amount: 5, expireAt: 4_000_000_000 }]);
  expect((await receiver.settle()).map((p) => p.name)).toEqual(['acquisition.balance-increased']);
});

test('a temporary code works once', async () => {
  const { config_id: configId } = await bank.call(addContactWay, {
    body: { type: 1, scene: 2, user: ['lisi'], is_temp: true, chat_expires_in: 3600 },
  });
  const [first, second] = await perform([
    { do: 'customer.scan', person: 'p35', configId },
    { do: 'customer.scan', person: 'p36', configId },
  ]);
  expect([first!.ok, second!.code]).toEqual([true, 41044]);
});

test('many joins by one code fill one group after the other, each with its event; members speak', async () => {
  await bank.control('PATCH', path, { settings: { groupCapacity: 4 } });
  const [made] = await perform([{ do: 'staff.create-group', userid: 'lisi', name: '邻里' }]);
  const { config_id: configId } = await bank.call(addJoinWay, {
    body: {
      scene: 2,
      chat_id_list: [made!.chatId as string],
      auto_create_room: 1,
      room_base_name: '邻里',
      room_base_id: 2,
    },
  });
  await receiver.settle();
  receiver.pushes.length = 0;
  const people = ['p10', 'p11', 'p12', 'p13', 'nobody', 'p11'];
  const results = await perform(
    people.map((person) => ({ do: 'customer.join-group', person, configId })),
  );
  expect(results.map((r) => r.code ?? r.joined)).toEqual([true, true, true, true, 60136, true]);
  const chats = results.map((r) => r.chatId);
  expect(chats.slice(0, 3)).toEqual([made!.chatId, made!.chatId, made!.chatId]);
  // The first is full by then: who comes again is in the second too.
  expect(chats[3]).not.toBe(made!.chatId);
  expect(chats[5]).toBe(chats[3]);
  const pushes = await receiver.settle();
  expect(pushes.filter((p) => p.fields.UpdateDetail === 'add_member')).toHaveLength(5);
  expect(pushes.filter((p) => p.name === 'group.created')).toHaveLength(1);
  const said = await perform([
    { do: 'group.say', chatId: made!.chatId, person: 'p10', content: { content: 'A' } },
    { do: 'group.say', chatId: made!.chatId, person: 'p13', content: { content: 'B' } },
    { do: 'group.say', chatId: made!.chatId, userid: 'lisi', content: { content: 'C' } },
    { do: 'group.say', chatId: 'none', person: 'p10', content: { content: 'D' } },
  ]);
  expect(said.map((r) => r.code ?? 0)).toEqual([0, 86217, 0, 86003]);
  await bank.control('PATCH', path, { settings: { groupCapacity: 200 } });
});
