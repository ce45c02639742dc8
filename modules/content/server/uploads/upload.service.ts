import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { callWecom } from '#modules/wecom/server/index.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { type OpenFile, openFile } from '#platform/server/files/file.service.ts';
import {
  PERMANENT_IMAGE_BYTES,
  uploadAttachment,
  uploadImage,
  uploadMedia,
} from '#protocol/wecom/endpoints/media.ts';
import {
  dropUploaded,
  findUploaded,
  setUploaded,
  takeUpload,
  type UploadKey,
} from './upload.repo.ts';

/** Mass messages and welcomes; Moments, whose media are others; pictures that stay for good. */
export type MediaUse = 'message' | 'moments' | 'permanent';

export interface MediaWanted {
  readonly fileId: string;
  readonly use: MediaUse;
}

export type MediaResult =
  /** By `keyOf`: a media id, or the address of a permanent picture. */
  | { readonly outcome: 'ready'; readonly media: ReadonlyMap<string, string> }
  | { readonly outcome: 'later'; readonly retryAt: Date }
  | {
      readonly outcome: 'refused';
      readonly fileId: string;
      readonly code: number;
      readonly text: string;
    };

export const keyOf = ({ fileId, use }: MediaWanted): string => `${use}/${fileId}`;

const HOUR_MS = 3_600_000;
/** WeCom keeps temporary media for three days. */
const KEPT_MS = 72 * HOUR_MS;
/** What ends sooner is uploaded anew: it must last until the message has been handed over. */
const LEAST_MS = HOUR_MS;
const BUSY_MS = 60_000;
const LOOK_AGAIN_MS = 200;
const PATIENCE_MS = 30_000;

/**
 * What WeCom holds of these files, uploading what it does not hold (any more). Of all processes that
 * want one file at a time, one uploads it and the others wait for that.
 */
export async function mediaFor(
  ctx: Ctx,
  { corpId }: { readonly corpId: string },
  wanted: readonly MediaWanted[],
): Promise<MediaResult> {
  if (ctx.db.isTransaction) throw new Error('WeCom is never called inside a transaction');
  const unique = new Map(wanted.map((one) => [keyOf(one), one]));
  const media = new Map<string, string>();
  const until = performance.now() + PATIENCE_MS;
  while (media.size < unique.size) {
    const open = [...unique.values()].filter((one) => !media.has(keyOf(one)));
    const validAfter = new Date(ctx.now().getTime() + LEAST_MS);
    const fileIds = open.map(({ fileId }) => fileId);
    for (const held of await findUploaded(ctx, corpId, fileIds, validAfter))
      if (unique.has(keyOf(held))) media.set(keyOf(held), held.mediaId);
    let moved = false;
    for (const one of open.filter((one) => !media.has(keyOf(one)))) {
      const key = { corpId, ...one };
      const busyUntil = new Date(ctx.realNow().getTime() + BUSY_MS);
      if (!(await takeUpload(ctx, key, validAfter, busyUntil))) continue;
      moved = true;
      const failed = await uploadOne(ctx, key);
      if (failed) return failed;
    }
    if (media.size === unique.size) break;
    if (performance.now() > until)
      return { outcome: 'later', retryAt: new Date(ctx.realNow().getTime() + BUSY_MS) };
    // Somebody else is at it.
    if (!moved) await pause(LOOK_AGAIN_MS);
  }
  return { outcome: 'ready', media };
}

/** WeCom said that it does not know them (any more): the next to ask uploads anew. */
export async function forgetMedia(
  ctx: Ctx,
  { corpId }: { readonly corpId: string },
  mediaIds: readonly string[],
): Promise<void> {
  if (mediaIds.length > 0) await dropUploaded(ctx, corpId, mediaIds);
}

/** Null when it was done. */
async function uploadOne(
  ctx: Ctx,
  key: UploadKey,
): Promise<Exclude<MediaResult, { outcome: 'ready' }> | null> {
  let held: Parameters<typeof setUploaded>[2] = null;
  try {
    const file = await openFile(ctx, key.fileId);
    const sent = await sendFile(ctx, key, file);
    if (sent.outcome === 'ok') {
      const expiresAt = new Date(ctx.now().getTime() + KEPT_MS);
      held = { mediaId: sent.mediaId, expiresAt: key.use === 'permanent' ? null : expiresAt };
      return null;
    }
    if (sent.outcome === 'refused')
      return { outcome: 'refused', fileId: key.fileId, code: sent.code, text: sent.text };
    return {
      outcome: 'later',
      retryAt:
        sent.outcome === 'later' ? sent.retryAt : new Date(ctx.realNow().getTime() + BUSY_MS),
    };
  } finally {
    await setUploaded(ctx, key, held);
  }
}

async function sendFile(ctx: Ctx, { corpId, use }: UploadKey, { file, size, readAll }: OpenFile) {
  if (use === 'permanent' && size > PERMANENT_IMAGE_BYTES)
    throw platformErrors.tooLarge({ maxBytes: PERMANENT_IMAGE_BYTES });
  const bytes = await buffer(await readAll());
  const outgoing = { name: file.filename, type: file.contentType, bytes };
  const type = kindOf(file.contentType);
  switch (use) {
    case 'message': {
      const answer = await callWecom(ctx, { corpId }, uploadMedia, {
        query: { type },
        file: outgoing,
      });
      return answer.outcome === 'ok'
        ? { outcome: 'ok' as const, mediaId: answer.reply.media_id }
        : answer;
    }
    case 'moments': {
      const query = { media_type: type, attachment_type: 1 as const };
      const answer = await callWecom(ctx, { corpId }, uploadAttachment, { query, file: outgoing });
      return answer.outcome === 'ok'
        ? { outcome: 'ok' as const, mediaId: answer.reply.media_id }
        : answer;
    }
    default: {
      const answer = await callWecom(ctx, { corpId }, uploadImage, { file: outgoing });
      return answer.outcome === 'ok'
        ? { outcome: 'ok' as const, mediaId: answer.reply.url }
        : answer;
    }
  }
}

const kindOf = (contentType: string): 'image' | 'video' | 'file' =>
  contentType.startsWith('image/') ? 'image' : contentType === 'video/mp4' ? 'video' : 'file';
