import type { Ctx } from '#platform/server/ctx.ts';
import type { Attachment } from '#protocol/wecom/endpoints/attachments.ts';
import type { ContentAttachment } from '../../contract/sending.ts';
import { posterFor } from '../posters/poster.service.ts';
import { keyOf, type MediaResult, type MediaWanted, mediaFor } from './upload.service.ts';

export type WecomAttachments =
  | { readonly outcome: 'ready'; readonly attachments: Attachment[] }
  | Exclude<MediaResult, { outcome: 'ready' }>;

/** With posters drawn: every picture is a file. */
type Drawn = Exclude<ContentAttachment, { kind: 'poster' }>;

/**
 * What goes beside the text of a mass message or a welcome, in WeCom's own shape, with every file
 * where WeCom finds it. Outside of transactions. May be asked again at any time: what WeCom holds is
 * not uploaded twice, and what it holds no longer is uploaded anew.
 */
export async function wecomAttachments(
  ctx: Ctx,
  via: { readonly corpId: string },
  attachments: readonly ContentAttachment[],
): Promise<WecomAttachments> {
  const drawn = await drawnOf(ctx, attachments);
  const wanted = drawn.flatMap(filesOf);
  const result = await mediaFor(ctx, via, wanted);
  if (result.outcome !== 'ready') return result;
  const idOf = (fileId: string) => result.media.get(keyOf({ fileId, use: 'message' }))!;
  return { outcome: 'ready', attachments: drawn.map((one) => shapeOf(one, idOf)) };
}

export async function drawnOf(
  ctx: Ctx,
  attachments: readonly ContentAttachment[],
): Promise<Drawn[]> {
  const drawn: Drawn[] = [];
  for (const one of attachments)
    drawn.push(one.kind === 'poster' ? { kind: 'image', fileId: await posterFor(ctx, one) } : one);
  return drawn;
}

function filesOf(one: Drawn): MediaWanted[] {
  switch (one.kind) {
    case 'link':
      return [];
    case 'mini_program':
      return [{ fileId: one.coverId, use: 'message' }];
    default:
      return [{ fileId: one.fileId, use: 'message' }];
  }
}

function shapeOf(one: Drawn, idOf: (fileId: string) => string): Attachment {
  switch (one.kind) {
    case 'image':
      return { msgtype: 'image', image: { media_id: idOf(one.fileId) } };
    case 'video':
      return { msgtype: 'video', video: { media_id: idOf(one.fileId) } };
    case 'file':
      return { msgtype: 'file', file: { media_id: idOf(one.fileId) } };
    case 'link': {
      const { title, desc, url, coverId } = one;
      // Our own page serves the picture: WeCom's permanent ones are not shown outside of it.
      const picurl = coverId ? { picurl: `${url}/img/${coverId}` } : {};
      return { msgtype: 'link', link: { title, url, ...(desc && { desc }), ...picurl } };
    }
    default: {
      const { title, appid, page, coverId } = one;
      return {
        msgtype: 'miniprogram',
        miniprogram: { title, appid, page, pic_media_id: idOf(coverId) },
      };
    }
  }
}
