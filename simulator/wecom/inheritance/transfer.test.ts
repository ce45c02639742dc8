import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getCustomer, remarkCustomer } from '#protocol/wecom/endpoints/customers.ts';
import { listGroups } from '#protocol/wecom/endpoints/groups.ts';
import {
  listLeaverTransfers,
  listTransfers,
  listUnassigned,
  transferCustomers,
  transferGroups,
  transferLeaverCustomers,
  transferLeaverGroups,
} from '#protocol/wecom/endpoints/inheritance.ts';
import { aBank, type Bank, DAY } from '../test/bank.ts';
import { aReceiver, type Receiver } from '../test/receiver.ts';

let bank: Bank;
let receiver: Receiver;
beforeAll(async () => {
  bank = await aBank();
  receiver = await aReceiver(bank);
});
beforeEach(async () => {
  await receiver.settle();
  receiver.pushes.length = 0;
});
afterAll(async () => {
  await receiver.close();
  await bank.close();
});

const pair = { handover_userid: 'zhangsan', takeover_userid: 'lisi' };
const status = async (person: string, body = pair, endpoint = listTransfers) => {
  const id = await bank.customer(person);
  const { customer } = await bank.call(endpoint, { body });
  return customer.find((c) => c.external_userid === id);
};
const begin = async (person: string, body = pair) =>
  (
    await bank.call(transferCustomers, {
      body: { ...body, external_userid: [await bank.customer(person)] },
    })
  ).customer[0]!.errcode;
const friends = (person: string, ...userids: string[]) =>
  bank.act(...userids.map((userid) => ({ do: 'customer.add', person, userid })));

test('a customer changes hands after a day, with remark, and both sides are told', async () => {
  await friends('p1', 'zhangsan');
  const external_userid = await bank.customer('p1');
  await bank.call(remarkCustomer, {
    body: { userid: 'zhangsan', external_userid, remark: '王总' },
  });
  await receiver.settle();
  receiver.pushes.length = 0;
  expect(await begin('p1')).toBe(0);
  const now = bank.simulator.sim.clock.now();
  expect(await status('p1')).toMatchObject({ status: 2, takeover_time: now + DAY });
  expect(await begin('p1')).toBe(40129);
  await bank.advance(DAY - 1);
  expect((await status('p1'))?.status).toBe(2);
  await bank.advance(1);
  expect((await status('p1'))?.status).toBe(1);
  const { follow_user } = await bank.call(getCustomer, { query: { external_userid } });
  expect(follow_user).toMatchObject([
    { userid: 'lisi', remark: '王总', add_way: 202, oper_userid: 'zhangsan' },
  ]);
  const pushes = await receiver.settle();
  expect(pushes.map((p) => [p.name, p.fields.UserID, p.fields.Source])).toEqual([
    ['customer.added', 'lisi', undefined],
    ['customer.deleted-by-staff', 'zhangsan', 'DELETE_BY_TRANSFER'],
  ]);
});

test('a customer may refuse, and a receiver may be full', async () => {
  await friends('p2', 'zhangsan');
  await begin('p2');
  await bank.act({ do: 'customer.refuse-transfer', userid: 'lisi', person: 'p2' });
  expect(await status('p2')).toMatchObject({ status: 3, takeover_time: 0 });

  await friends('p3', 'zhangsan');
  await begin('p3');
  await bank.control('PATCH', `/sim/corps/${bank.corpId}`, { settings: { customersPerStaff: 1 } });
  expect(await begin('p3')).toBe(40129);
  await friends('p4', 'WangWu');
  expect(await begin('p4', { handover_userid: 'WangWu', takeover_userid: 'lisi' })).toBe(40099);
  await bank.advance(DAY);
  expect((await status('p3'))?.status).toBe(4);
  await bank.control('PATCH', `/sim/corps/${bank.corpId}`, {
    settings: { customersPerStaff: 5000 },
  });
  const reasons = (await receiver.settle())
    .filter((p) => p.name === 'transfer.failed')
    .map((p) => p.fields.FailReason);
  expect(reasons).toEqual(['customer_refused', 'customer_limit_exceed']);
});

