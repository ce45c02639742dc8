import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { platformErrorTexts } from './error-texts.ts';

registerErrorText(platformErrorTexts);

/** What belongs to the installation rather than to one module. */
export const systemRoom: Room = {
  key: 'system',
  capability: ['数据与系统', 'Data and system'],
  nav: [
    {
      path: '/imports',
      label: ['批量导入', 'Imports'],
      icon: 'upload',
      also: ['dr', 'import'],
      permission: 'platform.import.run',
      page: () => import('./imports/ImportListPage.tsx'),
    },
    {
      path: '/exports',
      label: ['导出', 'Exports'],
      icon: 'download',
      also: ['dc'],
      permission: 'platform.export.run',
      page: () => import('./exports/ExportsPage.tsx'),
    },
    {
      path: '/tasks',
      label: ['任务中心', 'Tasks'],
      icon: 'tasks',
      also: ['rw'],
      page: () => import('./tasks/TasksPage.tsx'),
    },
    {
      path: '/system/holidays',
      label: ['节假日', 'Holidays'],
      icon: 'calendar',
      also: ['jjr', 'workday'],
      page: () => import('./system/HolidaysPage.tsx'),
    },
    {
      path: '/system/clock',
      label: ['业务时钟', 'Business clock'],
      icon: 'clock',
      also: ['sz'],
      permission: 'platform.clock.move',
      page: () => import('./system/ClockPage.tsx'),
    },
    {
      path: '/system/retention',
      label: ['保存期限', 'Retention'],
      icon: 'history',
      also: ['bcqx'],
      permission: 'platform.system.read',
      page: () => import('./system/RetentionPage.tsx'),
    },
    {
      path: '/system/health',
      label: ['系统状态', 'System'],
      icon: 'gear',
      also: ['xt', 'health'],
      permission: 'platform.system.read',
      page: () => import('./system/HealthPage.tsx'),
    },
  ],
  pages: [
    {
      path: '/imports/new',
      permission: 'platform.import.run',
      page: () => import('./imports/ImportNewPage.tsx'),
    },
    {
      path: '/imports/:id',
      permission: 'platform.import.run',
      page: () => import('./imports/ImportPage.tsx'),
    },
  ],
};
