import { afterAll, beforeAll, expect, test } from 'vitest';
import { addJoinWay, getGroup, getJoinWay, listGroups } from '#protocol/wecom/endpoints/groups.ts';
import { getBehaviorData, getGroupStatistic } from '#protocol/wecom/endpoints/statistics.ts';
import { aBank, type Bank, DAY, NOW } from '../test/bank.ts';
import { aReceiver, type Receiver } from '../test/receiver.ts';

let bank: Bank;
let receiver: Receiver;
beforeAll(async () => {
  bank = await aBank({ settings: { groupCapacity: 4 } });
  receiver = await aReceiver(bank);
});
afterAll(async () => {
  await receiver.close();
  await bank.close();
});

const group = async (chat_id: string) =>
  (await bank.call(getGroup, { body: { chat_id, need_name: 1 } })).group_chat;

test('members come and go with versions by which a listener can keep its own list', async () => {
  const [made] = await bank.act({
    do: 'staff.create-group',
    userid: 'zhangsan',
    name: '邻里群',
    persons: ['p1'],
  });
  const chatId = String(made!.chatId);
  const before = await group(chatId);
  await bank.act(
    { do: 'staff.invite', userid: 'zhangsan', chatId, persons: ['p2'] },
    { do: 'group.leave', chatId, person: 'p1' },
    { do: 'staff.change-group', chatId, name: '新名', notice: '公告', owner: 'lisi' },
  );
  const pushes = await receiver.settle();
  expect(pushes.map((p) => `${p.name} ${p.fields.UpdateDetail ?? ''}`.trim())).toEqual([
    'group.created',
    'group.updated add_member',
    'group.updated del_member',
    'group.updated change_name',
    'group.updated change_notice',
    'group.updated change_owner',
  ]);
  const [, joined, left] = pushes;
  expect(joined?.fields).toMatchObject({
    JoinScene: 0,
    MemChangeCnt: 1,
    MemChangeList: [await bank.customer('p2')],
    LastMemVer: before.member_version,
  });
  expect(left?.fields).toMatchObject({ QuitScene: 0, LastMemVer: joined?.fields.CurMemVer });
  const after = await group(chatId);
  expect(after).toMatchObject({
    name: '新名',
    notice: '公告',
    owner: 'lisi',
    member_version: left?.fields.CurMemVer,
  });
  expect(after.member_list.map((m) => m.userid).sort()).toEqual(
    ['zhangsan', await bank.customer('p2')].sort(),
  );
  expect(after.member_list.find((m) => m.type === 2)).toMatchObject({
    name: '客户2',
    invitor: { userid: 'zhangsan' },
    unionid: expect.any(String),
  });
});

test('a join way fills its groups, then makes numbered new ones with the same owner', async () => {
  const [made] = await bank.act({ do: 'staff.create-group', userid: 'zhouba', name: '活动群' });
  const { config_id } = await bank.call(addJoinWay, {
    body: {
      scene: 2,
      chat_id_list: [String(made!.chatId)],
      room_base_name: '活动群',
      room_base_id: 10,
      state: 'poster',
      remark: '很长的备注'.repeat(10),
    },
  });
  const joins = Array.from({ length: 8 }, (_, i) => ({
    do: 'customer.join-group',
    person: `p${10 + i}`,
    configId: config_id,
  }));
  const results = await bank.act(...joins);
  const chats = [...new Set(results.map((r) => String(r.chatId)))];
  expect(chats).toHaveLength(3);
  const created = await Promise.all(chats.map(group));
  expect(created.map((g) => g.name)).toEqual(['活动群', '活动群10', '活动群11']);
  expect(created.map((g) => g.member_list.length)).toEqual([4, 4, 3]);
  expect(new Set(created.map((g) => g.owner))).toEqual(new Set(['zhouba']));
  expect(created[1]!.member_list[1]).toMatchObject({ join_scene: 3, state: 'poster' });
  const { join_way } = await bank.call(getJoinWay, { body: { config_id } });
  expect(join_way.chat_id_list).toEqual(chats);
  expect([...join_way.remark]).toHaveLength(30);
  const qr = await fetch(join_way.qr_code ?? '');
  expect(await qr.text()).toContain('<svg');
  const pushes = await receiver.settle();
  expect(pushes.filter((p) => p.name === 'group.updated' && p.fields.JoinScene === 3)).toHaveLength(
    8,
  );
});

test('groups are listed by owner and page', async () => {
  const first = await bank.call(listGroups, {
    body: { owner_filter: { userid_list: ['zhouba'] }, limit: 2 },
  });
  expect(first.group_chat_list).toHaveLength(2);
  const next = await bank.call(listGroups, {
    body: {
      owner_filter: { userid_list: ['zhouba'] },
      limit: 2,
      cursor: first.next_cursor ?? '',
    },
  });
  expect(next).toMatchObject({ group_chat_list: [{ status: 0 }], next_cursor: '' });
});

test('statistics count what happened, up to yesterday', async () => {
  const [made] = await bank.act({
    do: 'staff.create-group',
    userid: 'WangWu',
    persons: ['p1', 'p2'],
  });
  const chatId = String(made!.chatId);
  const say = { do: 'group.say', chatId, content: { content: '早' } };
  await bank.act({ ...say, userid: 'WangWu' }, { ...say, person: 'p1' }, { ...say, person: 'p1' });
  await bank.act({ do: 'customer.add', person: 'p1', userid: 'WangWu' });
  const chat = { userid: 'WangWu', person: 'p1', content: { content: '在吗' } };
  await bank.act({ do: 'customer.say', ...chat });
  await bank.advance(600);
  await bank.act(
    { do: 'staff.say', ...chat },
    { do: 'customer.delete-staff', userid: 'WangWu', person: 'p1' },
  );
  const owner_filter = { userid_list: ['WangWu'] };
  const body = { day_begin_time: NOW, owner_filter };
  expect(await bank.code(getGroupStatistic, { body })).toBe(40058);
  await bank.advance(DAY);
  const { items, total, next_offset } = await bank.call(getGroupStatistic, { body });
  expect([total, next_offset]).toEqual([1, 1]);
  expect(items[0]).toMatchObject({
    owner: 'WangWu',
    data: { new_chat_cnt: 1, chat_total: 1, member_total: 3, msg_total: 3, member_has_msg: 2 },
  });
  const { behavior_data } = await bank.call(getBehaviorData, {
    body: { userid: ['WangWu'], start_time: NOW, end_time: NOW + DAY },
  });
  expect(behavior_data).toMatchObject([
    {
      chat_cnt: 1,
      message_cnt: 1,
      reply_percentage: 100,
      avg_reply_time: 10,
      new_contact_cnt: 1,
      negative_feedback_cnt: 1,
    },
    { chat_cnt: 0, new_contact_cnt: 0 },
  ]);
  expect(behavior_data[1]).not.toHaveProperty('reply_percentage');
});
