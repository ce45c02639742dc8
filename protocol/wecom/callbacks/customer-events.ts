import { z } from 'zod';
import { number, optionalNumber, optionalWords, repeated, wecomEvent, words } from './event.ts';

const contact = {
  event: 'change_external_contact',
  audience: 'customer',
  source: 'D92130',
} as const;
const pair = { UserID: words, ExternalUserID: words };

/** State: of the contact-me, or the channel of the acquisition link. */
const added = z.object({ ...pair, State: optionalWords, WelcomeCode: optionalWords });

export const customerAdded = wecomEvent({
  ...contact,
  name: 'customer.added',
  changeType: 'add_external_contact',
  fields: added,
});
/** The customer added a member who skips the check; the member has not confirmed yet. */
export const customerHalfAdded = wecomEvent({
  ...contact,
  name: 'customer.half-added',
  changeType: 'add_half_external_contact',
  fields: added,
});
export const customerEdited = wecomEvent({
  ...contact,
  name: 'customer.edited',
  changeType: 'edit_external_contact',
  fields: z.object(pair),
});
/** Source is DELETE_BY_TRANSFER when an in-service transfer took the customer away. */
export const customerDeletedByStaff = wecomEvent({
  ...contact,
  name: 'customer.deleted-by-staff',
  changeType: 'del_external_contact',
  fields: z.object({ ...pair, Source: optionalWords }),
});
export const staffDeletedByCustomer = wecomEvent({
  ...contact,
  name: 'customer.left',
  changeType: 'del_follow_user',
  fields: z.object({ ...pair, Source: optionalWords }),
});
/** customer_refused or customer_limit_exceed. */
export const transferFailed = wecomEvent({
  ...contact,
  name: 'transfer.failed',
  changeType: 'transfer_fail',
  fields: z.object({ ...pair, FailReason: words }),
});
export const archiveApproved = wecomEvent({
  ...contact,
  name: 'archive.approved',
  changeType: 'msg_audit_approved',
  fields: z.object({ ...pair, WelcomeCode: optionalWords }),
  source: 'W',
});

const group = { event: 'change_external_chat', audience: 'customer', source: 'D92130' } as const;

export const groupCreated = wecomEvent({
  ...group,
  name: 'group.created',
  changeType: 'create',
  fields: z.object({ ChatId: words }),
});
/**
 * UpdateDetail: add_member, del_member, change_owner, change_name, change_notice. Trust the list of
 * changes only when LastMemVer is the version you hold; otherwise ask for the group.
 */
export const groupUpdated = wecomEvent({
  ...group,
  name: 'group.updated',
  changeType: 'update',
  fields: z.object({
    ChatId: words,
    UpdateDetail: optionalWords,
    JoinScene: optionalNumber,
    QuitScene: optionalNumber,
    MemChangeCnt: optionalNumber,
    MemChangeList: repeated('Item', words),
    LastMemVer: optionalWords,
    CurMemVer: optionalWords,
  }),
});
export const groupDismissed = wecomEvent({
  ...group,
  name: 'group.dismissed',
  changeType: 'dismiss',
  fields: z.object({ ChatId: words }),
});

const tag = { event: 'change_external_tag', audience: 'customer', source: 'D92130' } as const;
const tagFields = z.object({ Id: words, TagType: words, StrategyId: optionalNumber });

export const tagCreated = wecomEvent({
  ...tag,
  name: 'tag.created',
  changeType: 'create',
  fields: tagFields,
});
export const tagUpdated = wecomEvent({
  ...tag,
  name: 'tag.updated',
  changeType: 'update',
  fields: tagFields,
});
/** Deleting a group is one event, none for its tags. */
export const tagDeleted = wecomEvent({
  ...tag,
  name: 'tag.deleted',
  changeType: 'delete',
  fields: tagFields,
});
/** Orders changed in bulk; without an id in every group. */
export const tagsShuffled = wecomEvent({
  ...tag,
  name: 'tag.shuffled',
  changeType: 'shuffle',
  fields: z.object({ Id: optionalWords, StrategyId: optionalNumber }),
});

const link = { event: 'customer_acquisition', audience: 'customer', source: 'D97299' } as const;
const ofLink = z.object({ LinkId: words, State: optionalWords });

const linkEvents = [
  wecomEvent({ ...link, name: 'acquisition.balance-low', changeType: 'balance_low' }),
  wecomEvent({ ...link, name: 'acquisition.balance-exhausted', changeType: 'balance_exhausted' }),
  wecomEvent({ ...link, name: 'acquisition.balance-increased', changeType: 'balance_increased' }),
  wecomEvent({
    ...link,
    name: 'acquisition.quota-expires-soon',
    changeType: 'quota_expire_soon',
    fields: z.object({ ExpireTime: number, ExpireQuotaNum: number }),
  }),
  wecomEvent({
    ...link,
    name: 'acquisition.link-unavailable',
    changeType: 'link_unavailable',
    fields: z.object({ LinkId: words }),
  }),
  /** Deletions in the console only. */
  wecomEvent({
    ...link,
    name: 'acquisition.link-deleted',
    changeType: 'delete_link',
    fields: z.object({ LinkId: words }),
  }),
  wecomEvent({
    ...link,
    name: 'acquisition.profile-opened',
    changeType: 'open_profile',
    fields: ofLink,
  }),
  wecomEvent({
    ...link,
    name: 'acquisition.friend-requested',
    changeType: 'friend_request',
    fields: ofLink,
  }),
  wecomEvent({
    ...link,
    name: 'acquisition.chat-started',
    changeType: 'customer_start_chat',
    fields: z.object({ ...pair, LinkId: words, State: optionalWords }),
  }),
  /** The third, fifth and tenth message. */
  wecomEvent({
    ...link,
    name: 'acquisition.message-received',
    changeType: 'message_from_customer',
    fields: z.object({ LinkId: words, ChatKey: words, State: optionalWords }),
  }),
];

export const customerEvents = [
  customerAdded,
  customerHalfAdded,
  customerEdited,
  customerDeletedByStaff,
  staffDeletedByCustomer,
  transferFailed,
  archiveApproved,
  groupCreated,
  groupUpdated,
  groupDismissed,
  tagCreated,
  tagUpdated,
  tagDeleted,
  tagsShuffled,
  ...linkEvents,
];
