import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ARCHIVE_SDK_ERRORS } from '#protocol/wecom/endpoints/archive.ts';
import { ARCHIVE_DAYS, ARCHIVE_MEDIA_CHUNK, ARCHIVE_PULL } from '#protocol/wecom/limits.ts';
import { DAY } from '../core/clock.ts';
import { row, rows } from '../core/db.ts';
import type { Corp } from '../core/directory.ts';
import type { Sim } from '../core/sim.ts';
import { findMedia } from '../media/media.store.ts';

/**
 * The three calls of the native library, over HTTP. The RSA layer is as documented; the symmetric
 * one is not published, so it is AES-256-CBC with a key derived from the random key.
 */

const Chat = z.object({
  corpid: z.string(),
  secret: z.string(),
  seq: z.int().min(0).default(0),
  limit: z.int().min(1).default(ARCHIVE_PULL),
});
const Decrypt = z.object({ encrypt_key: z.string(), encrypt_msg: z.string() });
const Media = z.object({
  corpid: z.string(),
  secret: z.string(),
  sdkfileid: z.string(),
  indexbuf: z.string().default(''),
});

const aesKey = (randomKey: string) => createHash('sha256').update(randomKey).digest();

function encryptMessage(randomKey: string, text: string): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', aesKey(randomKey), iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

function decryptMessage(randomKey: string, encrypted: string): string | null {
  try {
    const data = Buffer.from(encrypted, 'base64');
    const decipher = createDecipheriv('aes-256-cbc', aesKey(randomKey), data.subarray(0, 16));
    return Buffer.concat([decipher.update(data.subarray(16)), decipher.final()]).toString();
  } catch {
    return null;
  }
}

/** The corp whose archive secret it is. */
function archiveCorp(sim: Sim, corpid: string, secret: string): Corp | null {
  const owner = sim.directory.bySecret(secret);
  return owner?.corp.corpId === corpid && owner.app.kind === 'archive' ? owner.corp : null;
}

const parsed = <T extends z.ZodType>(schema: T, body: unknown): z.output<T> | null => {
  try {
    const result = schema.safeParse(JSON.parse(String(body)));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
};

const sdkError = (errcode: number) => ({ errcode, errmsg: 'sdk error' });

export function archiveSdk(http: FastifyInstance, sim: Sim): void {
  http.post('/finance-sdk/get_chat_data', async (request) => {
    const asked = parsed(Chat, request.body);
    if (!asked || asked.limit > ARCHIVE_PULL) return sdkError(ARCHIVE_SDK_ERRORS.parameter);
    const corp = archiveCorp(sim, asked.corpid, asked.secret);
    if (!corp) return sdkError(ARCHIVE_SDK_ERRORS.parameter);
    const { archive } = corp.settings;
    if (!archive.enabled) return sdkError(301053);
    if (archive.expired) return sdkError(301052);
    const key = await row<{ version: number; public_key: string }>(
      sim.pool,
      'select version, public_key from zone_key where corp_id = $1 order by version desc limit 1',
      [corp.corpId],
    );
    if (!key) return sdkError(ARCHIVE_SDK_ERRORS.privateKeyMissing);
    const publicKey = createPublicKey(key.public_key);
    const entries = await rows<{ seq: number; msgid: string; message: object }>(
      sim.pool,
      `select seq, msgid, message from archive_entry
        where corp_id = $1 and seq > $2 and created_at > $3 order by seq limit $4`,
      [corp.corpId, asked.seq, sim.clock.now() - ARCHIVE_DAYS * DAY, asked.limit],
    );
    return {
      errcode: 0,
      errmsg: 'ok',
      chatdata: entries.map(({ seq, msgid, message }) => {
        const randomKey = randomBytes(32).toString('base64');
        return {
          seq,
          msgid,
          publickey_ver: key.version,
          encrypt_random_key: publicEncrypt(
            { key: publicKey, padding: constants.RSA_PKCS1_PADDING },
            Buffer.from(randomKey),
          ).toString('base64'),
          encrypt_chat_msg: encryptMessage(randomKey, JSON.stringify(message)),
        };
      }),
    };
  });

  http.post('/finance-sdk/decrypt_data', async (request) => {
    const asked = parsed(Decrypt, request.body);
    if (!asked) return sdkError(ARCHIVE_SDK_ERRORS.parameter);
    const message = decryptMessage(asked.encrypt_key, asked.encrypt_msg);
    if (message === null) return sdkError(ARCHIVE_SDK_ERRORS.decrypt);
    return { errcode: 0, errmsg: 'ok', message };
  });

  http.post('/finance-sdk/get_media_data', async (request) => {
    const asked = parsed(Media, request.body);
    if (!asked || !archiveCorp(sim, asked.corpid, asked.secret))
      return sdkError(ARCHIVE_SDK_ERRORS.parameter);
    const media = await findMedia(sim.pool, asked.sdkfileid);
    if (media?.corp_id !== asked.corpid) return sdkError(ARCHIVE_SDK_ERRORS.fileid);
    const from = Number(asked.indexbuf || 0);
    const chunk = media.bytes.subarray(from, from + ARCHIVE_MEDIA_CHUNK);
    const next = from + chunk.length;
    return {
      errcode: 0,
      errmsg: 'ok',
      data: chunk.toString('base64'),
      outindexbuf: String(next),
      is_finish: next >= media.bytes.length ? 1 : 0,
    };
  });
}
