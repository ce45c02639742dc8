import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import {
  bytes,
  externalUserid,
  filled,
  flag,
  list,
  listed,
  oneOf,
  pageLimit,
  seconds,
  userid,
} from '../wire.ts';

const PATH = '/cgi-bin/kf';
const openKfid = filled(64, { missing: 95000, invalid: 95000 });
const shared = { method: 'POST', access: 'app', source: 'D94670' } as const;

/** 0 unprocessed, 1 assistant, 2 waiting pool, 3 human, 4 ended or not started. */
export const SERVICE_STATE = {
  unprocessed: 0,
  assistant: 1,
  pool: 2,
  human: 3,
  ended: 4,
} as const;

const session = { open_kfid: openKfid, external_userid: externalUserid() };

export const getServiceState = wecomEndpoint({
  ...shared,
  name: 'customer-service.state',
  path: `${PATH}/service_state/get`,
  effect: 'read',
  body: z.object(session),
  reply: z.object({ service_state: z.int(), servicer_userid: z.string().optional() }),
  errors: [40096, 95000, 95004],
});

/** A servicer is needed for 3. */
export const changeServiceState = wecomEndpoint({
  ...shared,
  name: 'customer-service.change-state',
  path: `${PATH}/service_state/trans`,
  effect: 'repeatable',
  body: z.object({
    ...session,
    service_state: oneOf([0, 1, 2, 3, 4], { invalid: 95016 }),
    servicer_userid: userid().optional(),
  }),
  reply: z.object({ msg_code: z.string().optional() }),
  errors: [95004, 95013, 95014, 95016],
});

/** origin: 3 customer, 4 system event, 5 servicer. */
export const ServiceMessage = z.looseObject({
  msgid: z.string(),
  open_kfid: z.string().optional(),
  external_userid: z.string().optional(),
  send_time: z.int(),
  origin: z.int(),
  servicer_userid: z.string().optional(),
  msgtype: z.string(),
});
export type ServiceMessage = z.infer<typeof ServiceMessage>;

/** The list may be empty while has_more is 1. Three days of data. */
export const syncServiceMessages = wecomEndpoint({
  ...shared,
  name: 'customer-service.sync',
  path: `${PATH}/sync_msg`,
  effect: 'read',
  body: z.object({
    open_kfid: openKfid,
    cursor: bytes(64, { invalid: 50100 }).optional(),
    token: bytes(128, { invalid: 95007 }).optional(),
    limit: pageLimit,
    voice_format: flag.optional(),
  }),
  reply: z.object({
    next_cursor: z.string(),
    has_more: z.int(),
    msg_list: listed(ServiceMessage),
  }),
  page: { default: 1000, max: 1000, over: 'max' },
  errors: [50100, 95000, 95004, 95007],
});

const menu = z.object({
  head_content: bytes(1024).optional(),
  tail_content: bytes(1024).optional(),
  list: list(z.looseObject({ type: z.string({ error: '95009' }) }), { max: 10, invalid: 95008 }),
});

export const sendServiceMessage = wecomEndpoint({
  ...shared,
  name: 'customer-service.send',
  path: `${PATH}/send_msg`,
  effect: 'repeatable',
  body: z.looseObject({
    touser: externalUserid(),
    open_kfid: openKfid,
    /** With an id of ours a repeat is refused (95033) rather than sent twice. */
    msgid: bytes(32).optional(),
    msgtype: filled(32, { missing: 40008, invalid: 40008 }),
    text: z.object({ content: bytes(2048, { min: 1, missing: 44004 }) }).optional(),
    msgmenu: menu.optional(),
  }),
  reply: z.object({ msgid: z.string() }),
  errors: [40008, 40096, 44004, 95000, 95001, 95002, 95004, 95008, 95009, 95018, 95033],
});

export const answerServiceEvent = wecomEndpoint({
  ...shared,
  name: 'customer-service.answer-event',
  path: `${PATH}/send_msg_on_event`,
  effect: 'once',
  body: z.object({
    code: filled(128, { missing: 95007, invalid: 95007 }),
    msgid: bytes(32).optional(),
    msgtype: z.enum(['text', 'msgmenu'], { error: '40008' }),
    text: z.object({ content: bytes(2048, { min: 1, missing: 44004 }) }).optional(),
    msgmenu: menu.optional(),
  }),
  reply: z.object({ msgid: z.string() }),
  errors: [40008, 44004, 95007, 95008, 95018],
});

export const getServiceCustomers = wecomEndpoint({
  ...shared,
  name: 'customer-service.customers',
  path: `${PATH}/customer/batchget`,
  effect: 'read',
  body: z.object({
    external_userid_list: list(bytes(64), { min: 1, max: 100 }),
    need_enter_session_context: flag.optional(),
  }),
  reply: z.object({
    customer_list: listed(
      z.object({
        external_userid: z.string(),
        nickname: z.string(),
        avatar: z.string().optional(),
        gender: z.int(),
        unionid: z.string().optional(),
        enter_session_context: z
          .object({ scene: z.string().optional(), scene_param: z.string().optional() })
          .optional(),
      }),
    ),
    invalid_external_userid: listed(z.string()),
  }),
  errors: [40035],
  source: 'D95122',
});

const days = { start_time: seconds, end_time: seconds };
const Statistics = z.object({
  statistic_list: listed(
    z.object({ stat_time: z.int(), statistic: z.record(z.string(), z.number()) }),
  ),
});

export const getServiceStatistic = wecomEndpoint({
  ...shared,
  name: 'customer-service.statistic',
  path: `${PATH}/get_corp_statistic`,
  effect: 'read',
  body: z.object({ open_kfid: openKfid.optional(), ...days }),
  reply: Statistics,
  errors: [40058, 95004],
  source: 'G',
});

export const getServicerStatistic = wecomEndpoint({
  ...shared,
  name: 'customer-service.servicer-statistic',
  path: `${PATH}/get_servicer_statistic`,
  effect: 'read',
  body: z.object({ open_kfid: openKfid.optional(), servicer_userid: userid().optional(), ...days }),
  reply: Statistics,
  errors: [40058, 95004],
  source: 'G',
});
