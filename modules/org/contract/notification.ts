import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';

/** Something a person should know, in his language. */
export const Notification = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  /** `org.approval-waiting` */
  code: z.string(),
  text: z.string(),
  /** A path of the console: `/approvals/<id>`. */
  link: z.string().nullable(),
  /** `act`: something waits for this person. `know`: news only. */
  weight: z.enum(['act', 'know']),
  readAt: z.iso.datetime().nullable(),
});
export type Notification = z.infer<typeof Notification>;

export const listNotifications = endpoint({
  method: 'GET',
  path: '/api/v1/org/notifications',
  permission: 'signed-in',
  summary: ['我的通知', 'My notifications'],
  query: z.object({
    page: pageQuery.page,
    size: pageQuery.size,
    /** Only the unread ones. */
    unread: z.stringbool().default(false),
  }),
  reply: pageOf(Notification).extend({ unread: z.int() }),
});

export const countNotifications = endpoint({
  method: 'GET',
  path: '/api/v1/org/notifications/count',
  permission: 'signed-in',
  summary: ['未读通知数', 'How many are unread'],
  reply: z.object({ unread: z.int() }),
});

export const readNotifications = endpoint({
  method: 'POST',
  path: '/api/v1/org/notifications/read',
  permission: 'signed-in',
  summary: ['标记为已读', 'Mark as read'],
  /** Without ids: all of them. */
  body: z.object({ ids: z.array(z.uuid()).min(1).max(200).optional() }),
  reply: z.object({ unread: z.int() }),
  audited: false,
});
