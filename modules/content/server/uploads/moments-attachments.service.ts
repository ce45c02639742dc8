import type { z } from 'zod';
import { bankName } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { MomentAttachment } from '#protocol/wecom/endpoints/moments.ts';
import type { ContentAttachment, VersionRef } from '../../contract/sending.ts';
import { coverFor } from '../posters/poster.service.ts';
import { keyOf, type MediaResult, mediaFor } from './upload.service.ts';
import { drawnOf } from './wecom-attachments.service.ts';

type Moment = z.input<typeof MomentAttachment>;

export type MomentsAttachments =
  | { readonly outcome: 'ready'; readonly attachments: Moment[] }
  | Exclude<MediaResult, { outcome: 'ready' }>;

/** The same for Moments, whose media are uploaded another way and whose cards must have a cover. */
export async function momentsAttachments(
  ctx: Ctx,
  via: { readonly corpId: string },
  ref: VersionRef,
  attachments: readonly ContentAttachment[],
): Promise<MomentsAttachments> {
  const bank = await bankName(ctx);
  const files: { fileId: string; shape: (mediaId: string) => Moment }[] = [];
  for (const one of await drawnOf(ctx, attachments)) {
    if (one.kind === 'image')
      files.push({
        fileId: one.fileId,
        shape: (media_id) => ({ msgtype: 'image', image: { media_id } }),
      });
    else if (one.kind === 'video')
      files.push({
        fileId: one.fileId,
        shape: (media_id) => ({ msgtype: 'video', video: { media_id } }),
      });
    else if (one.kind === 'link') {
      const { title, url } = one;
      files.push({
        fileId: one.coverId ?? (await coverFor(ctx, ref, title, bank)),
        shape: (media_id) => ({ msgtype: 'link', link: { title, url, media_id } }),
      });
    } else throw new Error(`Moments carry no ${one.kind}`);
  }
  const result = await mediaFor(
    ctx,
    via,
    files.map(({ fileId }) => ({ fileId, use: 'moments' })),
  );
  if (result.outcome !== 'ready') return result;
  return {
    outcome: 'ready',
    attachments: files.map(({ fileId, shape }) =>
      shape(result.media.get(keyOf({ fileId, use: 'moments' }))!),
    ),
  };
}
