import type { z } from 'zod';
import type { Ctx } from '#platform/server/ctx.ts';
import type { StaffId } from '../../contract/ids.ts';
import { type listStaff, type Staff, type StaffDetail, staffErrors } from '../../contract/staff.ts';
import { accountOf } from '../access/account.repo.ts';
import { shownLicences } from '../licences/licence-state.ts';
import { pathUnder, unitsAbove } from '../units/unit-query.service.ts';
import { maskedField } from './contact.ts';
import { findStaff, type StoredStaff, staffPage } from './staff.repo.ts';

const READ = 'org.staff.read';

/** As everybody sees a person: phone and e-mail masked (CR-037). */
export async function masked(ctx: Ctx, staff: StoredStaff): Promise<Staff> {
  return {
    ...staff,
    phone: await maskedField(ctx, staff, 'phone'),
    email: await maskedField(ctx, staff, 'email'),
    licences: shownLicences(staff.licences, ctx.now()),
    lastSignInAt: staff.lastSignInAt?.toISOString() ?? null,
    createdAt: staff.createdAt.toISOString(),
  };
}

export async function staffDetail(ctx: Ctx, staff: StoredStaff): Promise<StaffDetail> {
  return {
    ...(await masked(ctx, staff)),
    above: await unitsAbove(ctx, staff.unit.path),
    stateReason: staff.stateReason,
    stateSince: staff.stateSince.toISOString(),
    account: await accountOf(ctx, staff),
  };
}

export async function listStaffPage(
  ctx: Ctx,
  { page, size, sort, under, ...filter }: z.output<(typeof listStaff)['query']>,
): Promise<{ items: Staff[]; total: number }> {
  const underPath = await pathUnder(ctx, READ, under);
  const order = { sort, limit: size, offset: (page - 1) * size };
  const { items, total } = await staffPage(ctx, READ, { ...filter, underPath }, order);
  return { items: await Promise.all(items.map((staff) => masked(ctx, staff))), total };
}

export async function showStaff(ctx: Ctx, id: StaffId): Promise<StaffDetail> {
  const staff = await findStaff(ctx, READ, id);
  if (!staff) throw staffErrors.staffNotFound({ id });
  return staffDetail(ctx, staff);
}
