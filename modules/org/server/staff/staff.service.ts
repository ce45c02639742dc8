import { type AppError, platformErrors } from '#platform/contract/errors.ts';
import { maskValue } from '#platform/contract/sensitive.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import type { StaffId, UnitId } from '../../contract/ids.ts';
import {
  type StaffDetail,
  type StaffDraft,
  staffErrors,
  staffJoined,
  staffMoved,
} from '../../contract/staff.ts';
import { unitErrors } from '../../contract/unit.ts';
import { demandMayStandIn } from '../access/stand-in.ts';
import { type FullUnit, findUnits } from '../units/unit.repo.ts';
import { maskedField, sealField } from './contact.ts';
import { findStaff, type StoredStaff } from './staff.repo.ts';
import { staffDetail } from './staff-query.service.ts';
import * as repo from './staff-write.repo.ts';

const MANAGE = 'org.staff.manage';

/** A new person, or why not. */
export type Added = { readonly id: StaffId } | { readonly refused: AppError };

export async function createStaff(ctx: Ctx, draft: StaffDraft): Promise<StaffDetail> {
  return inTx(ctx, async (ctx) => {
    const [added] = await addStaff(ctx, [draft]);
    if ('refused' in added!) throw added.refused;
    return staffDetail(ctx, (await findStaff(ctx, MANAGE, added!.id))!);
  });
}

/** Adds many at once (at most a thousand): the good ones go in, each of the others says why not. */
export async function addStaff(ctx: TxCtx, drafts: readonly StaffDraft[]): Promise<Added[]> {
  const units = new Map(
    (await findUnits(ctx, MANAGE, [...new Set(drafts.map((d) => d.unitId))])).map((u) => [u.id, u]),
  );
  const taken = await takenBy(ctx, drafts);
  const refusals = drafts.map((draft) => refusalOf(draft, units.get(draft.unitId), taken));
  const rows = drafts.map((draft) => ({ ...rowOf(ctx, draft), id: newId(ctx.now()) as StaffId }));
  const inserted = await repo.insertStaff(
    ctx,
    rows.filter((_, i) => !refusals[i]),
  );
  const joined = rows.filter((row) => inserted.has(row.id));
  for (const [i, row] of rows.entries()) {
    if (!inserted.has(row.id)) continue;
    audit(ctx, {
      action: 'org.staff-created',
      subject: { kind: 'staff', id: row.id, name: row.name },
      unitId: row.unitId,
      after: shown(drafts[i]!, units.get(row.unitId)!),
    });
  }
  if (joined.length > 0)
    await publish(ctx, staffJoined, {
      staff: joined.map(({ id, unitId }) => ({ staffId: id, unitId })),
    });
  return rows.map(({ id, number }, i) => {
    const refused = refusals[i];
    if (refused) return { refused };
    // Somebody else took the number between the look and the insert.
    return inserted.has(id) ? { id } : { refused: staffErrors.staffNumberTaken({ number }) };
  });
}

async function takenBy(ctx: Ctx, drafts: readonly Partial<StaffDraft>[]) {
  const rows = await repo.takenNames(
    ctx,
    drafts.flatMap((d) => d.number ?? []),
    drafts.flatMap((d) => d.wecomUserId ?? []),
  );
  return {
    numbers: new Set(rows.map((r) => r.number)),
    wecomUserIds: new Set(rows.flatMap((r) => r.wecomUserId ?? [])),
  };
}

/** Notes what it lets through as taken, so that the second of two equal rows is refused. */
function refusalOf(
  { unitId, number, wecomUserId }: StaffDraft,
  unit: FullUnit | undefined,
  taken: Awaited<ReturnType<typeof takenBy>>,
): AppError | null {
  if (!unit) return unitErrors.unitNotFound({ id: unitId });
  if (unit.state !== 'open') return unitErrors.unitClosed({ id: unitId, name: unit.name });
  if (taken.numbers.has(number)) return staffErrors.staffNumberTaken({ number });
  if (wecomUserId && taken.wecomUserIds.has(wecomUserId)) return staffErrors.wecomUserIdTaken();
  taken.numbers.add(number);
  if (wecomUserId) taken.wecomUserIds.add(wecomUserId);
  return null;
}

