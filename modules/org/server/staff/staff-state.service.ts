import { platformErrors } from '#platform/contract/errors.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import type { StaffId } from '../../contract/ids.ts';
import {
  type StaffDetail,
  type StaffState,
  staffDeactivated,
  staffErrors,
  staffReactivated,
} from '../../contract/staff.ts';
import { unitErrors } from '../../contract/unit.ts';
import { forgetPassword } from '../access/credential.repo.ts';
import { endSessionsOf } from '../access/session.repo.ts';
import { endGrantsOf } from '../roles/end-grant.service.ts';
import { findUnits } from '../units/unit.repo.ts';
import { findStaff, type StoredStaff } from './staff.repo.ts';
import { staffDetail } from './staff-query.service.ts';
import { lockStaff, setStaff } from './staff-write.repo.ts';

const MANAGE = 'org.staff.manage';

async function personToChange(ctx: TxCtx, id: StaffId): Promise<StoredStaff> {
  await lockStaff(ctx, id);
  const staff = await findStaff(ctx, MANAGE, id);
  if (!staff) throw staffErrors.staffNotFound({ id });
  return staff;
}

/**
 * Access ends with the commit: the next request finds neither a session nor an active person
 * (CR-148). Somebody who leaves also gives up every role and the password; a suspended person gets
 * them back. The history stays in both cases.
 */
export function deactivateStaff(
  ctx: Ctx,
  id: StaffId,
  {
    version,
    state,
    reason,
  }: { version: number; state: Exclude<StaffState, 'active'>; reason: string },
): Promise<StaffDetail> {
  return inTx(ctx, async (ctx) => {
    const staff = await personToChange(ctx, id);
    if (id === ctx.actor.id) throw staffErrors.notYourself();
    if (staff.state === 'left' || staff.state === state) throw staffErrors.staffNotActive();
    const change = { state, stateReason: reason, stateSince: ctx.now() };
    if (!(await setStaff(ctx, id, version, change))) throw platformErrors.conflict();
    const sessionsEnded = await endSessionsOf(ctx, id, 'deactivated');
    if (state === 'left') {
      await forgetPassword(ctx, id);
      await endGrantsOf(ctx, id, reason);
    }
    audit(ctx, {
      action: state === 'left' ? 'org.staff-left' : 'org.staff-suspended',
      subject: { kind: 'staff', id, name: staff.name },
      unitId: staff.unit.id,
      before: { state: staff.state },
      after: { state, sessionsEnded },
      reason,
    });
    await publish(ctx, staffDeactivated, { staffId: id, unitId: staff.unit.id, state });
    return staffDetail(ctx, (await findStaff(ctx, MANAGE, id))!);
  });
}

export function reactivateStaff(
  ctx: Ctx,
  id: StaffId,
  { version, reason }: { version: number; reason: string },
): Promise<StaffDetail> {
  return inTx(ctx, async (ctx) => {
    const staff = await personToChange(ctx, id);
    if (staff.state === 'active') throw staffErrors.staffAlreadyActive();
    const [unit] = await findUnits(ctx, MANAGE, [staff.unit.id]);
    if (unit?.state !== 'open') throw unitErrors.unitClosed({ name: staff.unit.name });
    const change = { state: 'active', stateReason: reason, stateSince: ctx.now() } as const;
    if (!(await setStaff(ctx, id, version, change))) throw platformErrors.conflict();
    audit(ctx, {
      action: 'org.staff-reactivated',
      subject: { kind: 'staff', id, name: staff.name },
      unitId: staff.unit.id,
      before: { state: staff.state },
      after: { state: 'active' },
      reason,
    });
    await publish(ctx, staffReactivated, { staffId: id, unitId: staff.unit.id });
    return staffDetail(ctx, (await findStaff(ctx, MANAGE, id))!);
  });
}
