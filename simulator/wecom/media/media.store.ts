import { type Db, row, run } from '../core/db.ts';
import { demand, Refusal } from '../core/refusal.ts';
import type { Caller, Sim, Work } from '../core/sim.ts';

export type Purpose = 'temporary' | 'moment' | 'album' | 'permanent' | 'zone';

export interface MediaRow {
  media_id: string;
  kind: string;
  purpose: Purpose;
  filename: string;
  content_type: string;
  bytes: Buffer;
  created_at: number;
  expires_at: number | null;
}

export const mediaUrl = (sim: Sim, mediaId: string) => `${sim.publicUrl()}/media/${mediaId}`;

export const findMedia = (db: Db, mediaId: string) =>
  row<MediaRow & { corp_id: string }>(db, 'select * from media where media_id = $1', [mediaId]);

/** Refused when it was uploaded for another purpose, has expired, or is not there: 40007, 40145. */
export async function needMedia(
  { corp, db, now }: Caller | Work,
  mediaId: string,
  purposes: readonly Purpose[],
  kinds?: readonly string[],
): Promise<void> {
  const media = await row<Pick<MediaRow, 'kind' | 'purpose' | 'expires_at'>>(
    db,
    'select kind, purpose, expires_at from media where media_id = $1 and corp_id = $2',
    [mediaId, corp.corpId],
  );
  if (!media || !purposes.includes(media.purpose)) throw new Refusal(40007);
  demand(!kinds || kinds.includes(media.kind), 40007);
  demand(media.expires_at === null || media.expires_at > now, 40145);
}

export async function insertMedia(
  { sim, corp, db, now }: Work,
  media: Omit<MediaRow, 'media_id' | 'created_at' | 'expires_at'> & { lifetime: number | null },
): Promise<string> {
  const mediaId = sim.ids.next(media.purpose === 'temporary' ? '3' : 'WWCISP_', 66);
  await run(
    db,
    `insert into media (media_id, corp_id, kind, purpose, filename, content_type, bytes, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      mediaId,
      corp.corpId,
      media.kind,
      media.purpose,
      media.filename,
      media.content_type,
      media.bytes,
      now,
      media.lifetime === null ? null : now + media.lifetime,
    ],
  );
  return mediaId;
}
