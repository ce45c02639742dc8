import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import {
  bool,
  cursor,
  externalUserid,
  filled,
  list,
  listed,
  nextCursor,
  oneOf,
  pageLimit,
  seconds,
  userid,
} from '../wire.ts';
import { attachments, hasContent, messageText, ReadAttachment } from './attachments.ts';

const PATH = '/cgi-bin/externalcontact';
const msgid = filled(128, { missing: 41046, invalid: 41047 });
const chatType = z.enum(['single', 'group'], { error: '86214' });

/** OR inside one list, AND between lists. */
export const TagFilter = z.object({
  group_list: list(
    z.object({ tag_list: list(filled(64, { invalid: 40068 }), { max: 100, invalid: 41111 }) }),
    { max: 100 },
  ).optional(),
});

/** Makes a task; each member confirms in the client before anything is sent. */
export const addMassMessage = wecomEndpoint({
  name: 'mass-message.add',
  method: 'POST',
  path: `${PATH}/add_msg_template`,
  aliases: ['/cgi-bin/crm/add_msg_template'],
  access: 'customer',
  effect: 'once',
  body: z
    .object({
      chat_type: chatType.optional(),
      external_userid: list(externalUserid(), { max: 10_000 }).optional(),
      chat_id_list: list(filled(64, { invalid: 86001 }), { max: 2000 }).optional(),
      tag_filter: TagFilter.optional(),
      sender: z
        .string()
        .max(64)
        .optional()
        .transform((s) => s || undefined),
      allow_select: bool.optional(),
      text: messageText.optional(),
      attachments: attachments.optional(),
    })
    .refine(hasContent, { error: '40058' })
    .refine((b) => b.chat_type !== 'group' || Boolean(b.sender), { error: '41009' })
    .refine(
      (b) =>
        b.chat_type === 'group' ||
        Boolean(
          b.sender ||
            b.external_userid?.length ||
            b.tag_filter?.group_list?.some((g) => g.tag_list.length),
        ),
      { error: '41048' },
    ),
  reply: z.object({ msgid: z.string(), fail_list: listed(z.string()) }),
  errors: [40003, 40007, 40058, 40068, 41009, 41048, 41064, 41065, 86214],
  source: 'D92135',
});

/** create_type: 0 corp, 1 member. Tasks made through the API have no creator. */
export const listMassMessages = wecomEndpoint({
  name: 'mass-message.list',
  method: 'POST',
  path: `${PATH}/get_groupmsg_list_v2`,
  access: 'customer',
  effect: 'read',
  body: z.object({
    chat_type: chatType,
    start_time: seconds,
    end_time: seconds,
    creator: userid().optional(),
    filter_type: oneOf([0, 1, 2]).optional(),
    limit: pageLimit,
    cursor,
  }),
  reply: z.object({
    next_cursor: nextCursor,
    group_msg_list: listed(
      z.object({
        msgid: z.string(),
        creator: z.string().optional(),
        create_time: z.coerce.number().int(),
        create_type: z.int(),
        text: z.object({ content: z.string() }).optional(),
        attachments: listed(ReadAttachment),
      }),
    ),
  }),
  page: { default: 50, max: 100, over: 'default' },
  errors: [40058, 50100, 86214],
  source: 'D93338',
});

/** status: 0 not sent, 2 sent. */
export const listMassMessageTasks = wecomEndpoint({
  name: 'mass-message.tasks',
  method: 'POST',
  path: `${PATH}/get_groupmsg_task`,
  access: 'customer',
  effect: 'read',
  body: z.object({ msgid, limit: pageLimit, cursor }),
  reply: z.object({
    next_cursor: nextCursor,
    task_list: listed(
      z.object({ userid: z.string(), status: z.int(), send_time: z.int().optional() }),
    ),
  }),
  page: { default: 500, max: 1000, over: 'max' },
  errors: [41046, 41047, 41063, 50100],
  source: 'D93338',
});

export const MASS_MESSAGE_STATUS = {
  notSent: 0,
  sent: 1,
  notFriend: 2,
  capReached: 3,
} as const;

/** Groups: only what was sent appears. */
export const listMassMessageResults = wecomEndpoint({
  name: 'mass-message.results',
  method: 'POST',
  path: `${PATH}/get_groupmsg_send_result`,
  access: 'customer',
  effect: 'read',
  body: z.object({ msgid, userid: userid(), limit: pageLimit, cursor }),
  reply: z.object({
    next_cursor: nextCursor,
    send_list: listed(
      z.object({
        external_userid: z.string().optional(),
        chat_id: z.string().optional(),
        userid: z.string(),
        status: z.int(),
        send_time: z.int().optional(),
      }),
    ),
  }),
  page: { default: 500, max: 1000, over: 'max' },
  errors: [40003, 41009, 41046, 41047, 41063, 50100],
  source: 'D93338',
});

/** How many reminders one task takes is not published. */
export const remindMassMessage = wecomEndpoint({
  name: 'mass-message.remind',
  method: 'POST',
  path: `${PATH}/remind_groupmsg_send`,
  access: 'customer',
  effect: 'once',
  body: z.object({ msgid }),
  errors: [41046, 41047, 41093, 41094],
  source: 'D97610',
  verified: false,
});

/** What was sent stays sent. */
export const cancelMassMessage = wecomEndpoint({
  name: 'mass-message.cancel',
  method: 'POST',
  path: `${PATH}/cancel_groupmsg_send`,
  access: 'customer',
  effect: 'repeatable',
  body: z.object({ msgid }),
  errors: [41046, 41047, 41093],
  source: 'D97611',
});

/** Knows only tasks made before 2020-11-17. */
export const getOldMassMessageResult = wecomEndpoint({
  name: 'mass-message.old-result',
  method: 'POST',
  path: `${PATH}/get_group_msg_result`,
  aliases: ['/cgi-bin/crm/get_group_msg_result'],
  access: 'customer',
  effect: 'read',
  body: z.object({ msgid, limit: pageLimit, cursor }),
  reply: z.object({
    check_status: z.int().optional(),
    detail_list: listed(
      z.object({
        external_userid: z.string().optional(),
        chat_id: z.string().optional(),
        userid: z.string(),
        status: z.int(),
        send_time: z.int().optional(),
      }),
    ),
  }),
  errors: [41046, 41047],
  source: 'W',
});
