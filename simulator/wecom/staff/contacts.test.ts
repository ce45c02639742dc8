import { afterAll, beforeAll, expect, test } from 'vitest';
import { getMember } from '#protocol/wecom/endpoints/contacts.ts';
import { aBank, type Bank, CONTACTS } from '../test/bank.ts';

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
