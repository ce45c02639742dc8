import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { externalUserid, filled, int, list, listed, userid } from '../wire.ts';

const PATH = '/cgi-bin/msgaudit';
const shared = { access: 'archive', effect: 'read' } as const;
const roomid = filled(64, { missing: 86201, invalid: 86001 });

/** Absent in the second reply shape: who it is about is in the question. */
const Agreement = z.object({
  status_change_time: z.int(),
  /** Spelt so by the platform. */
  exteranalopenid: z.string(),
  agree_status: z.enum(['Agree', 'Disagree', 'Default_Agree']),
});

/** type 1 office, 2 service, 3 enterprise edition; absent: all. */
export const listArchivedStaff = wecomEndpoint({
  ...shared,
  name: 'archive.staff',
  method: 'POST',
  path: `${PATH}/get_permit_user_list`,
  body: z.object({ type: int({ min: 1, max: 3, invalid: 40005 }).optional() }),
  reply: z.object({ ids: listed(z.string()) }),
  errors: [40005, 301052, 301053],
  source: 'G',
});

export const checkAgreement = wecomEndpoint({
  ...shared,
  name: 'archive.agreement',
  method: 'POST',
  path: `${PATH}/check_single_agree`,
  body: z.object({
    info: list(z.object({ userid: userid(), exteranalopenid: externalUserid() }), {
      min: 1,
      max: 100,
      missing: 40058,
      invalid: 301060,
    }),
  }),
  reply: z.object({ agreeinfo: listed(Agreement.extend({ userid: z.string() })) }),
  errors: [40058, 301052, 301053, 301060, 301061],
  source: 'D90313',
});

export const checkGroupAgreement = wecomEndpoint({
  ...shared,
  name: 'archive.group-agreement',
  method: 'POST',
  path: `${PATH}/check_room_agree`,
  body: z.object({ roomid }),
  reply: z.object({ agreeinfo: listed(Agreement) }),
  errors: [86001, 86201, 301052, 301053],
  source: 'G',
});

/** Internal groups only. */
export const getInternalGroup = wecomEndpoint({
  ...shared,
  name: 'archive.internal-group',
  method: 'POST',
  path: `${PATH}/groupchat/get`,
  body: z.object({ roomid }),
  reply: z.object({
    roomname: z.string(),
    creator: z.string(),
    room_create_time: z.int(),
    notice: z.string(),
    members: listed(z.object({ memberid: z.string(), jointime: z.int() })),
  }),
  errors: [86001, 86201, 301053, 301059],
  source: 'D92951',
});

export const getRobot = wecomEndpoint({
  ...shared,
  name: 'archive.robot',
  method: 'GET',
  path: `${PATH}/get_robot_info`,
  query: z.object({ robot_id: filled(64) }),
  reply: z.object({
    data: z.object({ robot_id: z.string(), name: z.string(), creator_userid: z.string() }),
  }),
  errors: [60136],
  source: 'secondary notes',
  verified: false,
});

/** What the native SDK hands out: messages after a sequence number, still encrypted. */
export const ArchivePage = z.object({
  errcode: z.int(),
  errmsg: z.string(),
  chatdata: listed(
    z.object({
      seq: z.int(),
      msgid: z.string(),
      publickey_ver: z.int(),
      /** base64 of RSA-2048, PKCS#1 v1.5. */
      encrypt_random_key: z.string(),
      encrypt_chat_msg: z.string(),
    }),
  ),
});
export type ArchivePage = z.infer<typeof ArchivePage>;

/** Return codes of the native SDK; the first three after `parameter` may be retried. */
export const ARCHIVE_SDK_ERRORS = {
  parameter: 10000,
  network: 10001,
  parse: 10002,
  system: 10003,
  encryptKey: 10004,
  fileid: 10005,
  decrypt: 10006,
  privateKeyMissing: 10007,
  encryptKeyFormat: 10008,
  address: 10009,
  expired: 10010,
  certificate: 10011,
} as const;
export const ARCHIVE_SDK_RETRY: readonly number[] = [10001, 10002, 10003];
