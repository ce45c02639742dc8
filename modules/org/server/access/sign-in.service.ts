import { audit } from '#platform/server/audit.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { accessErrors } from '../../contract/session.ts';
import { allBanks, type Bank } from '../bank/bank.repo.ts';
import { accountKey, beginAttempt } from './attempts.ts';
import { type Credential, findCredential, noCredential } from './credential.repo.ts';
import { isPassword } from './password.ts';
import { type Candidate, findByNumber } from './sign-in.repo.ts';
import { type Started, startSession } from './start-session.ts';
import { takeCode } from './totp.ts';

export interface SignIn {
  readonly bankCode?: string | undefined;
  readonly account: string;
  readonly password: string;
  readonly code?: string | undefined;
  readonly userAgent?: string | undefined;
}

/**
 * Password, then the authenticator where there is one. Unknown bank, unknown account, wrong password
 * and a suspended person are refused alike, after the same work, and counted alike.
 */
export async function signInWithPassword(ctx: Ctx, input: SignIn): Promise<Started> {
  const bank = await chosenBank(ctx, input.bankCode);
  const key = accountKey(ctx, bank?.id ?? input.bankCode ?? '', input.account);
  const attempt = await beginAttempt(ctx, key);

  const inBank = bank ? asSystem(ctx, bank.id, 'sign-in') : null;
  const person = inBank ? await findByNumber(inBank, input.account) : null;
  const credential = person ? await findCredential(inBank!, person.id) : noCredential;
  const right = await isPassword(credential.passwordHash, input.password);
  if (!inBank || !person || !right || person.state !== 'active') {
    await noteRefusal(inBank, person, right ? 'not-active' : 'password');
    throw accessErrors.signInRefused();
  }
  if (credential.totpConfirmedAt && !input.code) {
    await attempt.unfinished();
    throw accessErrors.codeNeeded();
  }
  const started = await proceed(inBank, bank!, person, credential, input);
  if (!started) {
    await noteRefusal(inBank, person, 'code');
    throw accessErrors.codeRefused();
  }
  await attempt.succeeded();
  return started;
}

/** Null: the second factor is not right. */
function proceed(
  ctx: Ctx,
  { settings }: Bank,
  person: Candidate,
  credential: Credential,
  { code, userAgent }: SignIn,
): Promise<Started | null> {
  return inTx(ctx, async (ctx) => {
    const secondFactor = credential.totpConfirmedAt
      ? await takeCode(ctx, person.id, credential, code!)
      : null;
    if (credential.totpConfirmedAt && !secondFactor) return null;
    return startSession(ctx, {
      staff: person,
      method: 'password',
      secondFactor,
      userAgent,
      settings,
    });
  });
}

/** The one bank there is, or the one named; null when nobody goes by that code. */
async function chosenBank(ctx: Ctx, code: string | undefined): Promise<Bank | null> {
  const banks = await allBanks(ctx);
  if (!code && banks.length > 1) throw accessErrors.bankCodeNeeded();
  const wanted = code?.toLowerCase();
  return (wanted ? banks.find((b) => b.code.toLowerCase() === wanted) : banks[0]) ?? null;
}

/** What was typed as an unknown account is not kept: it may be somebody's password. */
export async function noteRefusal(
  ctx: Ctx | null,
  person: Candidate | null,
  why: 'password' | 'code' | 'not-active' | 'oidc' | 'wecom',
): Promise<void> {
  if (!ctx) return;
  await inTx(ctx, async (ctx) =>
    audit(ctx, {
      action: 'org.sign-in-refused',
      subject: person
        ? { kind: 'staff', id: person.id, name: person.name }
        : { kind: 'staff', id: 'unknown' },
      unitId: person?.unitId ?? null,
      after: { why: person ? why : 'unknown-account' },
    }),
  );
}
