import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  getMember,
  listDepartments,
  listMemberIds,
  listMembers,
} from '#protocol/wecom/endpoints/contacts.ts';
import { aBank, type Bank, CONTACTS, SMALL_APP } from '../test/bank.ts';
import { aReceiver } from '../test/receiver.ts';

let bank: Bank;
beforeAll(async () => {
  bank = await aBank();
});
afterAll(() => bank.close());

test('a member is found whatever the case of the id, without private fields', async () => {
  const member = await bank.call(getMember, { query: { userid: 'wangwu' } });
  expect(member).toMatchObject({ userid: 'WangWu', name: '王五', department: [3], status: 1 });
  expect(member.mobile).toBeUndefined();
  const full = await bank.call(getMember, { query: { userid: 'ZHANGSAN' }, agent: CONTACTS });
  expect(full).toMatchObject({ mobile: '13800000001', gender: '1' });
});

test('an app sees its departments and members only', async () => {
  const all = await bank.call(listDepartments);
  expect(all.department.map((d) => d.id)).toEqual([1, 2, 3, 4]);
  const small = await bank.call(listDepartments, { agent: SMALL_APP });
  expect(small.department.map((d) => d.id)).toEqual([3, 4]);
  // Direct members only: the group below has its own.
  const direct = await bank.call(listMembers, { query: { department_id: 3 } });
  expect(direct.userlist.map((m) => m.userid)).toEqual(['WangWu']);
});

test('ids are paged until the cursor is empty, one row for each member and department', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await bank.call(listMemberIds, {
      body: { limit: 4, ...(cursor ? { cursor } : {}) },
    });
    seen.push(...page.dept_user.map((p) => `${p.userid} ${p.department}`));
    cursor = page.next_cursor || undefined;
  } while (cursor);
  expect(seen.sort()).toEqual(
    ['WangWu 3', 'lisi 2', 'sunqi 2', 'zhangsan 2', 'zhaoliu 4', 'zhouba 4'].sort(),
  );
  expect(await bank.code(listMemberIds, { body: { cursor: 'made-up' } })).toBe(50100);
});

test('changes of members and departments are told to the contact-sync callback, as ids', async () => {
  const receiver = await aReceiver(bank, CONTACTS);
  await bank.act(
    { do: 'department.create', id: 9, name: '新支行' },
    { do: 'staff.create', userid: 'xinren', name: '新人', departments: [9] },
    { do: 'staff.update', userid: 'xinren', name: '改名' },
    { do: 'staff.update', userid: 'xinren', departments: [2], newUserid: 'laoren' },
    { do: 'department.update', id: 9, parentId: 2 },
    { do: 'department.delete', id: 9 },
    { do: 'staff.leave', userid: 'laoren' },
  );
  const pushes = await receiver.settle();
  expect(pushes.map((p) => p.name).sort()).toEqual(
    [
      'department.created',
      'member.created',
      'member.updated',
      'department.updated',
      'department.deleted',
      'member.deleted',
    ].sort(),
  );
  const updated = pushes.find((p) => p.name === 'member.updated');
  expect(updated?.fields).toMatchObject({
    UserID: 'xinren',
    NewUserID: 'laoren',
    Department: ['2'],
  });
  expect(updated?.fields.Name).toBeUndefined();
  expect(receiver.refused).toEqual([]);
  await receiver.close();
});

test('a change leaves alone what it does not name', async () => {
  await bank.act(
    { do: 'staff.update', userid: 'zhaoliu', name: '赵六六' },
    { do: 'department.update', id: 4, name: '零售二组' },
  );
  const corp = bank.simulator.sim.directory.corp(bank.corpId)!;
  expect(corp.staff.get('zhaoliu')).toMatchObject({
    name: '赵六六',
    verified: false,
    departments: [4],
    profile: { unbound: true },
  });
  expect(corp.departments.get(4)).toMatchObject({ name: '零售二组', parentId: 3 });
  const path = `/sim/corps/${bank.corpId}/apps/${SMALL_APP}`;
  await bank.control('PATCH', path, { name: '城西助手' });
  await bank.control('PATCH', path, { settings: { homeUrl: 'https://bank.example' } });
  expect(await bank.control('PATCH', path, { settings: { description: '说明' } })).toMatchObject({
    name: '城西助手',
    rangeParties: [3],
    customerContact: true,
    settings: { homeUrl: 'https://bank.example', description: '说明' },
  });
});
