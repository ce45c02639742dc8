import type { Phrase } from '#platform/contract/text.ts';
import type { DataSet } from '#platform/server/data-set.ts';

const owner: Phrase = ['金融科技部', 'Financial technology'];

/**
 * A copy of what WeCom holds, by WeCom's ids: it names no customer of the bank once the identity is
 * gone, and ends with the friendship in WeCom itself.
 */
export const wecomDataSets: readonly DataSet[] = [
  {
    name: 'wecom.copy',
    title: ['企业微信通讯录、好友与客户群副本', 'Copy of WeCom: staff, contacts, groups'],
    dataClass: 'C2',
    owner,
    retention: ['好友关系在企业微信中存续期间', 'While the friendship stands in WeCom'],
    consumers: [
      ['客户与关系', 'Customers and relationships'],
      ['社群', 'Communities'],
    ],
    tables: ['wecom.contact', 'wecom.follow', 'wecom.group_chat', 'wecom.group_member'],
    onErasure: 'kept',
  },
  {
    name: 'wecom.calls',
    title: ['企业微信调用与回调记录', 'Calls to WeCom and callbacks'],
    dataClass: 'C1',
    owner,
    retention: ['调用 190 天，回调 30 天', 'Calls 190 days, callbacks 30'],
    consumers: [['科技运维', 'Bank IT']],
    tables: ['wecom.call', 'wecom.callback'],
    onErasure: 'not_personal',
  },
];
