import type { Phrase } from '#platform/contract/text.ts';

export const wecomPermissions = {
  'wecom.corp.read': ['查看企业微信接入、调用与回调', 'See WeCom corps, calls and callbacks'],
  'wecom.corp.manage': [
    '维护企业微信接入、密钥，重放回调',
    'Maintain WeCom corps and secrets; replay callbacks',
  ],
} as const satisfies Record<string, Phrase>;
