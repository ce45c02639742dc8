import { addCustomerTab } from '#modules/customers/console/index.ts';
import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { audienceErrorTexts, scoreErrorTexts } from '../contract.ts';
import { scoreNav, scorePages, standingTab } from './scores/room.ts';

registerErrorText({ ...audienceErrorTexts, ...scoreErrorTexts });
addCustomerTab(standingTab);

const read = 'audiences.audience.read';
const manage = 'audiences.audience.manage';

/** Whom a plan is for: rules, lists, and what they hold. */
export const audiencesRoom: Room = {
  key: 'audiences',
  capability: ['客群', 'Audiences'],
  nav: [
    {
      path: '/audiences',
      label: ['客群', 'Audiences'],
      icon: 'people',
      also: ['kq', 'rq', 'audience', 'segment', '人群', '圈人'],
      permission: read,
      page: () => import('./list/AudienceListPage.tsx'),
    },
    {
      path: '/audiences/frozen',
      label: ['冻结名单', 'Frozen lists'],
      icon: 'lock',
      also: ['djmd', 'snapshot', 'frozen', '快照'],
      permission: read,
      page: () => import('./list/FrozenListPage.tsx'),
    },
    {
      path: '/audiences/overlap',
      label: ['客群重叠', 'Overlap'],
      icon: 'flow',
      also: ['cd', 'overlap', 'compare', '对比'],
      permission: read,
      page: () => import('./overlap/OverlapPage.tsx'),
    },
    ...scoreNav,
  ],
  pages: [
    ...scorePages,
    { path: '/audiences/new', permission: manage, page: () => import('./builder/NewPage.tsx') },
    {
      path: '/audiences/lists/new',
      permission: manage,
      page: () => import('./lists/UploadListPage.tsx'),
    },
    {
      path: '/audiences/:id/frozen/:snapshotId',
      permission: 'audiences.member.read',
      page: () => import('./list/FrozenPage.tsx'),
    },
    {
      path: '/audiences/:id/edit',
      permission: manage,
      page: () => import('./builder/EditPage.tsx'),
    },
    { path: '/audiences/:id', permission: read, page: () => import('./page/AudiencePage.tsx') },
  ],
};