const rowOf = (ctx: Ctx, draft: StaffDraft) => ({
  number: draft.number,
  name: draft.name,
  unitId: draft.unitId,
  title: draft.title || null,
  wecomUserId: draft.wecomUserId || null,
  ...sealField(ctx, 'phone', draft.phone),
  ...sealField(ctx, 'email', draft.email),
});

/** As the audit trail may know it. */
const shown = (draft: StaffDraft, unit: FullUnit) => ({
  number: draft.number,
  name: draft.name,
  unit: unit.name,
  title: draft.title || null,
  wecomUserId: draft.wecomUserId || null,
  phone: draft.phone ? maskValue('phone', draft.phone) : null,
  email: draft.email ? maskValue('email', draft.email) : null,
});

export type StaffEdit = { [K in keyof StaffDraft]?: StaffDraft[K] | undefined } & {
  version: number;
};

/** What is absent stays, `null` empties. */
export function updateStaff(ctx: Ctx, id: StaffId, edit: StaffEdit): Promise<StaffDetail> {
  return inTx(ctx, async (ctx) => {
    await repo.lockStaff(ctx, id);
    const staff = await findStaff(ctx, MANAGE, id);
    if (!staff) throw staffErrors.staffNotFound({ id });
    const { version, ...change } = edit;
    // The number is the account, and single sign-on may go by the address.
    if (change.number !== undefined || change.email !== undefined) await demandMayStandIn(ctx, id);
    await demandFree(ctx, staff, change);
    const unit = await unitFor(ctx, staff, change.unitId);
    const before = await shownNow(ctx, staff);

    const { phone, email, ...plain } = change;
    const stored = await repo.setStaff(ctx, id, version, {
      ...Object.fromEntries(Object.entries(plain).filter(([, v]) => v !== undefined)),
      ...(phone === undefined ? {} : sealField(ctx, 'phone', phone)),
      ...(email === undefined ? {} : sealField(ctx, 'email', email)),
    });
    if (!stored) throw platformErrors.conflict();

    const changed = (await findStaff(ctx, MANAGE, id))!;
    const after = await shownNow(ctx, changed);
    const keys = (Object.keys(after) as (keyof typeof after)[]).filter(
      (key) => key in change && (after[key] !== before[key] || key === 'phone' || key === 'email'),
    );
    audit(ctx, {
      action: 'org.staff-changed',
      subject: { kind: 'staff', id, name: changed.name },
      unitId: changed.unit.id,
      before: only(before, keys),
      after: only(after, keys),
    });
    if (unit)
      await publish(ctx, staffMoved, {
        staffId: id,
        fromUnitId: staff.unit.id,
        toUnitId: unit.id,
      });
    return staffDetail(ctx, changed);
  });
}

async function demandFree(
  ctx: Ctx,
  staff: StoredStaff,
  change: Partial<StaffDraft>,
): Promise<void> {
  const number = change.number === staff.number ? undefined : change.number;
  const wecomUserId =
    change.wecomUserId === staff.wecomUserId ? undefined : (change.wecomUserId ?? undefined);
  const taken = await takenBy(ctx, [
    { ...(number ? { number } : {}), ...(wecomUserId ? { wecomUserId } : {}) },
  ]);
  if (number && taken.numbers.has(number)) throw staffErrors.staffNumberTaken({ number });
  if (wecomUserId && taken.wecomUserIds.has(wecomUserId)) throw staffErrors.wecomUserIdTaken();
}

/** The unit a person goes to; null when they stay. Both ends must be the caller's to manage. */
async function unitFor(
  ctx: Ctx,
  staff: StoredStaff,
  unitId: UnitId | undefined,
): Promise<FullUnit | null> {
  if (!unitId || unitId === staff.unit.id) return null;
  const [unit] = await findUnits(ctx, MANAGE, [unitId]);
  if (!unit) throw unitErrors.unitNotFound({ id: unitId });
  if (unit.state !== 'open') throw unitErrors.unitClosed({ id: unitId, name: unit.name });
  return unit;
}

const shownNow = async (ctx: Ctx, staff: StoredStaff) => ({
  number: staff.number,
  name: staff.name,
  unitId: staff.unit.id,
  title: staff.title,
  wecomUserId: staff.wecomUserId,
  phone: await maskedField(ctx, staff, 'phone'),
  email: await maskedField(ctx, staff, 'email'),
});

const only = <T extends object>(values: T, keys: readonly (keyof T)[]) =>
  Object.fromEntries(keys.map((key) => [key, values[key]]));
