import { audiencesRoom } from '#modules/audiences/console/index.ts';
import { complianceRoom } from '#modules/compliance/console/index.ts';
import { contentRoom } from '#modules/content/console/index.ts';
import { customersRoom, privacyRoom } from '#modules/customers/console/index.ts';
import { insightsRoom } from '#modules/insights/console/index.ts';
import { peopleRoom, workRoom } from '#modules/org/console/index.ts';
import { outreachRoom } from '#modules/outreach/console/index.ts';
import { rehearsalRoom } from '#modules/rehearsal/console/index.ts';
import { segmentsRoom } from '#modules/segments/console/index.ts';
import { sequencesRoom } from '#modules/sequences/console/index.ts';
import { trackingRoom } from '#modules/tracking/console/index.ts';
import { wecomRoom } from '#modules/wecom/console/index.ts';
import { zonesRoom } from '#modules/zones/console/index.ts';
import type { Room } from '#platform/web/room.ts';
import { systemRoom } from './pages/room.ts';

/** The screens of the product, in the order of the navigation: a new module adds its room here. */
export const rooms: readonly Room[] = [
  workRoom,
  segmentsRoom,
  customersRoom,
  audiencesRoom,
  sequencesRoom,
  outreachRoom,
  rehearsalRoom,
  insightsRoom,
  contentRoom,
  zonesRoom,
  complianceRoom,
  privacyRoom,
  trackingRoom,
  wecomRoom,
  peopleRoom,
  systemRoom,
];
