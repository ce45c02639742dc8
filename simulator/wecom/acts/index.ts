import { smsActs } from '../../sms/sms.acts.ts';
import type { Act } from './act.ts';
import { addingActs } from './adding.acts.ts';
import { adminActs } from './admin.acts.ts';
import { appActs } from './app.acts.ts';
import { chatActs } from './chat.acts.ts';
import { contactActs } from './contacts.acts.ts';
import { friendActs } from './friend.acts.ts';
import { groupActs } from './group.acts.ts';
import { massActs } from './mass.acts.ts';
import { momentActs } from './moment.acts.ts';
import { serviceActs } from './service.acts.ts';

/** Everything that people can do, by name. */
export const ACTS: ReadonlyMap<string, Act> = new Map(
  [
    ...contactActs,
    ...addingActs,
    ...friendActs,
    ...chatActs,
    ...massActs,
    ...momentActs,
    ...groupActs,
    ...adminActs,
    ...appActs,
    ...serviceActs,
    ...smsActs,
  ].map((a) => [a.name, a]),
);
