import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { wecomErrorTexts } from '../contract.ts';

registerErrorText(wecomErrorTexts);

const read = 'wecom.corp.read';
const manage = 'wecom.corp.manage';

/** How the bank is connected to WeCom, and how it goes. */
export const wecomRoom: Room = {
  key: 'wecom',
  capability: ['企业微信', 'WeCom'],
  nav: [
    {
      path: '/wecom',
      label: ['企业接入', 'Corps'],
      icon: 'link',
      also: ['qw', 'qywx', 'jr', 'wecom', 'corp', 'health', 'callback'],
      permission: read,
      page: () => import('./corps/CorpListPage.tsx'),
    },
    {
      path: '/wecom/accounts',
      label: ['微信账号', 'WeChat accounts'],
      icon: 'globe',
      also: ['gzh', 'xcx', 'zh', 'official', 'mini', 'account'],
      permission: [read, 'wecom.official.read', 'wecom.mini.read'],
      page: () => import('./accounts/AccountsPage.tsx'),
    },
  ],
  pages: [
    {
      path: '/wecom/connect',
      permission: manage,
      page: () => import('./connect/NewCorpPage.tsx'),
    },
    {
      path: '/wecom/corps/:id/connect',
      permission: manage,
      page: () => import('./connect/ConnectPage.tsx'),
    },
    { path: '/wecom/corps/:id', permission: read, page: () => import('./health/HealthPage.tsx') },
    {
      path: '/wecom/corps/:id/apps',
      permission: read,
      page: () => import('./corps/AppsPage.tsx'),
    },
    {
      path: '/wecom/corps/:id/sync',
      permission: read,
      page: () => import('./sync/SyncPage.tsx'),
    },
    {
      path: '/wecom/corps/:id/calls',
      permission: read,
      page: () => import('./calls/CallsPage.tsx'),
    },
    {
      path: '/wecom/corps/:id/callbacks',
      permission: read,
      page: () => import('./callbacks/CallbacksPage.tsx'),
    },
  ],
};
