import type { CustomerTab } from '#modules/customers/console/index.ts';
import type { NavPage, RoomPage } from '#platform/web/room.ts';

const read = 'audiences.score.read';
const manage = 'audiences.score.manage';

/** What is worked out about customers: part of the room of audiences. */
export const scoreNav: readonly NavPage[] = [
  {
    path: '/audiences/matrix',
    label: ['需求 × 认可', 'Need × recognition'],
    icon: 'rows',
    also: ['xq', 'rk', 'matrix', 'need', '需求强度', '认可度'],
    permission: read,
    page: () => import('./MatrixPage.tsx'),
  },
  {
    path: '/audiences/bands',
    label: ['价值与活跃', 'Value and activity'],
    icon: 'chart',
    also: ['jz', 'hy', 'band', 'activity', '沉默', '流失'],
    permission: read,
    page: () => import('./BandsPage.tsx'),
  },
  {
    path: '/audiences/rfm',
    label: ['RFM 分层', 'RFM tiers'],
    icon: 'ledger',
    also: ['rfm', 'fc'],
    permission: read,
    page: () => import('./RfmPage.tsx'),
  },
  {
    path: '/audiences/models',
    label: ['评分模型', 'Models'],
    icon: 'point',
    also: ['mx', 'pf', 'model', 'propensity', '倾向'],
    permission: read,
    page: () => import('./ModelListPage.tsx'),
  },
];

export const scorePages: readonly RoomPage[] = [
  { path: '/audiences/signals', permission: read, page: () => import('./SignalsPage.tsx') },
  { path: '/audiences/models/new', permission: manage, page: () => import('./NewModelPage.tsx') },
  { path: '/audiences/models/:id', permission: read, page: () => import('./ModelPage.tsx') },
];

/** On the customer's page: where the customer stands, and why. */
export const standingTab: CustomerTab = {
  key: 'standing',
  label: ['需求与认可', 'Need and recognition'],
  permission: read,
  load: () => import('./StandingTab.tsx'),
};
