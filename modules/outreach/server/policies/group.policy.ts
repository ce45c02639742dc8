import { sql } from 'kysely';
import { type Policy, refuses, saying } from '../rules/policy.ts';

/** WeCom lets only the owner of a group send to it: who has left, or has given it away, cannot. */
export const groupOwner: Policy = {
  key: 'group_owner',
  rules: ['GATE-005'],
  step: 'scope',
  name: ['客户群有在岗群主', 'The group has an owner who is there'],
  again: true,
  about: ({ channel }) => channel === 'group',
  facts: ['groupState'],
  judge: ({ groupState }) => (groupState === 'held' ? null : (groupState ?? 'unknown')),
  judgeSql: ({ groupState }) => sql`nullif(coalesce(${groupState}, 'unknown'), 'held')`,
  codes: () =>
    Object.fromEntries(
      ['left', 'other', 'gone', 'unknown'].map((code) => [code, refuses('GATE-005', 1)]),
    ),
  why: saying({
    left: [
      '群主已离职或停用，请先在离职继承里把群交给在岗同事',
      'Its owner has left: hand the group over to a colleague who is there',
    ],
    other: [
      '群主已换成别的同事，请重新起草',
      'It has another owner by now: draft the bulk send anew',
    ],
    gone: ['客户群已解散', 'The group has been dissolved'],
    unknown: [
      '企业微信里没有同步到这个客户群，请先同步客户群',
      'No such group has been read from WeCom: sync the groups first',
    ],
  }),
};
