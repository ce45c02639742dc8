import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  title: ['未覆盖的需求', 'Needs not served'],
  purpose: [
    '客户有需求标签，近 {days} 天却没有任何相关内容送达或被阅读。按需求看名单，补上内容。',
    'Customers with a need to whom no content about it came in {days} days, by need.',
  ],
  some: [
    '{of} 位有需求标签的客户中，{n} 位至少有一项需求没有被内容覆盖。',
    'Of {of} customers with a need, {n} have one that no content served.',
  ],
  none: [
    '近 {days} 天，每一项需求都有内容覆盖。',
    'In {days} days content served every need of every customer.',
  ],
  need: ['需求', 'Need'],
  holders: ['有此需求', 'Have it'],
  unserved: ['未覆盖', 'Not served'],
  share: ['未覆盖占比', 'Share'],
  people: ['{n} 位客户未被覆盖', '{n} customers not served'],
  peopleLabel: ['需求未被覆盖的客户', 'Customers whose need was not served'],
  customer: ['客户', 'Customer'],
  noName: ['未知姓名', 'No name'],
  phone: ['手机号', 'Phone'],
  unit: ['机构', 'Unit'],
  strength: ['需求强度', 'Strength'],
  since: ['标签起始', 'Since'],
  servedAt: ['上次相关内容', 'Last content about it'],
  never: ['从未', 'Never'],
  noNeeds: ['还没有需求标签', 'No needs are known yet'],
  noNeedsHint: [
    '客户打上需求标签后，这里会显示哪些需求没有内容覆盖。',
    'Once customers have tags of needs, those that no content serves stand here.',
  ],
  allServed: ['都已覆盖', 'All served'],
  allServedHint: ['这项需求的客户都收到过相关内容。', 'Content about it came to all of them.'],
} satisfies Words;
