import { createHash, randomBytes } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { platformErrors } from '../../contract/errors.ts';
import { FileId, fileErrors, type KeptFile } from '../../contract/file.ts';
import type { Ctx, TxCtx } from '../ctx.ts';
import type { FileReply } from '../file-reply.ts';
import { newId } from '../ids.ts';
import {
  type FileRow,
  findExpired,
  findFile,
  findFiles,
  insertFile,
  setExpiry,
  setKept,
  setRemoved,
} from './file.repo.ts';
import { opening, openingRange, SEALED_HEAD, sealedRange, sealing } from './sealing.ts';

export const KEY_PLACE = 'platform.file.key';
/** An upload that was never finished is cleared away after this. */
const UNFINISHED_MS = 24 * 3_600_000;

export interface FileToKeep {
  /** Which part of the product it belongs to: `platform.import`. */
  readonly purpose: string;
  readonly filename: string;
  readonly contentType: string;
  /** Business time; null: until somebody removes it. */
  readonly expiresAt: Date | null;
  readonly maxBytes?: number;
}

/**
 * Writes a file, encrypted, piece by piece. Its row stands before its content, so whatever a crash
 * leaves behind is found and removed. Not to be called in a transaction: it waits for the writer.
 */
export async function keepFile(ctx: Ctx, file: FileToKeep, content: Readable): Promise<FileRow> {
  if (ctx.db.isTransaction) throw new Error('A file is written outside of transactions');
  const key = randomBytes(32);
  const row: FileRow = {
    orgId: ctx.orgId,
    id: newId(ctx.now()),
    ownerId: ctx.actor.id,
    purpose: file.purpose,
    filename: file.filename,
    contentType: file.contentType,
    state: 'writing',
    size: 0,
    fingerprint: null,
    sealedKey: ctx.vault.encrypt(KEY_PLACE, key.toString('base64')),
    createdAt: ctx.now(),
    expiresAt: new Date(ctx.now().getTime() + UNFINISHED_MS),
  };
  await insertFile(ctx, row);

  const digest = createHash('sha256');
  const meter = measuring(digest, file.maxBytes ?? Number.POSITIVE_INFINITY);
  const sealed = sealing(key);
  const flow = pipeline(content, meter.stream, sealed);
  try {
    await Promise.all([flow, ctx.files.put(storeKey(row), sealed)]);
  } catch (err) {
    sealed.destroy();
    await removeFiles(ctx, [row]).catch(() => {});
    throw meter.tooLarge() ? platformErrors.tooLarge({ maxBytes: file.maxBytes }) : err;
  }
  const kept = {
    size: meter.size(),
    fingerprint: ctx.vault.mac('platform.file', digest.digest()),
    expiresAt: file.expiresAt,
  };
  if (!(await setKept(ctx, row.id, kept))) throw platformErrors.conflict({ file: row.id });
  return { ...row, ...kept, state: 'kept' };
}

function measuring(digest: ReturnType<typeof createHash>, maxBytes: number) {
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      digest.update(chunk);
      done(size > maxBytes ? platformErrors.tooLarge({ maxBytes }) : null, chunk);
    },
  });
  return { stream, size: () => size, tooLarge: () => size > maxBytes };
}

export interface OpenFile {
  readonly file: FileRow;
  readonly size: number;
  /** The bytes `start` ≤ n < `end`, decrypted as they are read. Whoever stops early destroys the stream. */
  read(start: number, end: number): Promise<Readable>;
  readAll(): Promise<Readable>;
}

/** A kept file for reading in any order; nothing of it is written anywhere. */
export async function openFile(ctx: Ctx, id: string): Promise<OpenFile> {
  const file = await findFile(ctx, id);
  if (!file || file.state === 'writing') throw platformErrors.notFound({ file: id });
  if (file.state === 'removed' || isExpired(ctx, file)) throw fileErrors.fileExpired({ file: id });
  const key = Buffer.from(await ctx.vault.decrypt(KEY_PLACE, file.sealedKey), 'base64');
  const place = storeKey(file);
  let head: Promise<Buffer> | undefined;
  return {
    file,
    size: file.size,
    async read(start, end) {
      head ??= ctx.files.read(place, SEALED_HEAD).then(buffer);
      const range = sealedRange(file.size, start, end);
      const content = openingRange(key, await head, range, end - start);
      return flowing(await ctx.files.read(place, range), content);
    },
    async readAll() {
      return flowing(await ctx.files.read(place), opening(key));
    },
  };
}

/** An error reaches the reader through `content`; a reader who leaves closes the source. */
function flowing(stored: Readable, content: Transform): Transform {
  pipeline(stored, content).catch(() => {});
  return content;
}

export async function fileDownload(ctx: Ctx, id: string): Promise<FileReply> {
  const { file, readAll } = await openFile(ctx, id);
  return { filename: file.filename, contentType: file.contentType, content: await readAll() };
}

const isExpired = (ctx: Ctx, file: FileRow) =>
  file.expiresAt !== null && file.expiresAt.getTime() <= ctx.now().getTime();

const storeKey = (file: FileRow) => `${file.orgId}/${file.purpose}/${file.id}`;

/** Lets a file's time end now: the next tick removes it. */
export async function expireFile(ctx: TxCtx, id: string): Promise<void> {
  await setExpiry(ctx, id, ctx.now());
}

async function removeFiles(ctx: Ctx, files: readonly FileRow[]): Promise<void> {
  // Content first: a row that says `removed` has none.
  for (const file of files) await ctx.files.delete(storeKey(file));
  await setRemoved(
    ctx,
    files.map((f) => f.id),
    ctx.now(),
  );
}

/** One batch of files whose time is over, of every bank; called by the ticker until it says 0. */
export async function removeExpiredFiles(ctx: Ctx): Promise<number> {
  const files = await findExpired(ctx, ctx.now(), 100);
  await removeFiles(ctx, files);
  return files.length;
}

export function shownFile(file: FileRow): KeptFile {
  return {
    id: FileId.parse(file.id),
    filename: file.filename,
    contentType: file.contentType,
    size: file.size,
    createdAt: file.createdAt.toISOString(),
    expiresAt: file.expiresAt?.toISOString() ?? null,
  };
}

/** What can still be downloaded. */
export function shownIfKept(ctx: Ctx, file: FileRow | null | undefined): KeptFile | null {
  return file && file.state === 'kept' && !isExpired(ctx, file) ? shownFile(file) : null;
}

/** Of these files, those that can still be downloaded. */
export async function shownFiles(ctx: Ctx, ids: readonly string[]): Promise<Map<string, KeptFile>> {
  const found = await findFiles(ctx, ids);
  return new Map(
    found.flatMap((file) => {
      const shown = shownIfKept(ctx, file);
      return shown ? [[file.id, shown] as const] : [];
    }),
  );
}
