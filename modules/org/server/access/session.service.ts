import { platformErrors } from '#platform/contract/errors.ts';
import { isLang } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { SessionId, StaffId, UnitId } from '../../contract/ids.ts';
import { accessErrors, type Mode, type Session, type SessionRow } from '../../contract/session.ts';
import type { UnitNode } from '../../contract/unit.ts';
import { findBank } from '../bank/bank.repo.ts';
import { BankSettings } from '../bank/settings.ts';
import { setLanguage } from '../staff/staff-write.repo.ts';
import { highestUnits } from '../units/unit-query.service.ts';
import { childrenBelow, unitsLike } from '../units/unit-tree.repo.ts';
import { totpMissing } from './authenticate.ts';
import { findCredential, recoveryCodesLeft } from './credential.repo.ts';
import { deviceOf } from './device.ts';
import * as repo from './session.repo.ts';
import { findOwnSession, ownRoles } from './session-view.repo.ts';

/** The caller as staff; every session endpoint is about them alone. */
export const self = (ctx: Ctx): StaffId => ctx.actor.id as StaffId;

export async function whoAmI(ctx: Ctx, mode: Mode): Promise<Session> {
  const [session, bank] = [await findOwnSession(ctx), await findBank(ctx)];
  if (!session || !bank) throw platformErrors.notSignedIn();
  const credential = await findCredential(ctx, session.staff.id);
  const totpEnabled = credential.totpConfirmedAt !== null;
  const { settings, ...named } = bank;
  const confirmed = session.confirmedUntil;
  return {
    staff: session.staff,
    bank: named,
    mode,
    lang: isLang(session.lang) ? session.lang : ctx.lang,
    permissions: Object.fromEntries(
      [...ctx.actor.permissions].map(([name, paths]) => [name, [...paths]]),
    ),
    roles: await ownRoles(ctx),
    mustChangePassword: credential.mustChange && session.method === 'password',
    mustEnrolTotp: totpMissing({ settings, method: session.method, totpEnabled }),
    hasPassword: credential.passwordHash !== null,
    totpEnabled,
    recoveryCodesLeft: await recoveryCodesLeft(ctx, session.staff.id),
    signedInAt: session.createdAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    idleMinutes: settings.idleMinutes,
    confirmedUntil: confirmed && confirmed > ctx.realNow() ? confirmed.toISOString() : null,
  };
}

export async function signOut(ctx: Ctx): Promise<void> {
  await inTx(ctx, async (ctx) => {
    await repo.endSession(ctx, self(ctx), ctx.actor.sessionId as SessionId, 'signed-out');
    audit(ctx, {
      action: 'org.signed-out',
      subject: { kind: 'staff', id: ctx.actor.id, name: ctx.actor.name },
    });
  });
}

export async function chooseLanguage(ctx: Ctx, lang: string): Promise<void> {
  await inTx(ctx, (ctx) => setLanguage(ctx, self(ctx), lang));
}

/** Units in which the caller holds anything at all: what the unit switcher offers, level by level. */
export async function workingUnits(
  ctx: Ctx,
  { parent, q }: { parent?: UnitId | undefined; q?: string | undefined },
): Promise<UnitNode[]> {
  const paths = [...new Set([...ctx.actor.permissions.values()].flat())];
  if (q) return unitsLike(ctx, paths, q);
  return parent ? childrenBelow(ctx, paths, parent) : highestUnits(ctx, paths);
}

export async function sessionsOf(ctx: Ctx, staffId: StaffId): Promise<SessionRow[]> {
  const { idleMinutes } = (await findBank(ctx))?.settings ?? BankSettings.parse({});
  const idleSince = new Date(ctx.realNow().getTime() - idleMinutes * 60_000);
  const rows = await repo.openSessionsOf(ctx, staffId, idleSince);
  return rows.map((row) => ({
    id: row.id as SessionId,
    current: row.id === ctx.actor.sessionId,
    method: row.method as SessionRow['method'],
    ip: row.ip,
    device: deviceOf(row.userAgent, ctx.lang),
    signedInAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
  }));
}

export async function endOneOfMine(ctx: Ctx, id: SessionId): Promise<SessionRow[]> {
  return inTx(ctx, async (ctx) => {
    if (!(await repo.endSession(ctx, self(ctx), id, 'ended')))
      throw accessErrors.sessionNotFound({ id });
    audit(ctx, {
      action: 'org.session-ended',
      subject: { kind: 'staff', id: ctx.actor.id, name: ctx.actor.name },
      after: { session: id },
    });
    return sessionsOf(ctx, self(ctx));
  });
}

export async function endMyOthers(ctx: Ctx): Promise<SessionRow[]> {
  return inTx(ctx, async (ctx) => {
    const ended = await repo.endSessionsOf(ctx, self(ctx), 'ended', ctx.actor.sessionId);
    audit(ctx, {
      action: 'org.sessions-ended',
      subject: { kind: 'staff', id: ctx.actor.id, name: ctx.actor.name },
      after: { ended },
    });
    return sessionsOf(ctx, self(ctx));
  });
}
