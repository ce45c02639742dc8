import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { externalUserid, filled, int, list, listed } from '../wire.ts';

export const customerToOpenid = wecomEndpoint({
  name: 'customer.to-openid',
  method: 'POST',
  path: '/cgi-bin/externalcontact/convert_to_openid',
  access: 'customer',
  effect: 'read',
  body: z.object({ external_userid: externalUserid() }),
  reply: z.object({ openid: z.string() }),
  errors: [40096, 41035],
  source: 'G',
});

const unionid = filled(128, { invalid: 610014 });

export const unionidToCustomer = wecomEndpoint({
  name: 'customer.from-unionid',
  method: 'POST',
  path: '/cgi-bin/externalcontact/unionid_to_external_userid',
  access: 'customer',
  effect: 'read',
  body: z.object({ unionid, openid: filled(128, { invalid: 40073 }).optional() }),
  reply: z.object({ external_userid: z.string() }),
  errors: [41057, 610014, 610018, 84061],
  source: 'W',
  verified: false,
});

/** For third-party and agent-developed apps; a customer not yet known gets a pending id. */
export const convertUnionid = wecomEndpoint({
  name: 'customer.convert-unionid',
  method: 'POST',
  path: '/cgi-bin/idconvert/unionid_to_external_userid',
  access: 'customer',
  effect: 'read',
  body: z.object({
    unionid,
    openid: filled(128, { invalid: 40073 }),
    subject_type: int({ min: 0, max: 1 }).optional(),
  }),
  reply: z.object({
    external_userid: z.string().optional(),
    pending_id: z.string().optional(),
  }),
  errors: [40073, 610014, 610018],
  source: 'W',
});

/** Only for the migration to the newer id scheme. */
export const migrateCustomerIds = wecomEndpoint({
  name: 'customer.migrate-ids',
  method: 'POST',
  path: '/cgi-bin/externalcontact/get_new_external_userid',
  access: 'customer',
  effect: 'read',
  body: z.object({ external_userid_list: list(externalUserid(), { min: 1, max: 1000 }) }),
  reply: z.object({
    items: listed(z.object({ external_userid: z.string(), new_external_userid: z.string() })),
  }),
  errors: [40035, 40096],
  source: 'W',
});

export const fromServiceCustomerId = wecomEndpoint({
  name: 'customer.from-service-id',
  method: 'POST',
  path: '/cgi-bin/externalcontact/from_service_external_userid',
  access: 'customer',
  effect: 'read',
  body: z.object({ external_userid: externalUserid(), source_agentid: int({ missing: 41011 }) }),
  reply: z.object({ external_userid: z.string() }),
  errors: [40096, 41011],
  source: 'D95884',
});

export const fromServiceUserIds = wecomEndpoint({
  name: 'member.from-service-ids',
  method: 'POST',
  path: '/cgi-bin/batch/openuserid_to_userid',
  access: 'contacts',
  effect: 'read',
  body: z.object({
    open_userid_list: list(filled(128), { min: 1, max: 1000, invalid: 40032 }),
    source_agentid: int({ missing: 41011 }),
  }),
  reply: z.object({
    userid_list: listed(z.object({ open_userid: z.string(), userid: z.string() })),
    invalid_open_userid_list: listed(z.string()),
  }),
  errors: [40032, 41011],
  source: 'D95884',
});

/** business_type 1 meeting, 2 form, 3 document. */
export const convertTemporaryIds = wecomEndpoint({
  name: 'customer.convert-temporary-ids',
  method: 'POST',
  path: '/cgi-bin/idconvert/convert_tmp_external_userid',
  access: 'customer',
  effect: 'read',
  body: z.object({
    business_type: int({ min: 1, max: 3 }),
    user_type: int({ min: 1, max: 4 }),
    tmp_external_userid_list: list(filled(128), { min: 1, max: 100 }),
  }),
  reply: z.object({
    results: listed(
      z.object({
        tmp_external_userid: z.string(),
        external_userid: z.string().optional(),
        corpid: z.string().optional(),
        userid: z.string().optional(),
      }),
    ),
    invalid_tmp_external_userid_list: listed(z.string()),
  }),
  errors: [40035, 40058, 710006],
  source: 'D98729',
});
