import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';

export const mediaKinds = ['image', 'video', 'file'] as const;
export const MediaKind = z.enum(mediaKinds);
export type MediaKind = z.infer<typeof MediaKind>;

/** What WeCom takes of each (API of temporary media), and the endings that are offered. */
export const mediaLimits: Record<
  MediaKind,
  { readonly bytes: number; readonly endings: string[] }
> = {
  image: { bytes: 10 * 1024 * 1024, endings: ['.png', '.jpg', '.jpeg'] },
  video: { bytes: 10 * 1024 * 1024, endings: ['.mp4'] },
  file: { bytes: 20 * 1024 * 1024, endings: ['.pdf', '.docx', '.xlsx', '.pptx'] },
};

export const Media = z.object({
  id: z.uuid(),
  kind: MediaKind,
  filename: z.string(),
  size: z.int(),
});
export type Media = z.infer<typeof Media>;

export const uploadMedia = endpoint({
  method: 'POST',
  path: '/api/v1/content/media',
  permission: 'content.item.manage',
  summary: ['上传图片、视频或文件', 'Upload a picture, a video or a file'],
  upload: true,
  reply: Media,
});

export const getMedia = endpoint({
  method: 'GET',
  path: '/api/v1/content/media/:id',
  permission: 'content.item.read',
  summary: ['查看素材文件', 'A file of a content item'],
  params: z.object({ id: z.uuid() }),
  reply: z.unknown(),
  produces: 'file',
});

export const mediaErrors = defineErrors('content', {
  /** Not a kind WeCom takes, or not what its name says; details.filename. */
  mediaUnusable: 415,
  /** details.filename, details.maxBytes */
  mediaTooLarge: 413,
});
