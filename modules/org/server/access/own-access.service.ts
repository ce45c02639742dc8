import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { accessErrors } from '../../contract/session.ts';
import { findBank } from '../bank/bank.repo.ts';
import { accountKey, beginAttempt } from './attempts.ts';
import * as credentials from './credential.repo.ts';
import { demandStrong, hashPassword, isPassword } from './password.ts';
import { endSessionsOf, setConfirmed } from './session.repo.ts';
import { self } from './session.service.ts';
import { findOwnSession } from './session-view.repo.ts';
import { CONFIRMED_MS } from './start-session.ts';
import { demandStepUp } from './step-up.ts';
import { newAuthenticator, newRecoveryCodes, recoveryHash, takeCode, takeTotp } from './totp.ts';

const subject = (ctx: Ctx) => ({ kind: 'staff', id: ctx.actor.id, name: ctx.actor.name });

async function me(ctx: Ctx) {
  const session = await findOwnSession(ctx);
  if (!session) throw accessErrors.sessionNotFound();
  return session.staff;
}

/** One's own secrets are guessed no more often than at the sign-in page. */
async function attemptOfMine(ctx: Ctx) {
  const { number } = await me(ctx);
  return beginAttempt(ctx, accountKey(ctx, ctx.orgId, number));
}

/** A fresh proof of who one is. */
export async function confirmSession(
  ctx: Ctx,
  proof: { password: string } | { code: string },
): Promise<Date> {
  const attempt = await attemptOfMine(ctx);
  const credential = await credentials.findCredential(ctx, self(ctx));
  if ('password' in proof) {
    if (!(await isPassword(credential.passwordHash, proof.password)))
      throw accessErrors.passwordWrong();
  }
  const until = await inTx(ctx, async (ctx) => {
    if ('code' in proof) {
      const right =
        credential.totpConfirmedAt && (await takeCode(ctx, self(ctx), credential, proof.code));
      if (!right) return null;
    }
    const until = new Date(ctx.realNow().getTime() + CONFIRMED_MS);
    await setConfirmed(ctx, ctx.actor.sessionId!, until);
    audit(ctx, {
      action: 'org.session-confirmed',
      subject: subject(ctx),
      after: { by: 'password' in proof ? 'password' : 'code' },
    });
    return until;
  });
  if (!until) throw accessErrors.codeRefused();
  await attempt.succeeded();
  return until;
}

/** Every other session of the person ends: whoever knew the old password is out. */
export async function changePassword(
  ctx: Ctx,
  { current, next }: { current: string; next: string },
): Promise<void> {
  const attempt = await attemptOfMine(ctx);
  const { passwordHash, earlierHashes } = await credentials.findCredential(ctx, self(ctx));
  if (!(await isPassword(passwordHash, current))) throw accessErrors.passwordWrong();
  await attempt.succeeded();
  const { name, number } = await me(ctx);
  const bank = await findBank(ctx);
  await demandStrong(next, [name, number, bank?.code ?? ''], [passwordHash!, ...earlierHashes]);
  const hash = await hashPassword(next);
  await inTx(ctx, async (ctx) => {
    await credentials.setPassword(ctx, self(ctx), hash, false);
    const ended = await endSessionsOf(ctx, self(ctx), 'password-changed', ctx.actor.sessionId);
    audit(ctx, {
      action: 'org.password-changed',
      subject: subject(ctx),
      after: { sessionsEnded: ended },
    });
  });
}

export async function enrolTotp(ctx: Ctx): Promise<{ secret: string; uri: string; qr: string }> {
  const { totpConfirmedAt } = await credentials.findCredential(ctx, self(ctx));
  if (totpConfirmedAt) throw accessErrors.totpAlreadyEnabled();
  await demandStepUp(ctx);
  const [{ number }, bank] = [await me(ctx), await findBank(ctx)];
  const { sealed, ...shown } = await newAuthenticator(ctx, bank!.name, number);
  await inTx(ctx, async (ctx) => {
    await credentials.setPendingTotp(ctx, self(ctx), sealed);
    audit(ctx, { action: 'org.totp-begun', subject: subject(ctx) });
  });
  return shown;
}

/** From the first right code on the authenticator is asked for. The recovery codes are shown once. */
export async function confirmTotp(ctx: Ctx, code: string): Promise<string[]> {
  const attempt = await attemptOfMine(ctx);
  const credential = await credentials.findCredential(ctx, self(ctx));
  if (credential.totpConfirmedAt) throw accessErrors.totpAlreadyEnabled();
  const codes = await inTx(ctx, async (ctx) => {
    if (!(await takeTotp(ctx, self(ctx), credential, code))) return null;
    await credentials.confirmTotp(ctx, self(ctx));
    audit(ctx, { action: 'org.totp-enrolled', subject: subject(ctx) });
    return freshRecoveryCodes(ctx);
  });
  if (!codes) throw accessErrors.codeRefused();
  await attempt.succeeded();
  return codes;
}

async function freshRecoveryCodes(ctx: TxCtx): Promise<string[]> {
  const codes = newRecoveryCodes();
  await credentials.setRecoveryCodes(
    ctx,
    self(ctx),
    codes.map((code) => recoveryHash(ctx, self(ctx), code)),
  );
  return codes;
}

async function demandTotp(ctx: Ctx): Promise<void> {
  const { totpConfirmedAt } = await credentials.findCredential(ctx, self(ctx));
  if (!totpConfirmedAt) throw accessErrors.totpNotEnabled();
  await demandStepUp(ctx);
}

export async function removeTotp(ctx: Ctx): Promise<void> {
  await demandTotp(ctx);
  await inTx(ctx, async (ctx) => {
    await credentials.forgetTotp(ctx, self(ctx));
    audit(ctx, { action: 'org.totp-removed', subject: subject(ctx) });
  });
}

export async function renewRecoveryCodes(ctx: Ctx): Promise<string[]> {
  await demandTotp(ctx);
  return inTx(ctx, async (ctx) => {
    audit(ctx, { action: 'org.recovery-codes-renewed', subject: subject(ctx) });
    return freshRecoveryCodes(ctx);
  });
}
