import type { z } from 'zod';
import type { Attachment } from '#protocol/wecom/endpoints/attachments.ts';
import { demand } from '../core/refusal.ts';
import type { Caller } from '../core/sim.ts';
import { needMedia } from '../media/media.store.ts';

type Given = z.output<typeof Attachment>;

/** Media must be there and of the right kind; mini programs must be linked to the corp. */
export async function checkAttachments(
  call: Caller,
  attachments: readonly Given[] = [],
): Promise<void> {
  for (const a of attachments) {
    if (a.msgtype === 'image' && a.image.media_id)
      await needMedia(call, a.image.media_id, ['temporary'], ['image']);
    else if (a.msgtype === 'image')
      demand(a.image.pic_url?.startsWith(call.sim.publicUrl()), 41065, 'pic_url not uploaded');
    else if (a.msgtype === 'video')
      await needMedia(call, a.video.media_id, ['temporary'], ['video']);
    else if (a.msgtype === 'file') await needMedia(call, a.file.media_id, ['temporary'], ['file']);
    else if (a.msgtype === 'miniprogram') {
      checkMiniProgram(call, a.miniprogram.appid);
      await needMedia(call, a.miniprogram.pic_media_id, ['temporary'], ['image']);
    }
  }
}

export function checkMiniProgram({ corp }: Caller, appid: string): void {
  const { miniPrograms } = corp.settings;
  demand(miniPrograms.length === 0 || miniPrograms.includes(appid), 90206);
}

/** In lists an image shows one of its two. */
export const readAttachments = (attachments: readonly Given[] = []) =>
  attachments.map((a) =>
    a.msgtype === 'image' && a.image.media_id
      ? { msgtype: a.msgtype, image: { media_id: a.image.media_id } }
      : a,
  );
