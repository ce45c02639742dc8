import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { segmentErrorTexts } from '../contract.ts';

registerErrorText(segmentErrorTexts);

const read = 'segments.pack.read';

/** Customer groups, each run in its own way: packs, guided set-ups, what was learned. */
export const segmentsRoom: Room = {
  key: 'segments',
  capability: ['客群经营', 'Segment packs'],
  nav: [
    {
      path: '/segments',
      label: ['客群经营包', 'Packs'],
      icon: 'flow',
      also: ['kq', 'jyb', 'xyk', 'df', 'sb', 'wz', 'pack', 'segment', 'setup'],
      permission: read,
      page: () => import('./packs/PacksPage.tsx'),
    },
    {
      path: '/segments/readiness',
      label: ['就绪评估', 'Readiness'],
      icon: 'check',
      also: ['jxpg', 'readiness', 'assessment'],
      permission: read,
      page: () => import('./readiness/ReadinessPage.tsx'),
    },
    {
      path: '/segments/reviews',
      label: ['复盘库', 'Reviews'],
      icon: 'ledger',
      also: ['fp', 'review'],
      permission: read,
      page: () => import('./setups/ReviewsPage.tsx'),
    },
  ],
  pages: [
    {
      path: '/segments/packs/:key',
      permission: read,
      page: () => import('./packs/PackPage.tsx'),
    },
    {
      path: '/segments/setups/:id',
      permission: read,
      page: () => import('./setups/SetupPage.tsx'),
    },
  ],
};
