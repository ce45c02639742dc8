import { Readable } from 'node:stream';
import type { MultipartFile } from '@fastify/multipart';
import { platformErrors } from '#platform/contract/errors.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { FileReply } from '#platform/server/file-reply.ts';
import { findFile, findFiles } from '#platform/server/files/file.repo.ts';
import { fileDownload, keepFile } from '#platform/server/files/file.service.ts';
import { type Media, mediaErrors } from '../../contract/media.ts';
import { beginsAs, mediaByName, mostBytes } from './media-kind.ts';

const PURPOSE = 'content.media';

/**
 * Keeps a picture, a video or a file for content; it stays until content that shows it is gone.
 * @throws `mediaUnusable` for what WeCom does not take or what is not what its name says,
 * `mediaTooLarge` beyond what WeCom takes of the kind.
 */
export async function uploadMedia(ctx: Ctx, { filename, file }: MultipartFile): Promise<Media> {
  const known = mediaByName(filename);
  if (!known) {
    file.resume();
    throw mediaErrors.mediaUnusable({ filename });
  }
  const maxBytes = mostBytes(known);
  const content = await wholeOf(file, maxBytes);
  if (!content) throw mediaErrors.mediaTooLarge({ filename, maxBytes });
  return keepMedia(ctx, filename, content);
}

/** @throws as `uploadMedia`. */
export async function keepMedia(ctx: Ctx, filename: string, content: Buffer): Promise<Media> {
  const known = mediaByName(filename);
  if (!known || !beginsAs(known, content)) throw mediaErrors.mediaUnusable({ filename });
  const maxBytes = mostBytes(known);
  if (content.length > maxBytes) throw mediaErrors.mediaTooLarge({ filename, maxBytes });
  const { kind, contentType } = known;
  const row = await keepFile(
    ctx,
    { purpose: PURPOSE, filename, contentType, expiresAt: null },
    Readable.from([content]),
  );
  const media = { id: row.id, kind, filename, size: row.size };
  await inTx(ctx, async (ctx) => {
    audit(ctx, {
      action: 'content.media-uploaded',
      subject: { kind: 'file', id: row.id, name: filename },
      after: { kind, size: row.size },
    });
  });
  return media;
}

/** Null when it is larger; the rest is read and dropped, so that the answer can be given. */
async function wholeOf(file: Readable, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of file as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size <= maxBytes ? Buffer.concat(chunks) : null;
}

export async function mediaFile(ctx: Ctx, id: string): Promise<FileReply> {
  const row = await findFile(ctx, id);
  if (row?.purpose !== PURPOSE) throw platformErrors.notFound({ file: id });
  return fileDownload(ctx, id);
}

/** Of the files named, those that are no media of the bank. */
export async function unknownMedia(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const found = await findFiles(ctx, ids);
  const usable = found.filter((f) => f.purpose === PURPOSE && f.state === 'kept').map((f) => f.id);
  return ids.filter((id) => !usable.includes(id));
}
