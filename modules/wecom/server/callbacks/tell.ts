import type { z } from 'zod';
import type { Event } from '#platform/contract/event.ts';
import type { Push } from '#protocol/wecom/callbacks/events.ts';
import * as events from '../../contract/events.ts';

/** What every event of ours carries. */
export interface Told {
  readonly corpId: string;
  readonly callbackId: string;
  readonly at: string;
}

export interface Telling {
  readonly event: Event;
  readonly payload: unknown;
}

type Fields = Readonly<Record<string, unknown>>;
type Teller = (fields: Fields, told: Told) => Telling;

function tells<S extends z.ZodType>(
  event: Event<S>,
  read: (fields: Fields) => Record<string, unknown>,
): Teller {
  return (fields, told) => ({ event, payload: { ...told, ...read(fields) } });
}

const text = (value: unknown): string | null => (typeof value === 'string' && value ? value : null);
const pair = (f: Fields) => ({ userid: f.UserID, externalUserid: f.ExternalUserID });
const added = (f: Fields) => ({
  ...pair(f),
  state: text(f.State),
  welcomeCode: text(f.WelcomeCode),
});
const group = (change: string) =>
  tells(events.groupChanged, (f) => ({
    chatId: f.ChatId,
    change,
    detail: text(f.UpdateDetail),
    members: f.MemChangeList ?? [],
    from: text(f.LastMemVer),
    to: text(f.CurMemVer),
  }));
const tag = (change: string) =>
  tells(events.tagChanged, (f) => ({ change, id: text(f.Id), kind: text(f.TagType) }));
const member = (change: string) =>
  tells(events.memberChanged, (f) => ({
    userid: f.UserID,
    change,
    newUserid: text(f.NewUserID),
  }));
const department = (change: string) =>
  tells(events.departmentChanged, (f) => ({ id: f.Id, change }));

const tellers: Readonly<Record<string, Teller>> = {
  'customer.added': tells(events.customerAdded, added),
  'customer.half-added': tells(events.customerHalfAdded, added),
  'customer.edited': tells(events.customerEdited, pair),
  'customer.deleted-by-staff': tells(events.customerDeleted, (f) => ({
    ...pair(f),
    transferred: f.Source === 'DELETE_BY_TRANSFER',
  })),
  'customer.left': tells(events.customerLeft, pair),
  'transfer.failed': tells(events.transferFailed, (f) => ({ ...pair(f), reason: f.FailReason })),
  'archive.approved': tells(events.archiveAgreed, pair),
  'group.created': group('created'),
  'group.updated': group('updated'),
  'group.dismissed': group('dismissed'),
  'tag.created': tag('created'),
  'tag.updated': tag('updated'),
  'tag.deleted': tag('deleted'),
  'tag.shuffled': tag('shuffled'),
  'member.created': member('created'),
  'member.updated': member('updated'),
  'member.deleted': member('deleted'),
  'department.created': department('created'),
  'department.updated': department('updated'),
  'department.deleted': department('deleted'),
};

/** What the rest of the product is told of a push. What members wrote stays in the callback. */
export function tellingOf({ name, fields }: Push, told: Told): Telling {
  const teller = tellers[name];
  return teller?.(fields, told) ?? { event: events.callbackArrived, payload: { ...told, name } };
}
