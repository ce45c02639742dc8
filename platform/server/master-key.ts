import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sql } from 'kysely';
import { readMasterKey } from './config.ts';
import type { Db } from './db.ts';
import { findMaster, type MasterKeys, unwrapKey, wrapKey } from './vault.ts';

/** Beside the key file while a rotation is under way, and after it. */
export const nextFile = (file: string) => `${file}.new`;
export const previousFile = (file: string) => `${file}.previous`;

/**
 * The key of the file, then the one a rotation was about to put there, then the one it replaced. A
 * crash in the middle of a rotation, or a database restored from before it, still finds its key.
 */
export function masterKeysOf(file: string): MasterKeys {
  return () => [
    readMasterKey(file),
    ...[nextFile(file), previousFile(file)].filter(existsSync).map(readMasterKey),
  ];
}

/** Makes the key file of a new installation; 'there' when there is one, which is never replaced. */
export async function createMasterKey(file: string): Promise<'made' | 'there'> {
  if (existsSync(file)) return 'there';
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  await writeKey(draft, randomBytes(32));
  try {
    // A link never replaces what is there, so of two processes one makes the key.
    await link(draft, file);
    await syncFolder(file);
    return 'made';
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'EEXIST') return 'there';
    throw err;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Two of these at once would each undo half of the other. */
export const KEY_LOCK = 7_420_002;

/**
 * Wraps the data keys under a new master key. In this order, so that at any moment one of the three
 * files opens the database: the new key is written beside the old; the old is kept as `.previous`;
 * the database is changed in one transaction; the new file takes the old one's name.
 */
export async function rotateMasterKey(db: Db, file: string): Promise<'rotated' | 'finished'> {
  const current = readMasterKey(file);
  if (await finishInterrupted(db, file, current)) return 'finished';
  const next = randomBytes(32);
  await writeKey(nextFile(file), next);
  await writeKey(previousFile(file), current);
  await syncFolder(file);
  await rewrap(db, current, next);
  await rename(nextFile(file), file);
  await syncFolder(file);
  return 'rotated';
}

/** The machine stopped after the database was changed and before the file was: the file follows. */
async function finishInterrupted(db: Db, file: string, current: Buffer): Promise<boolean> {
  if (!existsSync(nextFile(file))) return false;
  const next = readMasterKey(nextFile(file));
  const rows = await db.selectFrom('platform.dataKey').select(['id', 'wrapped']).execute();
  if (findMaster(rows, [current, next]) === current) return false;
  await writeKey(previousFile(file), current);
  await rename(nextFile(file), file);
  await syncFolder(file);
  return true;
}

async function rewrap(db: Db, current: Buffer, next: Buffer): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${KEY_LOCK})`.execute(tx);
    const rows = await tx
      .selectFrom('platform.dataKey')
      .select(['id', 'wrapped'])
      .forUpdate()
      .execute();
    for (const { id, wrapped } of rows) {
      const again = wrapKey(next, unwrapKey(current, wrapped, id), id);
      await tx
        .updateTable('platform.dataKey')
        .set({ wrapped: again })
        .where('id', '=', id)
        .execute();
    }
    await sql`select pg_notify('yuhang_keys', '')`.execute(tx);
  });
}

async function writeKey(file: string, key: Buffer): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(`${key.toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(file: string): Promise<void> {
  const handle = await open(dirname(file), 'r');
  await handle.sync().finally(() => handle.close());
}
