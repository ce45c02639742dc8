import { registerApprovalForm } from '#modules/org/console/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { zoneErrorTexts, zoneReleaseKind } from '../contract.ts';

registerErrorText({
  ...zoneErrorTexts,
  // Each entry with its reason: whoever submits sees at once what to replace.
  'zones.zoneEntryUnfit': ({ entries }) => {
    const [zh, en] = zoneErrorTexts['zones.zoneEntryUnfit'];
    const unfit = (entries ?? []) as { title: string; why: Phrase }[];
    return [
      `${zh}：${unfit.map(({ title, why }) => `${title || '一项内容'}（${why[0]}）`).join('；')}`,
      `${en}: ${unfit.map(({ title, why }) => `${title || 'an entry'} (${why[1]})`).join('; ')}`,
    ];
  },
});
// What was returned is changed where it was written, and goes to the same officer as another round.
registerApprovalForm(zoneReleaseKind, ({ id, payload }) => `/zones/${payload.id}?approval=${id}`);

const read = 'zones.zone.read';

/** The homes of customer groups on the phone. */
export const zonesRoom: Room = {
  key: 'zones',
  capability: ['客群专区', 'Zones'],
  nav: [
    {
      path: '/zones',
      label: ['客群专区', 'Zones'],
      icon: 'home',
      also: ['zq', 'kqzq', 'zone', 'h5'],
      permission: read,
      page: () => import('./ZoneListPage.tsx'),
    },
  ],
  pages: [
    { path: '/zones/new', permission: 'zones.zone.manage', page: () => import('./ZonePage.tsx') },
    { path: '/zones/:id', permission: read, page: () => import('./ZonePage.tsx') },
  ],
};
