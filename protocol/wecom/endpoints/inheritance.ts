import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import {
  cursor,
  externalUserid,
  filled,
  int,
  list,
  listed,
  nextCursor,
  pageLimit,
  text,
  userid,
} from '../wire.ts';

const PATH = '/cgi-bin/externalcontact';

/** Of one customer: 1 done, 2 waiting, 3 refused by the customer, 4 receiver is full. */
export const TRANSFER_STATUS = { done: 1, waiting: 2, refused: 3, full: 4 } as const;

const Pair = { handover_userid: userid(), takeover_userid: userid() };
const customers = list(externalUserid(), { min: 1, max: 100, missing: 41035, invalid: 40035 });

const Started = z.object({
  customer: listed(z.object({ external_userid: z.string(), errcode: z.int() })),
});

/** Codes that come for single customers, inside a successful answer. */
export const TRANSFER_ITEM_ERRORS = [
  40096, 40097, 40098, 40099, 40100, 40128, 40129, 40130, 40131, 40143, 40205,
] as const;

const Results = z.object({
  customer: listed(
    z.object({ external_userid: z.string(), status: z.int(), takeover_time: z.int() }),
  ),
  next_cursor: nextCursor,
});

/** Takes over by itself after 24 hours, unless the customer refuses. */
export const transferCustomers = wecomEndpoint({
  name: 'transfer.customers',
  method: 'POST',
  path: `${PATH}/transfer_customer`,
  access: 'customer',
  effect: 'repeatable',
  body: z.object({
    ...Pair,
    external_userid: customers,
    transfer_success_msg: text(200).optional(),
  }),
  reply: Started,
  errors: [40003, 40035, 40058, 40098, 40130, 40143, 41009, 41035, 60111],
  source: 'D92125',
});

export const listTransfers = wecomEndpoint({
  name: 'transfer.results',
  method: 'POST',
  path: `${PATH}/transfer_result`,
  access: 'customer',
  effect: 'read',
  body: z.object({ ...Pair, cursor }),
  reply: Results,
  page: { default: 1000, max: 1000, over: 'max' },
  errors: [40003, 41009, 50100],
  source: 'D94088',
});

export const listUnassigned = wecomEndpoint({
  name: 'transfer.unassigned',
  method: 'POST',
  path: `${PATH}/get_unassigned_list`,
  aliases: ['/cgi-bin/crm/get_unassigned_list'],
  access: 'customer',
  effect: 'read',
  body: z.object({
    page_size: pageLimit,
    cursor,
    /** The older way to page. */
    page_id: int({ min: 0 }).optional(),
  }),
  reply: z.object({
    info: listed(
      z.object({
        handover_userid: z.string(),
        external_userid: z.string(),
        dimission_time: z.int(),
      }),
    ),
    is_last: z.boolean(),
    next_cursor: nextCursor,
  }),
  page: { default: 1000, max: 1000, over: 'max' },
  errors: [50100],
  source: 'D92124',
});

export const transferLeaverCustomers = wecomEndpoint({
  name: 'transfer.leaver-customers',
  method: 'POST',
  path: `${PATH}/resigned/transfer_customer`,
  access: 'customer',
  effect: 'repeatable',
  body: z.object({ ...Pair, external_userid: customers }),
  reply: Started,
  errors: [40003, 40035, 40097, 40098, 40130, 40143, 40205, 41009, 41035],
  source: 'D94081',
});

export const listLeaverTransfers = wecomEndpoint({
  name: 'transfer.leaver-results',
  method: 'POST',
  path: `${PATH}/resigned/transfer_result`,
  access: 'customer',
  effect: 'read',
  body: z.object({ ...Pair, cursor }),
  reply: Results,
  page: { default: 1000, max: 1000, over: 'max' },
  errors: [40003, 41009, 50100],
  source: 'D94082',
});

const GroupTransfer = z.object({
  chat_id_list: list(filled(64, { invalid: 86001 }), { min: 1, max: 100, missing: 86201 }),
  new_owner: userid(),
});

const FailedGroups = z.object({
  failed_chat_list: listed(z.object({ chat_id: z.string(), errcode: z.int(), errmsg: z.string() })),
});

/** Codes that come for single groups, inside a successful answer. */
export const GROUP_TRANSFER_ITEM_ERRORS = [
  40128, 45009, 86003, 90500, 90501, 90502, 90503, 90504, 90507, 90508, 90510,
] as const;

export const transferLeaverGroups = wecomEndpoint({
  name: 'transfer.leaver-groups',
  method: 'POST',
  path: `${PATH}/groupchat/transfer`,
  access: 'customer',
  effect: 'repeatable',
  body: GroupTransfer,
  reply: FailedGroups,
  errors: [40003, 40035, 40098, 41009, 60111],
  source: 'D92127',
});

export const transferGroups = wecomEndpoint({
  name: 'transfer.groups',
  method: 'POST',
  path: `${PATH}/groupchat/onjob_transfer`,
  access: 'customer',
  effect: 'repeatable',
  body: GroupTransfer,
  reply: FailedGroups,
  errors: [40003, 40035, 40098, 41009, 60111],
  source: 'D95703',
});

/** The merged call of old: still answered, no longer maintained. */
export const transferOld = wecomEndpoint({
  name: 'transfer.old',
  method: 'POST',
  path: `${PATH}/transfer`,
  aliases: ['/cgi-bin/crm/transfer_external_contact'],
  access: 'customer',
  effect: 'repeatable',
  body: z.object({
    ...Pair,
    external_userid: externalUserid(),
    transfer_success_msg: text(200).optional(),
  }),
  errors: [40003, 40096, 40098, 40100, 40128, 40130, 40131],
  source: 'D92125',
});

export const getOldTransfer = wecomEndpoint({
  name: 'transfer.old-result',
  method: 'POST',
  path: `${PATH}/get_transfer_result`,
  access: 'customer',
  effect: 'read',
  body: z.object({ ...Pair, external_userid: externalUserid() }),
  reply: z.object({ status: z.int(), takeover_time: z.int() }),
  errors: [40003, 40096, 41009, 41035],
  source: 'D92125',
});
