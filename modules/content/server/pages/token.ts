import { createHash } from 'node:crypto';
import type { Ctx } from '#platform/server/ctx.ts';

const BYTES = 15;
const TOKEN = /^[A-Za-z0-9_-]{20}$/;

/**
 * What stands in an address: 120 bits of a keyed digest of what the address is for. The same for the
 * same, so that asking twice makes one; nobody without the key finds another.
 */
export function tokenOf(ctx: Ctx, purpose: string, parts: readonly (string | number)[]): string {
  const text = JSON.stringify([ctx.orgId, ...parts]);
  const digest = ctx.vault.mac(`content.${purpose}`, Buffer.from(text));
  return digest.subarray(0, BYTES).toString('base64url');
}

export const isToken = (text: string): boolean => TOKEN.test(text);

/** Under which it is kept: who reads the rows cannot open the pages as a customer. */
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest();
