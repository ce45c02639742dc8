import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { MediaUse } from './upload.service.ts';

export interface UploadKey {
  readonly corpId: string;
  readonly fileId: string;
  readonly use: MediaUse;
}

/** What WeCom holds of these files and goes on holding after a moment. */
export async function findUploaded(
  ctx: Ctx,
  corpId: string,
  fileIds: readonly string[],
  validAfter: Date,
): Promise<{ fileId: string; use: MediaUse; mediaId: string }[]> {
  const rows = await ctx.db
    .selectFrom('content.upload')
    .select(['fileId', 'use', 'mediaId'])
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('fileId', 'in', [...fileIds])
    .where('mediaId', 'is not', null)
    .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', validAfter)]))
    .execute();
  return rows as { fileId: string; use: MediaUse; mediaId: string }[];
}

/**
 * Takes the upload of a file: true for one caller among all processes, until it has finished or its
 * time is over. What WeCom still holds is not taken.
 */
export async function takeUpload(
  ctx: Ctx,
  { corpId, fileId, use }: UploadKey,
  validAfter: Date,
  busyUntil: Date,
): Promise<boolean> {
  const { rows } = await sql`
    insert into content.upload (org_id, corp_id, file_id, use, busy_until)
    values (${ctx.orgId}, ${corpId}, ${fileId}, ${use}, ${busyUntil})
    on conflict (org_id, corp_id, file_id, use) do update set busy_until = excluded.busy_until
      where (content.upload.busy_until is null or content.upload.busy_until <= ${ctx.realNow()})
        and (content.upload.media_id is null or content.upload.expires_at <= ${validAfter})
    returning 1`.execute(ctx.db);
  return rows.length > 0;
}

export async function setUploaded(
  ctx: Ctx,
  { corpId, fileId, use }: UploadKey,
  held: { mediaId: string; expiresAt: Date | null } | null,
): Promise<void> {
  await ctx.db
    .updateTable('content.upload')
    .set({ ...(held && { ...held, uploadedAt: ctx.now() }), busyUntil: null })
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('fileId', '=', fileId)
    .where('use', '=', use)
    .execute();
}

export async function dropUploaded(
  ctx: Ctx,
  corpId: string,
  mediaIds: readonly string[],
): Promise<void> {
  await ctx.db
    .updateTable('content.upload')
    .set({ mediaId: null, expiresAt: null })
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('mediaId', 'in', [...mediaIds])
    .execute();
}
