import type { z } from 'zod';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import type { GrantId } from '../../contract/ids.ts';
import {
  type Grant,
  type GrantCheck,
  type GrantDraft,
  grantMade,
  type listGrants,
  type Role,
  roleErrors,
} from '../../contract/role.ts';
import { staffErrors } from '../../contract/staff.ts';
import { unitErrors } from '../../contract/unit.ts';
import { findBank } from '../bank/bank.repo.ts';
import { BankSettings } from '../bank/settings.ts';
import { notify } from '../notifications/notification.service.ts';
import { findStaff, type StoredStaff } from '../staff/staff.repo.ts';
import { type FullUnit, findUnit } from '../units/unit.repo.ts';
import { pathUnder, unitsAbove } from '../units/unit-query.service.ts';
import { endGrants, expireGrants } from './end-grant.repo.ts';
import { tellEnded } from './end-grant.service.ts';
import * as repo from './grant.repo.ts';
import { isBroader } from './job.ts';
import { roleGiven } from './notices.ts';
import { findRole } from './role.repo.ts';

const READ = 'org.role.read';
const MANAGE = 'org.role.manage';
const DAY = 86_400_000;

const settingsOf = async (ctx: Ctx) => (await findBank(ctx))?.settings ?? BankSettings.parse({});

export interface Granting {
  readonly staff: StoredStaff;
  readonly role: Role;
  readonly unit: FullUnit;
}

/**
 * Whom, what and where a grant is about. `permission` decides what the caller can reach: the drafter
 * may give only what lies in the units they administer.
 */
export async function grantingOf(
  ctx: Ctx,
  draft: Pick<GrantDraft, 'staffId' | 'roleId' | 'unitId'>,
  permission: string,
): Promise<Granting> {
  const staff = await findStaff(ctx, permission, draft.staffId);
  if (!staff) throw staffErrors.staffNotFound({ id: draft.staffId });
  const role = await findRole(ctx, draft.roleId);
  if (!role) throw roleErrors.roleNotFound({ id: draft.roleId });
  const unit = await findUnit(ctx, permission, draft.unitId);
  if (!unit) throw unitErrors.unitNotFound({ id: draft.unitId });
  return { staff, role, unit };
}

export async function checkBreadth(ctx: Ctx, { staff, role, unit }: Granting): Promise<GrantCheck> {
  const line = [...(await unitsAbove(ctx, staff.unit.path)), staff.unit];
  const broader = isBroader(role.reach, line, unit.path);
  const { grantReviewDays } = await settingsOf(ctx);
  const latest = new Date(ctx.now().getTime() + grantReviewDays * DAY).toISOString();
  return { broader, latest: broader ? latest : null };
}

/** Refuses a grant that could never be made, before anybody is asked to approve it (CR-143). */
export async function checkGrantDraft(
  ctx: Ctx,
  draft: GrantDraft,
  permission: string,
): Promise<Granting & { broader: boolean }> {
  const granting = await grantingOf(ctx, draft, permission);
  const { staff, role, unit } = granting;
  if (staff.id === ctx.actor.id) throw roleErrors.noGrantToYourself();
  if (staff.state !== 'active') throw staffErrors.staffNotActive();
  if (role.state !== 'active') throw roleErrors.roleRetired();
  if (unit.state !== 'open') throw unitErrors.unitClosed({ id: unit.id, name: unit.name });
  if (await repo.isHeld(ctx, draft)) throw roleErrors.grantExists();

  const { broader, latest } = await checkBreadth(ctx, granting);
  const until = draft.validUntil === null ? null : new Date(draft.validUntil);
  if (until && until <= ctx.now()) throw roleErrors.expiryPast();
  if (broader && (!until || until > new Date(latest!))) throw roleErrors.expiryNeeded({ latest });
  return { ...granting, broader };
}

