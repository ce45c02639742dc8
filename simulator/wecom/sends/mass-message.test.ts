import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addMassMessage,
  cancelMassMessage,
  listMassMessageResults,
  listMassMessages,
  listMassMessageTasks,
  remindMassMessage,
} from '#protocol/wecom/endpoints/mass-messages.ts';
import { addTags, markCustomer } from '#protocol/wecom/endpoints/tags.ts';
import { aBank, type Bank, DAY, NOW } from '../test/bank.ts';

let bank: Bank;
beforeAll(async () => {
  bank = await aBank();
  await bank.act(
    { do: 'customer.add', person: 'p1', userid: 'zhangsan' },
    { do: 'customer.add', person: 'p2', userid: 'zhangsan' },
    { do: 'customer.add', person: 'p3', userid: 'zhangsan' },
    { do: 'customer.add', person: 'p1', userid: 'lisi' },
    { do: 'customer.add', person: 'p4', userid: 'lisi' },
    { do: 'customer.delete-staff', person: 'p3', userid: 'zhangsan' },
  );
});
afterAll(() => bank.close());

const text = { content: '春节安排' };
const confirm = (userid: string, msgid: string) =>
  bank.act({ do: 'staff.confirm-mass', userid, msgid });
const statuses = async (msgid: string, userid: string) =>
  Object.fromEntries(
    (await bank.call(listMassMessageResults, { body: { msgid, userid } })).send_list.map((i) => [
      i.external_userid,
      i.status,
    ]),
  );

test('nothing is sent before the member confirms; then friends get it and others have a reason', async () => {
  const { msgid } = await bank.call(addMassMessage, { body: { sender: 'zhangsan', text } });
  const before = await bank.call(listMassMessageTasks, { body: { msgid } });
  expect(before.task_list).toEqual([{ userid: 'zhangsan', status: 0 }]);
  expect(new Set(Object.values(await statuses(msgid, 'zhangsan')))).toEqual(new Set([0]));
  const inbox = await bank.control('GET', `/sim/corps/${bank.corpId}/staff/zhangsan/inbox`);
  expect(inbox.massTasks).toMatchObject([{ msgid, content: { text } }]);

  await confirm('zhangsan', msgid);
  const after = await bank.call(listMassMessageTasks, { body: { msgid } });
  expect(after.task_list).toEqual([{ userid: 'zhangsan', status: 2, send_time: NOW }]);
  expect(await statuses(msgid, 'zhangsan')).toEqual({
    [await bank.customer('p1')]: 1,
    [await bank.customer('p2')]: 1,
    [await bank.customer('p3')]: 2,
  });
  expect((await bank.tryAct({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid })).ok).toBe(
    false,
  );
});

test('a customer of several members hears it from the one who last chatted with them', async () => {
  await bank.advance(60);
  await bank.act({ do: 'staff.say', userid: 'lisi', person: 'p1', content: { content: '在吗' } });
  const external_userid = [await bank.customer('p1'), await bank.customer('p2'), 'wmNobody'];
  const answer = await bank.call(addMassMessage, { body: { external_userid, text } });
  expect(answer.fail_list).toEqual(['wmNobody']);
  const { task_list } = await bank.call(listMassMessageTasks, { body: { msgid: answer.msgid } });
  expect(task_list.map((t) => t.userid)).toEqual(['lisi', 'zhangsan']);
  expect(Object.keys(await statuses(answer.msgid, 'lisi'))).toEqual([await bank.customer('p1')]);
});

test('tags are OR inside a list and AND between lists', async () => {
  const { tag_group } = await bank.call(addTags, {
    body: { group_name: 'g', tag: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] },
  });
  const [a, b, c] = tag_group.tag.map((t) => t.id) as [string, string, string];
  const mark = async (person: string, userid: string, add_tag: string[]) =>
    bank.call(markCustomer, {
      body: { userid, external_userid: await bank.customer(person), add_tag },
    });
  await mark('p1', 'zhangsan', [a, c]);
  await mark('p2', 'zhangsan', [b]);
  await mark('p4', 'lisi', [b, c]);
  const tag_filter = { group_list: [{ tag_list: [a, b] }, { tag_list: [c] }] };
  const { msgid } = await bank.call(addMassMessage, { body: { tag_filter, text } });
  const reached = [
    ...Object.keys(await statuses(msgid, 'zhangsan')),
    ...Object.keys(await statuses(msgid, 'lisi')),
  ];
  expect(reached.sort()).toEqual([await bank.customer('p1'), await bank.customer('p4')].sort());
});

