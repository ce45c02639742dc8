import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  corps: ['企业接入', 'Corps'],
  health: ['运行状况', 'Health'],
  apps: ['应用与密钥', 'Apps and keys'],
  calls: ['调用记录', 'Calls'],
  callbacks: ['回调记录', 'Callbacks'],
  sync: ['同步', 'Sync'],
  tabs: ['这个企业的页面', 'Pages of this corp'],
  active: ['使用中', 'In use'],
  stopped: ['已停用', 'Stopped'],
  wizard: ['接入向导', 'Connect wizard'],
  stoppedTitle: ['这个企业已停用', 'This corp is stopped'],
  stoppedHint: [
    '停用期间不向企业微信发起调用，也不接收它的回调。在“应用与密钥”中可以重新启用。',
    'While stopped, WeCom is neither called nor listened to. Start it again under Apps and keys.',
  ],
} satisfies Words;
