import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { rehearsalErrorTexts } from '../contract.ts';

registerErrorText(rehearsalErrorTexts);

const read = 'rehearsal.rehearsal.read';
const start = 'rehearsal.rehearsal.start';

/** Plans that are lived through before they are begun. */
export const rehearsalRoom: Room = {
  key: 'rehearsal',
  capability: ['沙盘', 'Rehearsal'],
  nav: [
    {
      path: '/rehearsals',
      label: ['沙盘推演', 'Rehearsals'],
      icon: 'play',
      also: ['sp', 'ty', 'sandbox', 'rehearsal', '推演', '模拟'],
      permission: read,
      page: () => import('./RehearsalListPage.tsx'),
    },
  ],
  pages: [
    { path: '/rehearsals/new', permission: start, page: () => import('./NewRehearsalPage.tsx') },
    { path: '/rehearsals/compare', permission: read, page: () => import('./ComparePage.tsx') },
    { path: '/rehearsals/:id', permission: read, page: () => import('./RehearsalPage.tsx') },
  ],
};
