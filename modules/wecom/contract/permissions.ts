import type { Phrase } from '#platform/contract/text.ts';

export const wecomPermissions = {
  'wecom.corp.read': ['查看企业微信接入、调用与回调', 'See WeCom corps, calls and callbacks'],
  'wecom.corp.manage': [
    '维护企业微信接入、密钥，重放回调',
    'Maintain WeCom corps and secrets; replay callbacks',
  ],
  'wecom.official.read': ['查看公众号', 'See official accounts'],
  'wecom.official.manage': ['登记与维护公众号', 'Keep official accounts'],
  'wecom.mini.read': ['查看小程序', 'See mini programs'],
  'wecom.mini.manage': ['登记与维护小程序', 'Keep mini programs'],
} as const satisfies Record<string, Phrase>;
