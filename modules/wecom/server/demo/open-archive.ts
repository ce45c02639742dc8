import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { Ctx } from '#platform/server/ctx.ts';
import { setZonePublicKey } from '#protocol/wecom/endpoints/zone.ts';
import type { Corp } from '../../contract/corp.ts';
import { findArchive } from '../archive/archive.repo.ts';
import { addArchiveKey } from '../archive/key.service.ts';
import { callWecom } from '../gateway/call-wecom.ts';
import type { SimulatorDoor } from './simulator.ts';

const VERSION = 1;
/** WeCom takes no other. */
const KEY_BITS = 2048;
/**
 * Of the customers of a bank that keeps chats, those who let it keep what they write to their customer
 * manager: they are asked when they first write. Chosen; nobody measured it.
 */
export const AGREEING = 0.85;

/** The corp has bought the archive: these customer managers are kept, and customers are asked. */
export async function boughtArchive(
  door: SimulatorDoor,
  corpId: string,
  staff: readonly string[],
  keyBits = KEY_BITS,
): Promise<void> {
  await door.send('PATCH', `/sim/corps/${corpId}`, {
    settings: {
      archive: {
        ...{ enabled: true, expired: false, edition: 2, staff, agreeing: AGREEING, keyBits },
      },
    },
  });
}

/** A key pair as the bank's IT makes one: WeCom gets the public half, the vault the private one. */
export async function openArchive(ctx: Ctx, { id }: Corp, keyBits = KEY_BITS): Promise<void> {
  if (await findArchive(ctx, id)) return;
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: keyBits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const set = await callWecom(ctx, { corpId: id }, setZonePublicKey, {
    body: { public_key: publicKey, public_key_ver: VERSION },
  });
  if (set.outcome !== 'ok') throw new Error(`The key was not taken: ${JSON.stringify(set)}`);
  await addArchiveKey(ctx, id, { version: VERSION, privateKey });
}
