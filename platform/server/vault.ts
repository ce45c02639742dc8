import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Db } from './db.ts';
import { newId } from './ids.ts';

/**
 * Field encryption with envelope keys (CR-036). The master key stands in a file outside the
 * database and wraps data keys; data keys encrypt fields. A field is `v1.<key id>.<iv+text+tag>`.
 */
export interface Vault {
  /** AES-256-GCM under the newest data key. `place` (`org.staff.phone`) is bound to the value. */
  encrypt(place: string, text: string): string;
  decrypt(place: string, sealed: string): Promise<string>;
  /** Keyed hash for searching by equality; the same for all time. Normalise the text first. */
  hash(place: string, text: string): Buffer;
  /** Keyed digest, for chains and links that nobody without the key can forge. */
  mac(purpose: string, data: Buffer): Buffer;
  /** The data key that encrypts now; a field tells its own (`keyOf`). */
  activeKey(): string;
  /** Reads the data keys again: another process may have added one, or wrapped them anew. */
  refresh(): Promise<void>;
}

/** Which data key encrypted a field. */
export const keyOf = (sealed: string): string => sealed.split('.')[1] ?? '';

/** The master key, and those a rotation that is under way or was undone may have left beside it. */
export type MasterKeys = () => readonly Buffer[];

export function wrapKey(master: Buffer, key: Buffer, id: string): Buffer {
  return seal(master, key, id);
}

export function unwrapKey(master: Buffer, wrapped: Buffer, id: string): Buffer {
  return open(master, wrapped, id);
}

/** Loads the data keys, making the first ones in a new database. Throws when no master key opens them. */
export async function openVault(db: Db, master: Buffer | MasterKeys): Promise<Vault> {
  const masters = typeof master === 'function' ? master : () => [master];
  await ensureKey(db, masters()[0]!, 'field');
  await ensureKey(db, masters()[0]!, 'mac');
  // Made once for each key: a key given as bytes is prepared anew for every value, which costs more
  // than the value itself.
  const keys = new Map<string, KeyObject>();
  let active = '';

  const load = async () => {
    const rows = await db
      .selectFrom('platform.dataKey')
      .select(['id', 'purpose', 'wrapped'])
      .orderBy('createdAt')
      .orderBy('id')
      .execute();
    const master = findMaster(rows, masters());
    for (const { id, purpose, wrapped } of rows) {
      keys.set(id, createSecretKey(unwrapKey(master, wrapped, id)));
      if (purpose === 'field') active = id;
      else keys.set('mac', keys.get(id)!);
    }
  };
  await load();

  // Keys are re-read now and then, so that a rotation reaches every process without a restart.
  let loadedAt = Date.now();
  const refreshSometimes = () => {
    if (Date.now() - loadedAt < 30_000) return;
    loadedAt = Date.now();
    load().catch(() => {});
  };
  const macKey = (purpose: string) =>
    createSecretKey(
      Buffer.from(hkdfSync('sha256', keys.get('mac')!, Buffer.alloc(0), purpose, 32)),
    );
  const macKeys = new Map<string, KeyObject>();
  const keyed = (purpose: string, data: Buffer | string) => {
    let key = macKeys.get(purpose);
    if (!key) {
      key = macKey(purpose);
      macKeys.set(purpose, key);
    }
    return createHmac('sha256', key).update(data).digest();
  };

  return {
    encrypt(place, text) {
      refreshSometimes();
      return `v1.${active}.${seal(keys.get(active)!, Buffer.from(text), place).toString('base64url')}`;
    },
    async decrypt(place, sealed) {
      const [version, id, body] = sealed.split('.');
      if (version !== 'v1' || !id || !body) throw new Error('Not an encrypted field');
      if (!keys.has(id)) await load();
      const key = keys.get(id);
      if (!key) throw new Error(`The data key ${id} is not in this database`);
      return open(key, Buffer.from(body, 'base64url'), place).toString();
    },
    hash: (place, text) => keyed(`hash:${place}`, text),
    mac: (purpose, data) => keyed(`mac:${purpose}`, data),
    activeKey: () => active,
    refresh: load,
  };
}

/** The first master key that opens every data key. */
export function findMaster(
  rows: readonly { id: string; wrapped: Buffer }[],
  masters: readonly Buffer[],
): Buffer {
  let problem: unknown = new Error('no master key was given');
  for (const master of masters) {
    try {
      for (const { id, wrapped } of rows) unwrapKey(master, wrapped, id);
      return master;
    } catch (err) {
      problem = err;
    }
  }
  throw problem;
}

async function ensureKey(db: Db, master: Buffer, purpose: 'field' | 'mac'): Promise<void> {
  const existing = await db
    .selectFrom('platform.dataKey')
    .select('id')
    .where('purpose', '=', purpose)
    .executeTakeFirst();
  if (existing) return;
  await insertDataKey(db, master, purpose, 0);
}

/** Adds a data key; `generation` 0 is the first of its purpose, and two processes make it only once. */
export async function insertDataKey(
  db: Db,
  master: Buffer,
  purpose: 'field' | 'mac',
  generation: number,
): Promise<void> {
  const id = newId();
  await db
    .insertInto('platform.dataKey')
    .values({
      id,
      purpose,
      generation,
      wrapped: wrapKey(master, randomBytes(32), id),
      createdAt: new Date(),
    })
    .onConflict((c) => c.columns(['purpose', 'generation']).doNothing())
    .execute();
}

const IV_BYTES = 12;
let random = Buffer.alloc(0);
let drawn = 0;

/** Random bytes are drawn many at a time: a call for each value costs more than the bytes. */
function nextIv(): Buffer {
  if (drawn + IV_BYTES > random.length) {
    random = randomBytes(IV_BYTES * 1024);
    drawn = 0;
  }
  drawn += IV_BYTES;
  return random.subarray(drawn - IV_BYTES, drawn);
}

function seal(key: Buffer | KeyObject, plain: Buffer, place: string): Buffer {
  const iv = nextIv();
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, body, cipher.getAuthTag()]);
}

function open(key: Buffer | KeyObject, sealed: Buffer, place: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    .setAAD(Buffer.from(place))
    .setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}
