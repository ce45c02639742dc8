import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import {
  bytes,
  cursor,
  externalUserid,
  filled,
  list,
  listed,
  nextCursor,
  pageLimit,
  text,
  userid,
} from '../wire.ts';
import { ExternalProfile } from './contacts.ts';

/** How a customer came to a member. Other numbers may come: take any whole number. */
export const ADD_WAYS = {
  unknown: 0,
  qrCode: 1,
  phoneSearch: 2,
  cardShare: 3,
  group: 4,
  phoneBook: 5,
  wechatContact: 6,
  thirdPartySupport: 8,
  emailSearch: 9,
  channels: 10,
  schedule: 11,
  meeting: 12,
  wechatFriend: 13,
  hardware: 14,
  homeVisit: 15,
  acquisitionLink: 16,
  custom: 17,
  demandReply: 18,
  thirdPartyPreSales: 21,
  businessPartner: 22,
  acceptedOnWechat: 24,
  sharedByColleague: 201,
  assignedByAdmin: 202,
} as const;

export const ExternalContact = z.object({
  external_userid: z.string(),
  name: z.string(),
  avatar: z.string().optional(),
  /** 1 WeChat, 2 WeCom. */
  type: z.int(),
  gender: z.int(),
  unionid: z.string().optional(),
  position: z.string().optional(),
  corp_name: z.string().optional(),
  corp_full_name: z.string().optional(),
  external_profile: ExternalProfile.optional(),
});
export type ExternalContact = z.infer<typeof ExternalContact>;

const Follow = z.object({
  userid: z.string(),
  remark: z.string().default(''),
  description: z.string().default(''),
  createtime: z.int(),
  remark_corp_name: z.string().optional(),
  remark_mobiles: listed(z.string()),
  add_way: z.int().optional(),
  wechat_channels: z.object({ nickname: z.string(), source: z.int() }).optional(),
  oper_userid: z.string().optional(),
  state: z.string().optional(),
});

/** tags: type 1 corp, 2 personal (no id), 3 rule group. */
export const FollowUser = Follow.extend({
  tags: listed(
    z.object({
      group_name: z.string(),
      tag_name: z.string(),
      tag_id: z.string().optional(),
      type: z.int(),
    }),
  ),
});
export type FollowUser = z.infer<typeof FollowUser>;

export const FollowInfo = Follow.extend({ tag_id: listed(z.string()) });
export type FollowInfo = z.infer<typeof FollowInfo>;

export const listFollowUsers = wecomEndpoint({
  name: 'customer.follow-users',
  method: 'GET',
  path: '/cgi-bin/externalcontact/get_follow_user_list',
  aliases: ['/cgi-bin/crm/get_customer_contacts'],
  access: 'customer',
  effect: 'read',
  reply: z.object({ follow_user: listed(z.string()) }),
  source: 'D92571',
});

export const listCustomers = wecomEndpoint({
  name: 'customer.list',
  method: 'GET',
  path: '/cgi-bin/externalcontact/list',
  aliases: ['/cgi-bin/crm/get_external_contact_list'],
  access: 'customer',
  effect: 'read',
  query: z.object({ userid: userid() }),
  reply: z.object({ external_userid: listed(z.string()) }),
  errors: [40003, 41009, 60111, 84061, 701008],
  source: 'D92113',
});

export const getCustomer = wecomEndpoint({
  name: 'customer.get',
  method: 'GET',
  path: '/cgi-bin/externalcontact/get',
  aliases: ['/cgi-bin/crm/get_external_contact'],
  access: 'customer',
  effect: 'read',
  query: z.object({ external_userid: externalUserid(), cursor }),
  reply: z.object({
    external_contact: ExternalContact,
    follow_user: listed(FollowUser),
    next_cursor: nextCursor,
  }),
  page: { default: 500, max: 500, over: 'max' },
  errors: [40096, 41035, 84061, 50100],
  source: 'D92114',
});

export const CustomerWithFollow = z.object({
  external_contact: ExternalContact,
  follow_info: FollowInfo,
});
export type CustomerWithFollow = z.infer<typeof CustomerWithFollow>;

export const batchGetCustomers = wecomEndpoint({
  name: 'customer.batch-get',
  method: 'POST',
  path: '/cgi-bin/externalcontact/batch/get_by_user',
  access: 'customer',
  effect: 'read',
  body: z.object({
    userid_list: list(userid(), { max: 100 }).optional(),
    /** An older field that some clients send in place of the list. */
    userid: userid().optional(),
    cursor,
    limit: pageLimit,
  }),
  reply: z.object({
    external_contact_list: listed(CustomerWithFollow),
    next_cursor: nextCursor,
    fail_info: z.object({ unlicensed_userid_list: listed(z.string()) }).optional(),
  }),
  page: { default: 50, max: 100, over: 'max' },
  errors: [40003, 40035, 50100, 60111, 701008],
  source: 'D92994',
});

/** For counting people once; tmp_openid is unique within one traversal, a cursor lives 4 hours. */
export const countContacts = wecomEndpoint({
  name: 'customer.contact-list',
  method: 'POST',
  path: '/cgi-bin/externalcontact/contact_list',
  access: 'customer',
  effect: 'read',
  body: z.object({ cursor, limit: pageLimit }),
  reply: z.object({
    info_list: listed(
      z.object({
        is_customer: z.boolean(),
        tmp_openid: z.string(),
        external_userid: z.string().optional(),
        name: z.string().optional(),
        follow_userid: z.string().optional(),
        chat_id: z.string().optional(),
        chat_name: z.string().optional(),
        add_time: z.int(),
      }),
    ),
    next_cursor: nextCursor,
  }),
  page: { default: 1000, max: 1000, over: 'max' },
  errors: [50100],
  source: 'D99434',
});

export const remarkCustomer = wecomEndpoint({
  name: 'customer.remark',
  method: 'POST',
  path: '/cgi-bin/externalcontact/remark',
  access: 'customer',
  effect: 'repeatable',
  body: z
    .object({
      userid: userid(),
      external_userid: externalUserid(),
      remark: text(20).optional(),
      description: text(150).optional(),
      remark_company: text(20).optional(),
      /** Replaces; one empty string clears. */
      remark_mobiles: list(bytes(32), { max: 10 }).optional(),
      remark_pic_mediaid: filled(256, { invalid: 40007 }).optional(),
    })
    .refine(
      (b) =>
        [b.remark, b.description, b.remark_company, b.remark_mobiles, b.remark_pic_mediaid].some(
          (v) => v !== undefined,
        ),
      { error: '40058' },
    ),
  errors: [40003, 40058, 40096, 41009, 41035, 84061],
  source: 'D92115',
});
