import { randomInt } from 'node:crypto';
import { generateSecret, generateURI, verify } from 'otplib';
import { toString as toQr } from 'qrcode';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { StaffId } from '../../contract/ids.ts';
import { type Credential, spendRecoveryCode, spendTotpStep } from './credential.repo.ts';

const PLACE = 'org.credential.totp';

export async function newAuthenticator(ctx: Ctx, bank: string, account: string) {
  const secret = generateSecret();
  const uri = generateURI({ issuer: bank, label: account, secret });
  const qr = await toQr(uri, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' });
  return { secret, uri, qr, sealed: ctx.vault.encrypt(PLACE, secret) };
}

/** Takes a code of the authenticator once; a time step to either side is forgiven, a replay is not. */
export async function takeTotp(
  ctx: TxCtx,
  staffId: StaffId,
  { totpSecret }: Credential,
  code: string,
): Promise<boolean> {
  if (!totpSecret || !/^\d{6}$/.test(code)) return false;
  const secret = await ctx.vault.decrypt(PLACE, totpSecret);
  const epoch = Math.floor(ctx.realNow().getTime() / 1000);
  const result = await verify({ secret, token: code, epoch, epochTolerance: 30 });
  if (!result.valid || !('timeStep' in result)) return false;
  return spendTotpStep(ctx, staffId, result.timeStep);
}

const signs = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Ten codes of fifty bits; each opens once when the authenticator is lost. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () => {
    const code = Array.from({ length: 10 }, () => signs[randomInt(signs.length)]).join('');
    return `${code.slice(0, 5)}-${code.slice(5)}`;
  });

export const recoveryHash = (ctx: Ctx, staffId: StaffId, code: string): Buffer =>
  ctx.vault.hash('org.recovery-code', `${staffId}:${code.toLowerCase().replace(/[^a-z\d]/g, '')}`);

/** A code of the authenticator, or a recovery code. */
export async function takeCode(
  ctx: TxCtx,
  staffId: StaffId,
  credential: Credential,
  code: string,
): Promise<'totp' | 'recovery' | null> {
  if (await takeTotp(ctx, staffId, credential, code)) return 'totp';
  if (await spendRecoveryCode(ctx, staffId, recoveryHash(ctx, staffId, code))) return 'recovery';
  return null;
}
