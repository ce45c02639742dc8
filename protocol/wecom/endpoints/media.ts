import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { filled, oneOf } from '../wire.ts';

const kinds = ['image', 'voice', 'video', 'file'] as const;

/** What each kind of file may be. Every file is larger than 5 bytes. */
export const MEDIA_RULES = {
  image: { bytes: 10 * 1024 * 1024, formats: ['jpg', 'png'] },
  voice: { bytes: 2 * 1024 * 1024, formats: ['amr'], seconds: 60 },
  video: { bytes: 10 * 1024 * 1024, formats: ['mp4'] },
  file: { bytes: 20 * 1024 * 1024, formats: null },
} as const;
export const MEDIA_MIN_BYTES = 6;
export const ATTACHMENT_BYTES = 10 * 1024 * 1024;
export const PERMANENT_IMAGE_BYTES = 2 * 1024 * 1024;
/** Images of Moments, long and short side. */
export const MOMENT_IMAGE_PIXELS = { long: 10_800, short: 1080 } as const;
export const MOMENT_VIDEO_SECONDS = 30;

/** Temporary: 3 days, shared by all apps of the corp. created_at comes as text. */
export const uploadMedia = wecomEndpoint({
  name: 'media.upload',
  method: 'POST',
  path: '/cgi-bin/media/upload',
  access: 'any',
  effect: 'repeatable',
  transfer: 'upload',
  query: z.object({ type: z.enum(kinds, { error: '40004' }) }),
  reply: z.object({ type: z.string(), media_id: z.string(), created_at: z.string() }),
  okText: '',
  errors: [40004, 40006, 40009, 40011, 40123, 44001, 45001, 45007, 301017],
  source: 'D90253',
});

/** For good, but shown only inside WeCom. */
export const uploadImage = wecomEndpoint({
  name: 'media.upload-image',
  method: 'POST',
  path: '/cgi-bin/media/uploadimg',
  access: 'any',
  effect: 'repeatable',
  transfer: 'upload',
  reply: z.object({ url: z.string() }),
  okText: '',
  rates: [
    { per: 'corp', window: 'day', calls: 1000 },
    { per: 'corp', window: 'month', calls: 3000 },
  ],
  errors: [40006, 40009, 40123, 44001, 45009],
  source: 'D90256',
});

/** attachment_type 1 Moments, 2 product album. created_at comes as a number. */
export const uploadAttachment = wecomEndpoint({
  name: 'media.upload-attachment',
  method: 'POST',
  path: '/cgi-bin/media/upload_attachment',
  access: 'any',
  effect: 'repeatable',
  transfer: 'upload',
  query: z
    .object({
      media_type: z.enum(['image', 'video', 'file'], { error: '40004' }),
      attachment_type: oneOf([1, 2], { invalid: 40005 }),
    })
    .refine(
      (q) => q.media_type === 'image' || (q.attachment_type === 1 && q.media_type === 'video'),
      {
        error: '41072',
      },
    ),
  reply: z.object({ type: z.string(), media_id: z.string(), created_at: z.int() }),
  okText: '',
  errors: [40004, 40005, 40006, 40123, 41072, 41080, 41081, 41082, 41090, 44001],
  source: 'D95098',
});

const byId = z.object({ media_id: filled(512, { missing: 41006, invalid: 40007 }) });

/** A file on success, JSON on failure; 206 for a range. */
export const downloadMedia = wecomEndpoint({
  name: 'media.get',
  method: 'GET',
  path: '/cgi-bin/media/get',
  access: 'any',
  effect: 'read',
  transfer: 'download',
  query: byId,
  errors: [40007, 40145, 40146, 41006],
  source: 'D90254',
});

export const downloadVoice = wecomEndpoint({
  name: 'media.get-voice',
  method: 'GET',
  path: '/cgi-bin/media/get/jssdk',
  access: 'any',
  effect: 'read',
  transfer: 'download',
  query: byId,
  errors: [40007, 40145, 41006],
  source: 'W',
});

/** The address must support ranges. Up to 200 MB. */
export const uploadByUrl = wecomEndpoint({
  name: 'media.upload-by-url',
  method: 'POST',
  path: '/cgi-bin/media/upload_by_url',
  access: 'any',
  effect: 'repeatable',
  body: z.object({
    scene: oneOf([1], { missing: 41038, invalid: 41040 }),
    type: z.enum(['video', 'file'], { error: '40004' }),
    filename: filled(128),
    url: filled(1024, { missing: 41010, invalid: 40039 }).regex(/^https?:\/\//, {
      error: '830001',
    }),
    md5: z.string({ error: '301019' }).regex(/^[0-9a-f]{32}$/i, { error: '301019' }),
  }),
  reply: z.object({ jobid: z.string() }),
  errors: [40004, 40039, 41010, 41038, 41040, 301019, 830001],
  source: 'D96219',
});

/** status: 1 running, 2 done, 3 failed. */
export const getUploadJob = wecomEndpoint({
  name: 'media.upload-job',
  method: 'POST',
  path: '/cgi-bin/media/get_upload_by_url_result',
  access: 'any',
  effect: 'read',
  body: z.object({ jobid: filled(128, { invalid: 40058 }) }),
  reply: z.object({
    status: z.int(),
    detail: z
      .object({
        errcode: z.int(),
        errmsg: z.string(),
        media_id: z.string().optional(),
        created_at: z.union([z.int(), z.string()]).optional(),
      })
      .optional(),
  }),
  errors: [40058, 60136],
  source: 'D96219',
});
