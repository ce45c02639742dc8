import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { Ctx } from '#platform/server/ctx.ts';
import { setZonePublicKey } from '#protocol/wecom/endpoints/zone.ts';
import type { Corp } from '../../contract/corp.ts';
import { findArchive } from '../archive/archive.repo.ts';
import { addArchiveKey } from '../archive/key.service.ts';
import { callWecom } from '../gateway/call-wecom.ts';
import { type AddressBook, ARCHIVE_SEATS } from './corps.ts';
import type { SimulatedCorp, SimulatorDoor } from './simulator.ts';

const VERSION = 1;
/** Most customers of a bank let it keep what they write to their customer manager. */
const AGREEING = 0.85;

/** The corp has bought the archive: some customer managers are kept, and customers are asked. */
export async function boughtArchive(
  door: SimulatorDoor,
  { corpId, settings }: SimulatedCorp,
  { rms }: AddressBook,
): Promise<void> {
  if (settings.archive.enabled) return;
  // Not the first, whose phone visitors play: it has no page on which a customer agrees to it.
  const staff = rms.slice(1, ARCHIVE_SEATS + 1).map(({ userid }) => userid);
  await door.send('PATCH', `/sim/corps/${corpId}`, {
    settings: { archive: { enabled: true, expired: false, edition: 2, staff, agreeing: AGREEING } },
  });
}

/** A key pair as the bank's IT makes one: WeCom gets the public half, the vault the private one. */
export async function openArchive(ctx: Ctx, { id }: Corp): Promise<void> {
  if (await findArchive(ctx, id)) return;
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const set = await callWecom(ctx, { corpId: id }, setZonePublicKey, {
    body: { public_key: publicKey, public_key_ver: VERSION },
  });
  if (set.outcome !== 'ok') throw new Error(`The key was not taken: ${JSON.stringify(set)}`);
  await addArchiveKey(ctx, id, { version: VERSION, privateKey });
}
