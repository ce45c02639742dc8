import { z } from 'zod';
import { bytes, filled, list, url } from '../wire.ts';

/** What welcome, mass and group messages carry beside their text. */

const mediaId = filled(256, { missing: 41006, invalid: 40007 });
const bad = { missing: 41065, invalid: 41065 };

export const ImageBody = z
  .object({ media_id: mediaId.optional(), pic_url: url(2048).optional() })
  .refine((i) => i.media_id || i.pic_url, { error: '41065' });

export const LinkBody = z.object({
  title: filled(128, bad),
  picurl: bytes(2048).optional(),
  desc: bytes(512).optional(),
  url: url(2048, bad),
});

export const MiniProgramBody = z.object({
  title: filled(64, bad),
  pic_media_id: mediaId,
  appid: filled(64, bad),
  page: filled(1024, bad),
});

export const MediaBody = z.object({ media_id: mediaId });

/** The body stands under the name of its kind. */
export const Attachment = z.discriminatedUnion(
  'msgtype',
  [
    z.object({ msgtype: z.literal('image'), image: ImageBody }),
    z.object({ msgtype: z.literal('link'), link: LinkBody }),
    z.object({ msgtype: z.literal('miniprogram'), miniprogram: MiniProgramBody }),
    z.object({ msgtype: z.literal('video'), video: MediaBody }),
    z.object({ msgtype: z.literal('file'), file: MediaBody }),
  ],
  { error: '41065' },
);
export type Attachment = z.infer<typeof Attachment>;

export const MAX_ATTACHMENTS = 9;

export const attachments = list(Attachment, { max: MAX_ATTACHMENTS, invalid: 41064 });

/** Text in a message with attachments. */
export const messageText = z.object({ content: bytes(4000, { invalid: 40058 }) });

export const hasContent = (m: {
  text?: { content: string } | undefined;
  attachments?: unknown[] | undefined;
}) => Boolean(m.text?.content) || Boolean(m.attachments?.length);

/** As they come back in lists; images hold one of the two. */
export const ReadAttachment = z.object({
  msgtype: z.string(),
  image: z.object({ media_id: z.string().optional(), pic_url: z.string().optional() }).optional(),
  link: z
    .object({
      title: z.string(),
      picurl: z.string().optional(),
      desc: z.string().optional(),
      url: z.string(),
    })
    .optional(),
  miniprogram: z
    .object({
      title: z.string(),
      pic_media_id: z.string().optional(),
      appid: z.string(),
      page: z.string(),
    })
    .optional(),
  video: z.object({ media_id: z.string() }).optional(),
  file: z.object({ media_id: z.string() }).optional(),
});