/** Carries out a grant that another person has approved; it holds from the next request on. */
export function applyGrant(
  ctx: Ctx,
  draft: GrantDraft,
  { approvalId, permission }: { approvalId: string | null; permission: string },
): Promise<GrantId> {
  return inTx(ctx, async (ctx) => {
    const expired = await expireGrants(ctx, draft);
    await tellEnded(ctx, 'org.grant-expired', expired);
    const { staff, role, unit, broader } = await checkGrantDraft(ctx, draft, permission);
    const { grantReviewDays } = await settingsOf(ctx);
    const id = newId(ctx.now()) as GrantId;
    const made = await repo.insertGrant(ctx, {
      ...draft,
      id,
      broader,
      validUntil: draft.validUntil === null ? null : new Date(draft.validUntil),
      reviewDueAt: new Date(ctx.now().getTime() + grantReviewDays * DAY),
      approvalId,
    });
    if (!made) throw roleErrors.grantExists();
    audit(ctx, {
      action: 'org.grant-made',
      subject: { kind: 'grant', id, name: `${staff.name} · ${role.name[0]}` },
      unitId: unit.id,
      after: {
        staff: staff.number,
        role: role.code,
        unit: unit.name,
        employment: draft.employment,
        load: draft.load,
        validUntil: draft.validUntil,
        broader,
        approvalId,
      },
    });
    await notify(ctx, roleGiven, {
      to: { staff: [staff.id] },
      params: { role: role.name, unit: unit.name },
      link: '/me',
    });
    await publish(ctx, grantMade, {
      grantId: id,
      staffId: staff.id,
      roleCode: role.code,
      unitId: unit.id,
    });
    return id;
  });
}

async function grantToChange(ctx: Ctx, id: GrantId): Promise<Grant> {
  const { fullTimeCustomers } = await settingsOf(ctx);
  const grant = await repo.findGrant(ctx, MANAGE, id, fullTimeCustomers);
  if (!grant) throw roleErrors.grantNotFound({ id });
  return grant;
}

/** Taking away needs nobody's approval and holds from the next request on. */
export function revokeGrant(ctx: Ctx, id: GrantId, reason: string): Promise<Grant> {
  return inTx(ctx, async (ctx) => {
    const grant = await grantToChange(ctx, id);
    const ended = grant.state === 'active' ? await endGrants(ctx, { id }, reason) : [];
    if (ended.length === 0) throw roleErrors.grantNotActive();
    await tellEnded(ctx, 'org.grant-revoked', ended, reason);
    return grantToChange(ctx, id);
  });
}

/** The periodic look at who holds what (CR-143): still needed, for another period. */
export function reviewGrant(ctx: Ctx, id: GrantId, reason: string): Promise<Grant> {
  return inTx(ctx, async (ctx) => {
    const grant = await grantToChange(ctx, id);
    if (grant.state !== 'active') throw roleErrors.grantNotActive();
    if (grant.staff.id === ctx.actor.id) throw roleErrors.noGrantToYourself();
    const { grantReviewDays } = await settingsOf(ctx);
    const due = new Date(ctx.now().getTime() + grantReviewDays * DAY);
    await repo.setReviewDue(ctx, id, due);
    audit(ctx, {
      action: 'org.grant-reviewed',
      subject: { kind: 'grant', id, name: `${grant.staff.name} · ${grant.role.name[0]}` },
      unitId: grant.unit.id,
      before: { reviewDueAt: grant.reviewDueAt },
      after: { reviewDueAt: due.toISOString() },
      reason,
    });
    return grantToChange(ctx, id);
  });
}

export async function listGrantPage(
  ctx: Ctx,
  { page, size, sort, under, ...filter }: z.output<(typeof listGrants)['query']>,
): Promise<{ items: Grant[]; total: number }> {
  const underPath = await pathUnder(ctx, READ, under);
  const { fullTimeCustomers } = await settingsOf(ctx);
  const order = { sort, limit: size, offset: (page - 1) * size };
  return repo.grantPage(ctx, READ, { ...filter, underPath }, order, fullTimeCustomers);
}
