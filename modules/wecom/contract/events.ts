import { z } from 'zod';
import { defineEvent } from '#platform/contract/event.ts';
import { CorpId } from './corp.ts';

/**
 * What WeCom told. Events come late, twice or out of order: `at` is when it happened by WeCom's
 * clock, to the second, and `callbackId` is the same for every repeat.
 */
const told = { corpId: CorpId, callbackId: z.uuid(), at: z.iso.datetime() };
const pair = { ...told, userid: z.string(), externalUserid: z.string() };

const added = z.object({
  ...pair,
  /** Of the code or link they came by. */
  state: z.string().nullable(),
  /** Good for 20 seconds, once. */
  welcomeCode: z.string().nullable(),
});

export const customerAdded = defineEvent('wecom.customer-added', added);
/** The customer added a colleague who has not confirmed yet. */
export const customerHalfAdded = defineEvent('wecom.customer-half-added', added);
export const customerEdited = defineEvent('wecom.customer-edited', z.object(pair));
/** A colleague deleted the customer; `transferred` when an inheritance did. */
export const customerDeleted = defineEvent(
  'wecom.customer-deleted',
  z.object({ ...pair, transferred: z.boolean() }),
);
/** The customer deleted the colleague. */
export const customerLeft = defineEvent('wecom.customer-left', z.object(pair));
export const transferFailed = defineEvent(
  'wecom.transfer-failed',
  z.object({ ...pair, reason: z.string() }),
);
/** The customer agreed to conversations being archived. */
export const archiveAgreed = defineEvent('wecom.archive-agreed', z.object(pair));

export const groupChanged = defineEvent(
  'wecom.group-changed',
  z.object({
    ...told,
    chatId: z.string(),
    change: z.enum(['created', 'updated', 'dismissed']),
    /** add_member, del_member, change_owner, change_name, change_notice. */
    detail: z.string().nullable(),
    /** Trust this list only when you hold version `from`; otherwise ask for the group. */
    members: z.array(z.string()),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
);

export const tagChanged = defineEvent(
  'wecom.tag-changed',
  z.object({
    ...told,
    change: z.enum(['created', 'updated', 'deleted', 'shuffled']),
    id: z.string().nullable(),
    kind: z.string().nullable(),
  }),
);

export const memberChanged = defineEvent(
  'wecom.member-changed',
  z.object({
    ...told,
    userid: z.string(),
    change: z.enum(['created', 'updated', 'deleted']),
    /** When the id itself changed. */
    newUserid: z.string().nullable(),
  }),
);

export const departmentChanged = defineEvent(
  'wecom.department-changed',
  z.object({ ...told, id: z.int(), change: z.enum(['created', 'updated', 'deleted']) }),
);

/** Everything else, by its name: `menu.clicked`, `card.answered`, `acquisition.chat-started`. */
export const callbackArrived = defineEvent(
  'wecom.callback-arrived',
  z.object({ ...told, name: z.string() }),
);

/**
 * The copy of these contacts, or of their relationships, changed: ask `mirroredContacts` how they
 * stand. Told after events and syncs alike, so whoever keeps more of them needs nothing else.
 */
export const contactsMirrored = defineEvent(
  'wecom.contacts-mirrored',
  z.object({ corpId: CorpId, externalUserids: z.array(z.string()).min(1).max(500) }),
);

/** The copy of these groups changed, in themselves or in who is in them: `mirroredGroups`. */
export const groupsMirrored = defineEvent(
  'wecom.groups-mirrored',
  z.object({ corpId: CorpId, chatIds: z.array(z.string()).min(1).max(500) }),
);

/** The corp's tags changed: `mirroredTags`. */
export const tagsMirrored = defineEvent('wecom.tags-mirrored', z.object({ corpId: CorpId }));

/** Colleagues came, changed or left: `mirroredStaff`. */
export const staffMirrored = defineEvent(
  'wecom.staff-mirrored',
  z.object({ corpId: CorpId, userids: z.array(z.string()).min(1).max(500) }),
);

export const departmentsMirrored = defineEvent(
  'wecom.departments-mirrored',
  z.object({ corpId: CorpId }),
);
