import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import {
  bool,
  bytes,
  cursor,
  filled,
  int,
  list,
  listed,
  nextCursor,
  oneOf,
  pageLimit,
  seconds,
  text,
  userid,
} from '../wire.ts';

const PATH = '/cgi-bin/externalcontact/customer_acquisition';
const linkId = filled(64, { invalid: 40058 });

export const LinkRange = z.object({
  user_list: list(userid(), { max: 500 }).optional(),
  department_list: list(int({ invalid: 60123 }), { max: 500 }).optional(),
});

/** priority_type 1: an existing friend anywhere in the corp; 2: within the listed members. */
export const PriorityOption = z.object({
  priority_type: oneOf([1, 2]),
  priority_userid_list: list(userid(), { max: 1000 }).optional(),
});

const linkSettings = {
  range: LinkRange.optional(),
  skip_verify: bool.optional(),
  priority_option: PriorityOption.optional(),
  mark_source: bool.optional(),
};

export const listAcquisitionLinks = wecomEndpoint({
  name: 'acquisition-link.list',
  method: 'POST',
  path: `${PATH}/list_link`,
  access: 'customer-app',
  effect: 'read',
  body: z.object({ cursor, limit: pageLimit }),
  reply: z.object({ link_id_list: listed(z.string()), next_cursor: nextCursor }),
  page: { default: 100, max: 100, over: 'max' },
  errors: [50100],
  source: 'D97297',
});

export const getAcquisitionLink = wecomEndpoint({
  name: 'acquisition-link.get',
  method: 'POST',
  path: `${PATH}/get`,
  access: 'customer-app',
  effect: 'read',
  body: z.object({ link_id: linkId }),
  reply: z.object({
    link: z.object({
      link_name: z.string(),
      url: z.string(),
      create_time: z.int(),
      skip_verify: z.boolean(),
      mark_source: z.boolean().optional(),
    }),
    range: z.object({ user_list: listed(z.string()), department_list: listed(z.int()) }),
    priority_option: z
      .object({ priority_type: z.int(), priority_userid_list: listed(z.string()) })
      .optional(),
  }),
  errors: [40058, 60136],
  source: 'D97297',
});

export const createAcquisitionLink = wecomEndpoint({
  name: 'acquisition-link.create',
  method: 'POST',
  path: `${PATH}/create_link`,
  access: 'customer-app',
  effect: 'once',
  body: z
    .object({ link_name: text(30, { min: 1 }), ...linkSettings })
    .refine(
      (b) => (b.range?.user_list?.length ?? 0) + (b.range?.department_list?.length ?? 0) > 0,
      { error: '40070' },
    ),
  reply: z.object({
    link: z.object({
      link_id: z.string(),
      link_name: z.string(),
      url: z.string(),
      create_time: z.int(),
    }),
  }),
  errors: [40058, 40070, 41054, 41095, 41200],
  source: 'D97297',
});

/** Range and priority replace. */
export const updateAcquisitionLink = wecomEndpoint({
  name: 'acquisition-link.update',
  method: 'POST',
  path: `${PATH}/update_link`,
  access: 'customer-app',
  effect: 'repeatable',
  body: z.object({
    link_id: linkId,
    link_name: text(30, { min: 1 }).optional(),
    ...linkSettings,
  }),
  errors: [40058, 40070, 60136],
  source: 'D97297',
});

export const deleteAcquisitionLink = wecomEndpoint({
  name: 'acquisition-link.delete',
  method: 'POST',
  path: `${PATH}/delete_link`,
  access: 'customer-app',
  effect: 'repeatable',
  body: z.object({ link_id: linkId }),
  errors: [40058, 60136],
  source: 'D97297',
});

/** chat_status: 0 none, 1 sent, 2 unknown. */
export const listAcquiredCustomers = wecomEndpoint({
  name: 'acquisition-link.customers',
  method: 'POST',
  path: `${PATH}/customer`,
  access: 'customer-app',
  effect: 'read',
  body: z.object({ link_id: linkId, cursor, limit: pageLimit }),
  reply: z.object({
    customer_list: listed(
      z.object({
        external_userid: z.string(),
        userid: z.string(),
        chat_status: z.int(),
        state: z.string().default(''),
      }),
    ),
    next_cursor: nextCursor,
  }),
  page: { default: 1000, max: 1000, over: 'max' },
  errors: [50100, 60136],
  source: 'D97298',
});

export const getAcquisitionQuota = wecomEndpoint({
  name: 'acquisition-link.quota',
  method: 'GET',
  path: '/cgi-bin/externalcontact/customer_acquisition_quota',
  access: 'customer-app',
  effect: 'read',
  reply: z.object({
    total: z.int(),
    balance: z.int(),
    quota_list: listed(z.object({ expire_date: z.int(), balance: z.int() })),
  }),
  source: 'D97375',
});

/** Whole days of the last 180, at most 30 at once. */
export const getAcquisitionStatistic = wecomEndpoint({
  name: 'acquisition-link.statistic',
  method: 'POST',
  path: `${PATH}/statistic`,
  access: 'customer-app',
  effect: 'read',
  body: z.object({ link_id: linkId, start_time: seconds, end_time: seconds }),
  reply: z.object({ click_link_customer_cnt: z.int(), new_customer_cnt: z.int() }),
  errors: [40058, 60136],
  source: 'D97375',
});

/** The key comes with an event and lives 30 minutes. */
export const getAcquisitionChat = wecomEndpoint({
  name: 'acquisition-link.chat',
  method: 'POST',
  path: `${PATH}/get_chat_info`,
  access: 'customer-app',
  effect: 'read',
  body: z.object({ chat_key: bytes(512, { min: 1, missing: 41201, invalid: 41201 }) }),
  reply: z.object({
    userid: z.string(),
    external_userid: z.string(),
    chat_info: z.object({
      recv_msg_cnt: z.int(),
      link_id: z.string(),
      state: z.string().default(''),
    }),
  }),
  errors: [41201],
  source: 'D100130',
});