test('a month allows as many as it has days, corp tasks and own messages together', async () => {
  const external = await bank.customer('p4');
  const send = async () => {
    const { msgid } = await bank.call(addMassMessage, {
      body: { sender: 'lisi', external_userid: [external], text },
    });
    await confirm('lisi', msgid);
    return (await statuses(msgid, 'lisi'))[external];
  };
  const own = () =>
    bank.act({ do: 'staff.own-mass', userid: 'lisi', persons: ['p4'], text: '早安' });
  for (let i = 0; i < 15; i++) expect(await send()).toBe(1);
  for (let i = 0; i < 16; i++) expect((await own())[0]).toMatchObject({ sent: 1 });
  // March has 31 days.
  expect(await send()).toBe(3);
  expect((await own())[0]).toMatchObject({ sent: 0, capped: 1 });
  await bank.advance(31 * DAY);
  expect(await send()).toBe(1);
});

test.each([
  ['one-a-day', 1, DAY],
  ['seven-a-week', 7, 7 * DAY],
] as const)('a corp may choose %s', async (massMessageCap, most, later) => {
  await bank.control('PATCH', `/sim/corps/${bank.corpId}`, { settings: { massMessageCap } });
  await bank.advance(7 * DAY);
  const own = async () =>
    (
      await bank.act({ do: 'staff.own-mass', userid: 'lisi', persons: ['p1'], text: 'x' })
    )[0] as unknown as { sent: number };
  for (let i = 0; i < most; i++) expect((await own()).sent).toBe(1);
  expect((await own()).sent).toBe(0);
  await bank.advance(later);
  expect((await own()).sent).toBe(1);
});

test('a cancelled task cannot be confirmed; a member’s own message has a creator', async () => {
  const { msgid } = await bank.call(addMassMessage, { body: { sender: 'zhangsan', text } });
  await bank.call(cancelMassMessage, { body: { msgid } });
  expect((await bank.tryAct({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid })).code).toBe(
    41093,
  );
  const now = bank.simulator.sim.clock.now();
  const span = { start_time: now - DAY, end_time: now };
  const list = async (filter_type: 0 | 1) =>
    (await bank.call(listMassMessages, { body: { chat_type: 'single', ...span, filter_type } }))
      .group_msg_list;
  const corp = await list(0);
  expect(corp.find((m) => m.msgid === msgid)).toMatchObject({ create_type: 0, text });
  expect(corp.some((m) => m.creator)).toBe(false);
  const own = await list(1);
  expect(own.length).toBeGreaterThan(0);
  expect(own.every((m) => m.creator === 'lisi' && m.create_type === 1)).toBe(true);
});

test('a task for groups needs their owner and counts for each group', async () => {
  const [group] = await bank.act({
    do: 'staff.create-group',
    userid: 'zhangsan',
    persons: ['p1', 'p2'],
  });
  const chatId = String(group!.chatId);
  const { msgid, fail_list } = await bank.call(addMassMessage, {
    body: { chat_type: 'group', sender: 'zhangsan', chat_id_list: [chatId, 'wrNone'], text },
  });
  expect(fail_list).toEqual(['wrNone']);
  const results = () => bank.call(listMassMessageResults, { body: { msgid, userid: 'zhangsan' } });
  expect((await results()).send_list).toEqual([]);
  await confirm('zhangsan', msgid);
  expect((await results()).send_list).toMatchObject([{ chat_id: chatId, status: 1 }]);
});

test('a member is reminded of a task three times within a day, and of the same one again the day after', async () => {
  const { msgid } = await bank.call(addMassMessage, { body: { sender: 'zhangsan', text } });
  const remind = () => bank.code(remindMassMessage, { body: { msgid } });
  const day: number[] = [];
  for (let i = 0; i < 4; i++) {
    day.push(await remind());
    await bank.advance(2 * 3600);
  }
  expect(day).toEqual([0, 0, 0, 41094]);
  await bank.advance(DAY);
  expect(await remind()).toBe(0);
});
