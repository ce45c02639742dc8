import { SMALL_APP } from '../bank.ts';
import type { Case } from './case.ts';

const aMenu = { button: [{ type: 'click', name: 'a', key: 'k' }] };

export const CONTACT_CASES: readonly Case[] = [
  ['member.get', 60111, () => ({ query: { userid: 'nobody' } })],
  ['member.get', 60111, () => ({ query: { userid: 'former' } })],
  ['member.get', 60011, () => ({ query: { userid: 'zhangsan' }, agent: SMALL_APP })],
  ['member.list', 60003, () => ({ query: { department_id: 99 } })],
  ['member.list', 60011, () => ({ query: { department_id: 2 }, agent: SMALL_APP })],
  ['member.list-briefly', 60003, () => ({ query: { department_id: 99 } })],
  ['member.list-briefly', 60011, () => ({ query: { department_id: 2 }, agent: SMALL_APP })],
  ['department.list', 60003, () => ({ query: { id: 99 } })],
  ['department.list', 60011, () => ({ query: { id: 2 }, agent: SMALL_APP })],
  ['department.list-ids', 60003, () => ({ query: { id: 99 } })],
  ['department.list-ids', 60011, () => ({ query: { id: 2 }, agent: SMALL_APP })],
  ['department.get', 60003, () => ({ query: { id: 99 } })],
  ['department.get', 60011, () => ({ query: { id: 2 }, agent: SMALL_APP })],
  ['member.find-by-mobile', 46004, () => ({ body: { mobile: '1' } })],
  ['member.find-by-email', 46004, () => ({ body: { email: 'x' } })],
  ['member.to-openid', 43004, () => ({ body: { userid: 'zhaoliu' } })],
  ['member.to-openid', 60111, () => ({ body: { userid: 'nobody' } })],
  ['agent.get', 301002, () => ({ query: { agentid: SMALL_APP } })],
  ['agent.set', 301002, () => ({ body: { agentid: SMALL_APP } })],
  ['menu.create', 301002, () => ({ query: { agentid: SMALL_APP }, body: aMenu })],
  ['menu.get', 301002, () => ({ query: { agentid: SMALL_APP } })],
  ['menu.delete', 301002, () => ({ query: { agentid: SMALL_APP } })],
  ['menu.get', 46003, () => ({ query: { agentid: SMALL_APP }, agent: SMALL_APP })],
];
