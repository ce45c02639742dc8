import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { SessionId, StaffId } from '../../contract/ids.ts';
import { accessErrors, type SessionRow } from '../../contract/session.ts';
import { staffErrors } from '../../contract/staff.ts';
import { notify } from '../notifications/notification.service.ts';
import { findStaff, type StoredStaff } from '../staff/staff.repo.ts';
import { forgetAttempts } from './attempt.repo.ts';
import { accountKey } from './attempts.ts';
import { forgetTotp, setPassword } from './credential.repo.ts';
import { passwordIssued, totpReset } from './notices.ts';
import { hashPassword, makePassword } from './password.ts';
import { endSession, endSessionsOf } from './session.repo.ts';
import { sessionsOf } from './session.service.ts';
import { demandMayStandIn } from './stand-in.ts';
import { demandStepUp } from './step-up.ts';

const MANAGE = 'org.access.manage';

async function person(ctx: Ctx, id: StaffId): Promise<StoredStaff> {
  const staff = await findStaff(ctx, MANAGE, id);
  if (!staff) throw staffErrors.staffNotFound({ id });
  return staff;
}

const about = (staff: StoredStaff) => ({
  subject: { kind: 'staff', id: staff.id, name: staff.name },
  unitId: staff.unit.id,
});

export async function sessionsOfStaff(ctx: Ctx, id: StaffId): Promise<SessionRow[]> {
  return sessionsOf(ctx, (await person(ctx, id)).id);
}

export async function endSessionsOfStaff(
  ctx: Ctx,
  id: StaffId,
  { sessionId, reason }: { sessionId?: SessionId | undefined; reason: string },
): Promise<SessionRow[]> {
  const staff = await person(ctx, id);
  return inTx(ctx, async (ctx) => {
    if (sessionId) {
      if (!(await endSession(ctx, id, sessionId, 'ended')))
        throw accessErrors.sessionNotFound({ id: sessionId });
    }
    const ended = sessionId ? 1 : await endSessionsOf(ctx, id, 'ended');
    audit(ctx, { action: 'org.sessions-ended', ...about(staff), after: { ended }, reason });
    return sessionsOf(ctx, id);
  });
}

/** A password for the first sign-in, shown once, to be changed there. Open sessions end. */
export async function issuePassword(
  ctx: Ctx,
  id: StaffId,
  reason: string,
): Promise<{ account: string; password: string }> {
  const staff = await person(ctx, id);
  if (staff.state !== 'active') throw staffErrors.staffNotActive();
  await demandStepUp(ctx);
  await demandMayStandIn(ctx, id);
  const password = makePassword();
  const hash = await hashPassword(password);
  await inTx(ctx, async (ctx) => {
    await setPassword(ctx, id, hash, true);
    await endSessionsOf(ctx, id, 'password-changed');
    await forgetAttempts(ctx, accountKey(ctx, ctx.orgId, staff.number));
    audit(ctx, { action: 'org.password-issued', ...about(staff), reason });
    await notify(ctx, passwordIssued, { to: { staff: [id] }, params: { name: ctx.actor.name } });
  });
  return { account: staff.number, password };
}

export async function resetTotpOfStaff(ctx: Ctx, id: StaffId, reason: string): Promise<void> {
  const staff = await person(ctx, id);
  await demandStepUp(ctx);
  await demandMayStandIn(ctx, id);
  await inTx(ctx, async (ctx) => {
    await forgetTotp(ctx, id);
    audit(ctx, { action: 'org.totp-reset', ...about(staff), reason });
    await notify(ctx, totpReset, { to: { staff: [id] }, params: { name: ctx.actor.name } });
  });
}

export async function unlockSignIn(ctx: Ctx, id: StaffId): Promise<void> {
  const staff = await person(ctx, id);
  await inTx(ctx, async (ctx) => {
    await forgetAttempts(ctx, accountKey(ctx, ctx.orgId, staff.number));
    audit(ctx, { action: 'org.sign-in-unlocked', ...about(staff) });
  });
}
