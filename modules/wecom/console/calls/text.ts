import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  calls: ['调用记录', 'Calls'],
  at: ['时间', 'At'],
  endpoint: ['接口', 'Endpoint'],
  app: ['应用', 'App'],
  outcome: ['结果', 'Outcome'],
  code: ['错误码', 'Code'],
  meaning: ['含义与处理', 'Meaning and remedy'],
  cost: ['次数', 'Cost'],
  ms: ['用时', 'Took'],
  millis: ['{n} 毫秒', '{n} ms'],
  requestId: ['编号', 'Reference'],
  days: ['时间范围', 'Days'],
  empty: ['还没有调用过企业微信', 'WeCom has not been called yet'],
  emptyHint: [
    '在接入向导里测试权限，或做一次同步，每次调用都会记在这里。记录里没有个人信息。',
    'Test the permissions in the wizard or run a sync: every call is recorded here, without personal data.',
  ],
  hint: [
    '每次调用的接口、次数与结果，保存 190 天；调用的内容与涉及的人不记录。',
    'Endpoint, cost and outcome of every call, kept 190 days; neither its content nor whom it concerned.',
  ],
} satisfies Words;
