import { z } from 'zod';
import { ContentPlace } from '#modules/compliance/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';

/** Something beside the words, as a reader is shown it. */
export const ShownAttachment = z.object({
  kind: z.enum(['image', 'video', 'file', 'link', 'mini_program']),
  title: z.string(),
  desc: z.string(),
  /** Its picture, or the file itself. */
  fileId: z.uuid().nullable(),
  /** Where a link leads. */
  url: z.string().nullable(),
});
export type ShownAttachment = z.infer<typeof ShownAttachment>;

export const ShownMessage = z.object({
  ready: z.boolean(),
  text: z.string(),
  attachments: z.array(ShownAttachment),
  /** Why it would not be sent. */
  why: z.tuple([z.string(), z.string()]).nullable(),
});
export type ShownMessage = z.infer<typeof ShownMessage>;

/**
 * Messages as a plan sends them, for whoever has to say yes to them: its words filled, what differs from
 * sender to sender marked as a place. Nothing is sent.
 */
export const previewMessages = endpoint({
  method: 'POST',
  path: '/api/v1/content/messages',
  permission: 'content.item.read',
  summary: ['预览计划要发的消息', 'Preview the messages of a plan'],
  body: z.object({
    messages: z
      .array(
        z.object({
          itemId: z.uuid(),
          version: z.int().min(1),
          channel: ContentPlace.exclude(['page']),
          /** Each customer is spoken to by name; otherwise many get the very same. */
          byName: z.boolean().default(false),
          values: z.record(z.string().max(40), z.string().max(300)).default({}),
        }),
      )
      .min(1)
      .max(60),
  }),
  reply: z.object({ items: z.array(ShownMessage) }),
  audited: false,
});
