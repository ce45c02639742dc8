import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import {
  bytes,
  cursor,
  filled,
  int,
  listed,
  nextCursor,
  none,
  pageLimit,
  userid,
} from '../wire.ts';

/**
 * Data and intelligence zone: programs run at WeCom, the corp calls them and never sees plain text.
 * Shapes follow a client library; the pages were read in part only.
 */

const PATH = '/cgi-bin/chatdata';
const shared = { method: 'POST', access: 'archive', source: 'G', verified: false } as const;
const programId = filled(128);

export const setZonePublicKey = wecomEndpoint({
  ...shared,
  name: 'zone.set-public-key',
  path: `${PATH}/set_public_key`,
  effect: 'repeatable',
  /** RSA-2048 in PEM; the version must grow. */
  body: z.object({
    public_key: z.string({ error: '40211' }).startsWith('-----BEGIN PUBLIC KEY-----', {
      error: '40211',
    }),
    public_key_ver: int({ min: 1, invalid: 40212 }),
  }),
  errors: [40211, 40212],
});

export const listZoneStaff = wecomEndpoint({
  ...shared,
  name: 'zone.staff',
  path: `${PATH}/get_auth_user_list`,
  effect: 'read',
  body: z.object({ cursor, limit: pageLimit }),
  reply: z.object({
    auth_user_list: listed(z.object({ userid: z.string(), edition_list: listed(z.int()) })),
    next_cursor: nextCursor,
    has_more: z.boolean(),
  }),
  page: { default: 1000, max: 1000, over: 'max' },
  errors: [50100],
});

export const setZoneCallback = wecomEndpoint({
  ...shared,
  name: 'zone.set-callback',
  path: `${PATH}/set_receive_callback`,
  effect: 'repeatable',
  body: z.object({ program_id: programId }),
  errors: [40058],
});

export const callZoneProgram = wecomEndpoint({
  ...shared,
  name: 'zone.call',
  path: `${PATH}/sync_call_program`,
  effect: 'once',
  body: z.object({
    program_id: programId,
    ability_id: filled(128),
    notify_id: bytes(128).optional(),
    request_data: bytes(1024 * 1024),
  }),
  reply: z.object({ response_data: z.string() }),
  errors: [40058],
});

export const startZoneTask = wecomEndpoint({
  ...shared,
  name: 'zone.start-task',
  path: `${PATH}/async_program_task`,
  effect: 'once',
  body: z.object({
    program_id: programId,
    ability_id: filled(128),
    request_data: bytes(1024 * 1024),
  }),
  reply: z.object({ jobid: z.string() }),
  errors: [40058],
});

export const uploadZoneMedia = wecomEndpoint({
  ...shared,
  name: 'zone.upload-media',
  path: `${PATH}/upload_media`,
  effect: 'repeatable',
  transfer: 'upload',
  query: z.object({ type: filled(16, { missing: 40004, invalid: 40004 }) }),
  reply: z.object({ type: z.string(), media_id: z.string(), created_at: z.string() }),
  okText: '',
  errors: [40004, 40006, 44001],
});

export const setZoneMasking = wecomEndpoint({
  ...shared,
  name: 'zone.set-masking',
  path: `${PATH}/set_hide_sensitiveinfo_config`,
  effect: 'repeatable',
  body: z.object({
    userid: userid(),
    config: z.object({
      hide_mobile: z.boolean(),
      hide_idcard: z.boolean(),
      hide_bankno: z.boolean(),
    }),
  }),
  errors: [40003],
});

export const setZoneLogLevel = wecomEndpoint({
  ...shared,
  name: 'zone.set-log-level',
  path: `${PATH}/set_log_level`,
  effect: 'repeatable',
  body: z.object({ program_id: programId, log_level: int({ min: 0, max: 5 }) }),
  errors: [40058],
});

export const openZoneDebug = wecomEndpoint({
  ...shared,
  name: 'zone.open-debug',
  path: `${PATH}/open_debug_mode`,
  effect: 'repeatable',
  body: z.object({ program_id: programId, debug_token: filled(256) }),
  reply: none,
  errors: [40058],
});

export const closeZoneDebug = wecomEndpoint({
  ...shared,
  name: 'zone.close-debug',
  path: `${PATH}/close_debug_mode`,
  effect: 'repeatable',
  body: z.object({ program_id: programId }),
  errors: [40058],
});

export const checkZoneDebug = wecomEndpoint({
  ...shared,
  name: 'zone.check-debug',
  path: `${PATH}/check_debug_mode`,
  effect: 'read',
  body: z.object({ program_id: programId }),
  reply: z.object({ debug_mode_status: z.int() }),
  errors: [40058],
});

/** What a zone program reads with `sync_msg`; at most 1000 at once, 5 days back. */
export const ZoneMessages = z.object({
  has_more: z.int(),
  next_cursor: z.string(),
  msg_list: listed(
    z.object({
      msgid: z.string(),
      /** type 1 member, 2 external, 3 robot. */
      sender: z.object({ type: z.int(), id: z.string() }),
      receiver_list: listed(z.object({ type: z.int(), id: z.string() })),
      chatid: z.string().optional(),
      send_time: z.int(),
      msgtype: z.int(),
      service_encrypt_info: z.object({
        encrypted_secret_key: z.string(),
        public_key_ver: z.int(),
      }),
      extra_info: z.object({ call_duration: z.int().optional() }).optional(),
    }),
  ),
  /** In place of messages, pages to be fetched one by one. */
  page_id_list: z.array(z.string()).max(10).optional(),
});

/** What a keyword rule of the zone watches for besides words. */
export const ZONE_BEHAVIOURS = {
  redPacket: 1,
  phone: 2,
  email: 3,
  card: 4,
  qrImage: 5,
  recall: 6,
  bankCard: 7,
  idCard: 8,
  file: 9,
  link: 10,
  miniProgram: 11,
  welcome: 12,
} as const;
