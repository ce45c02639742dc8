import { audit } from '#platform/server/audit.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { SessionId, StaffId } from '../../contract/ids.ts';
import type { SignInMethod } from '../../contract/session.ts';
import type { BankSettings } from '../bank/settings.ts';
import { setSignedIn } from '../staff/staff-write.repo.ts';
import { insertSession } from './session.repo.ts';
import { newToken } from './token.ts';

export const CONFIRMED_MS = 10 * 60_000;

export interface NewSignIn {
  readonly staff: { readonly id: StaffId; readonly name: string; readonly unitId: string };
  readonly method: SignInMethod;
  readonly secondFactor: 'totp' | 'recovery' | null;
  readonly userAgent: string | undefined;
  readonly settings: BankSettings;
}

export interface Started {
  readonly token: string;
  readonly tokenHash: Buffer;
  readonly maxAgeSeconds: number;
}

/** Opens a session for somebody who has proved who they are; the proof is fresh for ten minutes. */
export async function startSession(ctx: TxCtx, signIn: NewSignIn): Promise<Started> {
  const { staff, method, secondFactor, settings } = signIn;
  const now = ctx.realNow().getTime();
  const { token, tokenHash } = newToken();
  const maxAgeSeconds = settings.sessionHours * 3600;
  const id = newId(ctx.realNow()) as SessionId;
  await insertSession(ctx, {
    id,
    tokenHash,
    staffId: staff.id,
    method,
    ip: ctx.ip ?? null,
    userAgent: signIn.userAgent?.slice(0, 300) ?? null,
    expiresAt: new Date(now + maxAgeSeconds * 1000),
    confirmedUntil: new Date(now + CONFIRMED_MS),
  });
  await setSignedIn(ctx, staff.id);
  audit(ctx, {
    action: 'org.signed-in',
    subject: { kind: 'staff', id: staff.id, name: staff.name },
    unitId: staff.unitId,
    after: { session: id, method, secondFactor },
  });
  return { token, tokenHash, maxAgeSeconds };
}
