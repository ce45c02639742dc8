import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { outreachErrorTexts } from '../contract.ts';

registerErrorText(outreachErrorTexts);

/** What may leave the bank, and what was decided about it. */
export const outreachRoom: Room = {
  key: 'outreach',
  capability: ['触达', 'Outreach'],
  nav: [
    {
      path: '/outreach',
      label: ['触达闸门', 'Outreach gate'],
      icon: 'shield',
      also: ['cd', 'zm', 'gate', 'decision'],
      permission: 'outreach.decision.read',
      page: () => import('./GatePage.tsx'),
    },
  ],
  pages: [
    {
      path: '/outreach/try',
      permission: 'outreach.gate.test',
      page: () => import('./TestSendPage.tsx'),
    },
  ],
};
