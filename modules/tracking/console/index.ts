import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { trackingErrorTexts } from '../contract.ts';

registerErrorText(trackingErrorTexts);

const read = 'tracking.event.read';

/** What customers do, where it is collected, and how good the data are. */
export const trackingRoom: Room = {
  key: 'tracking',
  capability: ['行为数据', 'Behaviour'],
  nav: [
    {
      path: '/tracking/events',
      label: ['行为明细', 'Events'],
      icon: 'history',
      also: ['xwmx', 'xw', 'events', 'explorer', '下钻'],
      permission: read,
      page: () => import('./events/EventsPage.tsx'),
    },
    {
      path: '/tracking/kinds',
      label: ['事件登记', 'Registry'],
      icon: 'ledger',
      also: ['sjdj', 'kinds', 'schema', '埋点'],
      permission: read,
      page: () => import('./kinds/KindListPage.tsx'),
    },
    {
      path: '/tracking/sites',
      label: ['采集站点', 'Sites'],
      icon: 'globe',
      also: ['cjzd', 'sdk', 'sites', '埋点'],
      permission: read,
      page: () => import('./sites/SitesPage.tsx'),
    },
    {
      path: '/tracking/quality',
      label: ['数据质量', 'Data quality'],
      icon: 'chart',
      also: ['sjzl', 'quality', '拒收'],
      permission: read,
      page: () => import('./quality/QualityPage.tsx'),
    },
  ],
  pages: [
    {
      path: '/tracking/kinds/new',
      permission: 'tracking.kind.manage',
      page: () => import('./kinds/KindFormPage.tsx'),
    },
    { path: '/tracking/kinds/:kind', permission: read, page: () => import('./kinds/KindPage.tsx') },
  ],
};
