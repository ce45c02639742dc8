import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import {
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
  url,
  userid,
} from '../wire.ts';

const PATH = '/cgi-bin/externalcontact';
const mediaId = filled(256, { missing: 41006, invalid: 40007 });
const bad = { missing: 41065, invalid: 41065 };

/** Media come from `media.upload-attachment` with attachment_type 1. */
export const MomentAttachment = z.discriminatedUnion(
  'msgtype',
  [
    z.object({ msgtype: z.literal('image'), image: z.object({ media_id: mediaId }) }),
    z.object({ msgtype: z.literal('video'), video: z.object({ media_id: mediaId }) }),
    z.object({
      msgtype: z.literal('link'),
      link: z.object({
        title: bytes(128, bad).optional(),
        url: url(2048, bad),
        media_id: mediaId,
      }),
    }),
  ],
  { error: '41065' },
);

/** One kind only: up to nine images, or one video, or one link. */
const oneKind = (attachments: { msgtype: string }[] | undefined): boolean => {
  const kinds = new Set(attachments?.map((a) => a.msgtype));
  return kinds.size < 2 && (kinds.has('image') || (attachments?.length ?? 0) < 2);
};

/**
 * Only senders: all their customers. Only tags: visible followers of customers with a tag. Both:
 * those senders, to those customers. Neither: everybody.
 */
export const VisibleRange = z.object({
  sender_list: z
    .object({
      user_list: list(bytes(64), { max: 100_000 }).optional(),
      department_list: list(int(), { max: 100_000 }).optional(),
    })
    .optional(),
  external_contact_list: z
    .object({ tag_list: list(filled(64, { invalid: 40068 }), { max: 1000 }).optional() })
    .optional(),
});

export const addMomentTask = wecomEndpoint({
  name: 'moment.add',
  method: 'POST',
  path: `${PATH}/add_moment_task`,
  access: 'customer',
  effect: 'once',
  body: z
    .object({
      text: z.object({ content: text(2000).pipe(bytes(4000)) }).optional(),
      attachments: list(MomentAttachment, { max: 9, invalid: 41064 }).optional(),
      visible_range: VisibleRange.optional(),
    })
    .refine((b) => b.text?.content || b.attachments?.length, { error: '41089' })
    .refine((b) => oneKind(b.attachments), { error: '41065' }),
  reply: z.object({ jobid: z.string().max(64) }),
  rates: [{ per: 'corp', window: 'minute', calls: 10 }],
  errors: [40007, 40058, 40068, 41064, 41065, 41078, 41089, 41210, 41211, 45009],
  source: 'D95094',
});

/** status: 1 started, 2 running, 3 done. */
export const getMomentJob = wecomEndpoint({
  name: 'moment.job',
  method: 'GET',
  path: `${PATH}/get_moment_task_result`,
  access: 'customer',
  effect: 'read',
  query: z.object({ jobid: filled(64, { invalid: 40058 }) }),
  reply: z.object({
    status: z.int(),
    type: z.string(),
    result: z
      .object({
        errcode: z.int(),
        errmsg: z.string(),
        moment_id: z.string().optional(),
        invalid_sender_list: z
          .object({ user_list: listed(z.string()), department_list: listed(z.int()) })
          .optional(),
        invalid_external_contact_list: z.object({ tag_list: listed(z.string()) }).optional(),
      })
      .optional(),
  }),
  errors: [40058, 60136],
  source: 'D95094',
});

/** Deleted ones are absent; those made through the API carry no creator. */
export const listMoments = wecomEndpoint({
  name: 'moment.list',
  method: 'POST',
  path: `${PATH}/get_moment_list`,
  access: 'customer',
  effect: 'read',
  body: z.object({
    start_time: seconds,
    end_time: seconds,
    creator: userid().optional(),
    filter_type: oneOf([0, 1, 2]).optional(),
    cursor,
    limit: pageLimit,
  }),
  reply: z.object({
    next_cursor: nextCursor,
    moment_list: listed(
      z.object({
        moment_id: z.string(),
        creator: z.string().optional(),
        create_time: z.coerce.number().int(),
        create_type: z.int(),
        visible_type: z.int(),
        text: z.object({ content: z.string() }).optional(),
        image: listed(z.object({ media_id: z.string() })),
        video: z.object({ media_id: z.string(), thumb_media_id: z.string().optional() }).optional(),
        link: z.object({ title: z.string().optional(), url: z.string() }).optional(),
        location: z
          .object({ latitude: z.string(), longitude: z.string(), name: z.string() })
          .optional(),
      }),
    ),
  }),
  page: { default: 20, max: 20, over: 'max' },
  errors: [40058, 50100],
  source: 'D93333',
});

const momentId = filled(128, { missing: 41059, invalid: 41060 });

/** publish_status: 0 not published, 1 published. */
export const listMomentTasks = wecomEndpoint({
  name: 'moment.tasks',
  method: 'POST',
  path: `${PATH}/get_moment_task`,
  access: 'customer',
  effect: 'read',
  body: z.object({ moment_id: momentId, cursor, limit: pageLimit }),
  reply: z.object({
    next_cursor: nextCursor,
    task_list: listed(z.object({ userid: z.string(), publish_status: z.int() })),
  }),
  page: { default: 500, max: 1000, over: 'max' },
  errors: [41059, 41060, 41067, 41079, 50100],
  source: 'D93333',
});

const OfMember = z.object({ moment_id: momentId, userid: userid(), cursor, limit: pageLimit });

/** The audience that was chosen. */
export const listMomentCustomers = wecomEndpoint({
  name: 'moment.customers',
  method: 'POST',
  path: `${PATH}/get_moment_customer_list`,
  access: 'customer',
  effect: 'read',
  body: OfMember,
  reply: z.object({
    next_cursor: nextCursor,
    customer_list: listed(z.object({ userid: z.string(), external_userid: z.string() })),
  }),
  page: { default: 500, max: 1000, over: 'max' },
  errors: [40003, 41009, 41059, 41060, 41061, 41062, 50100],
  source: 'D93333',
});

/** The customers that can really see it. */
export const listMomentViewers = wecomEndpoint({
  name: 'moment.viewers',
  method: 'POST',
  path: `${PATH}/get_moment_send_result`,
  access: 'customer',
  effect: 'read',
  body: OfMember,
  reply: z.object({
    next_cursor: nextCursor,
    customer_list: listed(z.object({ external_userid: z.string() })),
  }),
  page: { default: 3000, max: 5000, over: 'max' },
  errors: [40003, 41009, 41059, 41060, 41061, 41062, 50100],
  source: 'D93333',
});

const Reaction = z.object({
  external_userid: z.string().optional(),
  userid: z.string().optional(),
  create_time: z.int(),
});

export const getMomentReactions = wecomEndpoint({
  name: 'moment.reactions',
  method: 'POST',
  path: `${PATH}/get_moment_comments`,
  access: 'customer',
  effect: 'read',
  body: z.object({ moment_id: momentId, userid: userid() }),
  reply: z.object({ comment_list: listed(Reaction), like_list: listed(Reaction) }),
  errors: [40003, 41009, 41059, 41060, 41061, 41062],
  source: 'D93333',
});

/** What was published stays published. */
export const cancelMomentTask = wecomEndpoint({
  name: 'moment.cancel',
  method: 'POST',
  path: `${PATH}/cancel_moment_task`,
  access: 'customer',
  effect: 'repeatable',
  body: z.object({ moment_id: momentId }),
  errors: [41059, 41060, 41067],
  source: 'D97612',
});
