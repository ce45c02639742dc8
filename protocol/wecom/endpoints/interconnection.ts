import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { cursor, filled, int, listed, nextCursor, oneOf, pageLimit, userid } from '../wire.ts';

const agentid = int({ missing: 41011, invalid: 40056 });
const corpid = filled(64, { missing: 41002, invalid: 40013 });

/** business_type: 0 interconnection, 1 chain. */
export const listSharedApps = wecomEndpoint({
  name: 'interconnection.list',
  method: 'POST',
  path: '/cgi-bin/corpgroup/corp/list_app_share_info',
  access: 'app',
  effect: 'read',
  body: z.object({
    agentid,
    business_type: oneOf([0, 1]).optional(),
    corpid: corpid.optional(),
    limit: pageLimit,
    cursor,
  }),
  reply: z.object({
    ending: z.int(),
    corp_list: listed(z.object({ corpid: z.string(), corp_name: z.string(), agentid: z.int() })),
    next_cursor: nextCursor,
  }),
  page: { default: 100, max: 100, over: 'max' },
  errors: [40056, 41011, 50100, 301002],
  source: 'G',
});

export const getDownstreamToken = wecomEndpoint({
  name: 'interconnection.token',
  method: 'POST',
  path: '/cgi-bin/corpgroup/corp/gettoken',
  access: 'app',
  effect: 'read',
  body: z.object({ corpid, business_type: oneOf([0, 1]).optional(), agentid }),
  reply: z.object({ access_token: z.string(), expires_in: z.int() }),
  errors: [40013, 40056, 41002, 41011, 670001],
  source: 'D93359',
});

export const transferSession = wecomEndpoint({
  name: 'interconnection.session',
  method: 'POST',
  path: '/cgi-bin/miniprogram/transfer_session',
  access: 'app',
  effect: 'read',
  body: z.object({ userid: userid(), session_key: filled(256) }),
  reply: z.object({ userid: z.string(), session_key: z.string() }),
  errors: [40003, 41009, 42013],
  source: 'W',
});

export const unionidToChainCustomers = wecomEndpoint({
  name: 'interconnection.from-unionid',
  method: 'POST',
  path: '/cgi-bin/corpgroup/unionid_to_external_userid',
  access: 'customer',
  effect: 'read',
  body: z.object({
    unionid: filled(128, { invalid: 610014 }),
    openid: filled(128, { invalid: 40073 }),
    corpid: corpid.optional(),
    mass_call_ticket: filled(512).optional(),
  }),
  reply: z.object({
    external_userid_info: listed(z.object({ corpid: z.string(), external_userid: z.string() })),
  }),
  rates: [
    { per: 'corp', window: 'hour', calls: 100_000 },
    { per: 'corp', window: 'day', calls: 480_000 },
    { per: 'corp', window: 'month', calls: 7_500_000 },
  ],
  errors: [40073, 610014, 610018],
  source: 'D95818',
});