test('twice in ninety days, not a third time; nobody is told of a friend', async () => {
  await friends('p5', 'zhangsan', 'lisi');
  await receiver.settle();
  receiver.pushes.length = 0;
  expect(await begin('p5')).toBe(0);
  await bank.advance(DAY);
  expect((await receiver.settle()).map((p) => p.name)).not.toContain('customer.added');
  const back = { handover_userid: 'lisi', takeover_userid: 'zhangsan' };
  expect(await begin('p5', back)).toBe(0);
  await bank.advance(DAY);
  // Handed back to somebody who followed before: no new contact either.
  expect((await receiver.settle()).map((p) => p.name)).not.toContain('customer.added');
  expect(await begin('p5')).toBe(40128);
  await bank.advance(91 * DAY);
  await bank.act({ do: 'staff.login', userid: 'lisi' }, { do: 'staff.login', userid: 'zhangsan' });
  expect(await begin('p5')).toBe(0);
});

test('codes of single customers come inside a successful answer', async () => {
  await friends('p6', 'lisi');
  const external_userid = [await bank.customer('p6'), 'wmNobody'];
  const { customer } = await bank.call(transferCustomers, { body: { ...pair, external_userid } });
  expect(customer.map((c) => c.errcode)).toEqual([40131, 40096]);
});

test('what a leaver leaves is listed until it is given away', async () => {
  await bank.act(
    { do: 'staff.create', userid: 'former', name: '前员工', departments: [2] },
    { do: 'customer.add', person: 'p7', userid: 'former' },
    { do: 'customer.add', person: 'p8', userid: 'former' },
    { do: 'staff.create-group', userid: 'former', persons: ['p7'] },
    { do: 'staff.leave', userid: 'former' },
  );
  const all = await bank.call(listUnassigned, { body: { page_size: 1 } });
  expect(all).toMatchObject({ is_last: false, info: [{ handover_userid: 'former' }] });
  const rest = await bank.call(listUnassigned, { body: { cursor: all.next_cursor ?? '' } });
  expect(rest).toMatchObject({ is_last: true, next_cursor: '' });
  expect(rest.info).toHaveLength(1);
  // The older way to page.
  const second = await bank.call(listUnassigned, { body: { page_size: 1, page_id: 1 } });
  expect(second.info).toEqual(rest.info);

  const leaver = { handover_userid: 'former', takeover_userid: 'lisi' };
  await bank.call(transferLeaverCustomers, {
    body: { ...leaver, external_userid: [await bank.customer('p7'), await bank.customer('p8')] },
  });
  await bank.advance(DAY);
  expect((await status('p7', leaver, listLeaverTransfers))?.status).toBe(1);
  expect((await bank.call(listUnassigned)).info).toEqual([]);

  const owned = { owner_filter: { userid_list: ['former'] }, limit: 10 };
  const waiting = await bank.call(listGroups, { body: { ...owned, status_filter: 1 } });
  const chat_id_list = waiting.group_chat_list.map((g) => g.chat_id);
  expect(chat_id_list).toHaveLength(1);
  const inService = await bank.call(transferGroups, { body: { chat_id_list, new_owner: 'lisi' } });
  expect(inService.failed_chat_list).toMatchObject([{ errcode: 90502 }]);
  const given = await bank.call(transferLeaverGroups, {
    body: { chat_id_list, new_owner: 'lisi' },
  });
  expect(given.failed_chat_list).toEqual([]);
  const again = await bank.call(transferLeaverGroups, {
    body: { chat_id_list, new_owner: 'zhouba' },
  });
  expect(again.failed_chat_list).toMatchObject([{ errcode: 90508 }]);
});

test('a group of somebody present changes owner twice in ninety days', async () => {
  const [made] = await bank.act({ do: 'staff.create-group', userid: 'zhangsan', persons: ['p9'] });
  const chat_id_list = [String(made!.chatId)];
  const give = async (new_owner: string) =>
    (await bank.call(transferGroups, { body: { chat_id_list, new_owner } })).failed_chat_list[0]
      ?.errcode ?? 0;
  await bank.act({ do: 'staff.login', userid: 'zhouba' });
  expect(await give('zhangsan')).toBe(90504);
  expect(await give('lisi')).toBe(0);
  expect(await give('zhouba')).toBe(0);
  expect(await give('zhangsan')).toBe(40128);
});
