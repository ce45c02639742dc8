import { addCustomerTab } from '#modules/customers/console/index.ts';
import { registerApprovalView } from '#modules/org/console/index.ts';
import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { sequenceErrorTexts, startKind } from '../contract.ts';

registerErrorText(sequenceErrorTexts);
addCustomerTab({
  key: 'runs',
  label: ['培育', 'Sequences'],
  permission: 'sequences.enrolment.read',
  load: () => import('./story/RunsTab.tsx'),
});

registerApprovalView(
  startKind,
  'sequences.sequence.read',
  () => import('./approval/StartApproval.tsx'),
);

const read = 'sequences.sequence.read';

/** What reaches customers day by day, and how far each of them is. */
export const sequencesRoom: Room = {
  key: 'sequences',
  capability: ['序列', 'Sequences'],
  nav: [
    {
      path: '/sequences/runs',
      label: ['序列运行', 'Runs'],
      icon: 'play',
      stage: 3,
      also: ['xlyx', 'run', 'sop'],
      permission: read,
      page: () => import('./runs/RunListPage.tsx'),
    },
    {
      path: '/sequences',
      label: ['序列库', 'Sequences'],
      icon: 'flow',
      stage: 3,
      also: ['xl', 'aida', '3w', 'sequence'],
      permission: read,
      page: () => import('./list/SequenceListPage.tsx'),
    },
  ],
  pages: [
    {
      path: '/sequences/runs/new',
      permission: 'sequences.run.manage',
      page: () => import('./runs/RunSetupPage.tsx'),
    },
    { path: '/sequences/runs/:id', permission: read, page: () => import('./runs/RunPage.tsx') },
    {
      path: '/sequences/runs/:id/edit',
      permission: 'sequences.run.manage',
      page: () => import('./runs/RunSetupPage.tsx'),
    },
    {
      path: '/sequences/runs/:id/customers/:customerId',
      permission: 'sequences.enrolment.read',
      page: () => import('./story/StoryPage.tsx'),
    },
    { path: '/sequences/:id', permission: read, page: () => import('./editor/SequencePage.tsx') },
  ],
};
