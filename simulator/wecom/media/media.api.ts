import {
  ATTACHMENT_BYTES,
  downloadMedia,
  downloadVoice,
  MEDIA_MIN_BYTES,
  MEDIA_RULES,
  MOMENT_IMAGE_PIXELS,
  MOMENT_VIDEO_SECONDS,
  PERMANENT_IMAGE_BYTES,
  uploadAttachment,
  uploadImage,
  uploadMedia,
} from '#protocol/wecom/endpoints/media.ts';
import { uploadZoneMedia } from '#protocol/wecom/endpoints/zone.ts';
import { MEDIA_SECONDS } from '#protocol/wecom/limits.ts';
import type { Upload } from '../core/multipart.ts';
import { demand, found, Refusal } from '../core/refusal.ts';
import { FileReply, serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { amrSeconds, imageSize, kindOf, mp4Seconds } from './file-kind.ts';
import { findMedia, insertMedia, mediaUrl, type Purpose } from './media.store.ts';

type Kind = keyof typeof MEDIA_RULES;

const need = (upload: Upload | null): Upload => found(upload, 44001);

const contentTypes: Record<string, string> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  mp4: 'video/mp4',
  amr: 'audio/amr',
};

function checkFile({ bytes }: Upload, kind: Kind, most: number, tooLarge: number): string | null {
  demand(bytes.length > 0, 44001);
  demand(bytes.length >= MEDIA_MIN_BYTES, 40006);
  demand(bytes.length <= most, tooLarge);
  const format = kindOf(bytes);
  const { formats } = MEDIA_RULES[kind];
  if (formats && !(formats as readonly string[]).includes(format ?? ''))
    throw new Refusal({ image: 40123, voice: 301017, video: 41090, file: 40005 }[kind]);
  return format;
}

async function keep(
  call: Caller,
  upload: Upload,
  kind: string,
  purpose: Purpose,
  lifetime: number | null,
): Promise<string> {
  const format = kindOf(upload.bytes);
  return insertMedia(call, {
    kind,
    purpose,
    filename: upload.filename || 'file',
    content_type: (format && contentTypes[format]) ?? upload.contentType,
    bytes: upload.bytes,
    lifetime,
  });
}

function checkMomentFile(bytes: Buffer, kind: 'image' | 'video' | 'file'): void {
  if (kind === 'image') {
    const size = imageSize(bytes);
    if (!size) return;
    const long = Math.max(size.width, size.height);
    const short = Math.min(size.width, size.height);
    demand(long <= MOMENT_IMAGE_PIXELS.long && short <= MOMENT_IMAGE_PIXELS.short, 41081);
  }
  if (kind === 'video') demand((mp4Seconds(bytes) ?? 0) <= MOMENT_VIDEO_SECONDS, 41082);
}

/** `bytes=from-to`, both multiples of 16 where given. */
function rangeOf(header: string | undefined, length: number): readonly [number, number] | null {
  if (!header) return null;
  const match = /^bytes=(\d+)-(\d*)$/.exec(header);
  if (!match) throw new Refusal(40146);
  const from = Number(match[1]);
  const to = match[2] ? Math.min(Number(match[2]), length - 1) : length - 1;
  demand(
    from % 16 === 0 && (!match[2] || (Number(match[2]) + 1) % 16 === 0 || to === length - 1),
    40146,
  );
  demand(from <= to, 40146);
  return [from, to];
}

async function download(call: Caller & { range: string | undefined }, mediaId: string) {
  const { corp, db, now, range } = call;
  const media = await findMedia(db, mediaId);
  if (media?.corp_id !== corp.corpId) throw new Refusal(40007);
  demand(media.expires_at === null || media.expires_at > now, 40145);
  return new FileReply(
    media.bytes,
    media.content_type,
    media.filename,
    rangeOf(range, media.bytes.length),
  );
}

export const mediaApi = [
  serve(uploadMedia, async (call) => {
    const upload = need(call.upload);
    const { type } = call.query;
    checkFile(
      upload,
      type,
      MEDIA_RULES[type].bytes,
      { image: 40009, voice: 45001, video: 40011, file: 45001 }[type],
    );
    if (type === 'voice')
      demand((amrSeconds(upload.bytes) ?? 0) <= MEDIA_RULES.voice.seconds, 45007);
    const media_id = await keep(call, upload, type, 'temporary', MEDIA_SECONDS);
    return { type, media_id, created_at: String(call.now) };
  }),

  serve(uploadImage, async (call) => {
    const upload = need(call.upload);
    checkFile(upload, 'image', PERMANENT_IMAGE_BYTES, 40009);
    const id = await keep(call, upload, 'image', 'permanent', null);
    return { url: mediaUrl(call.sim, id) };
  }),

  serve(uploadAttachment, async (call) => {
    const upload = need(call.upload);
    const { media_type: type, attachment_type } = call.query;
    checkFile(upload, type, ATTACHMENT_BYTES, 41080);
    if (attachment_type === 1) checkMomentFile(upload.bytes, type);
    const purpose = attachment_type === 1 ? 'moment' : 'album';
    const media_id = await keep(call, upload, type, purpose, MEDIA_SECONDS);
    return { type, media_id, created_at: call.now };
  }),

  serve(uploadZoneMedia, async (call) => {
    const upload = need(call.upload);
    checkFile(upload, 'file', MEDIA_RULES.file.bytes, 40006);
    const media_id = await keep(call, upload, call.query.type, 'zone', MEDIA_SECONDS);
    return { type: call.query.type, media_id, created_at: String(call.now) };
  }),

  serve(downloadMedia, (call) => download(call, call.query.media_id)),
  serve(downloadVoice, (call) => download(call, call.query.media_id)),
];
