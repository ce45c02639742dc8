import { AppError } from '#platform/contract/errors.ts';
import { maskValue } from '#platform/contract/sensitive.ts';
import { audit } from '#platform/server/audit.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import type { RowOutcome } from '#platform/server/imports/definition.ts';
import { staffMoved } from '../../contract/staff.ts';
import { demandMayStandIn } from '../access/stand-in.ts';
import { sealField } from '../staff/contact.ts';
import type { StaffRow } from './staff-columns.ts';
import {
  holdersOfRoles,
  type KnownStaff,
  type StaffRowChange,
  setManyStaff,
} from './staff-import.repo.ts';
import type { KnownUnit } from './unit-import.repo.ts';

/** What a row says differently from what is known; a column that the file lacks says nothing. */
export type Change = Partial<
  Record<'name' | 'unit' | 'title' | 'wecomUserId' | 'phone' | 'email', true>
>;

export function changeOf(
  ctx: Ctx,
  { values }: StaffRow,
  staff: KnownStaff,
  unit: KnownUnit,
): Change {
  const change: Change = {};
  if (values.name !== staff.name) change.name = true;
  if (unit.id !== staff.unitId) change.unit = true;
  for (const key of ['title', 'wecomUserId'] as const)
    if (values[key] !== undefined && values[key] !== staff[key]) change[key] = true;
  for (const key of ['phone', 'email'] as const) {
    if (values[key] === undefined) continue;
    const hash = sealedHash(ctx, key, values[key]);
    const before = staff[`${key}Hash`];
    if (hash === null || before === null ? hash !== before : !hash.equals(before))
      change[key] = true;
  }
  return change;
}

const sealedHash = (ctx: Ctx, field: 'phone' | 'email', value: string | null) =>
  value === null ? null : ctx.vault.hash(`org.staff.${field}`, value);

export async function bringUpToDate(
  ctx: TxCtx,
  rows: readonly { row: StaffRow; staff: KnownStaff; unit: KnownUnit; change: Change }[],
  outcomes: Map<StaffRow, RowOutcome>,
): Promise<void> {
  const withRoles = await holdersOfRoles(
    ctx,
    rows.filter(({ change }) => change.email).map(({ staff }) => staff.id),
  );
  const writing: StaffRowChange[] = [];
  for (const { row, staff, unit, change } of rows) {
    // Single sign-on may go by the address: whoever sets it could sign in as that person.
    if (change.email && withRoles.has(staff.id)) {
      const refused = await demandMayStandIn(ctx, staff.id).then(
        () => null,
        (err) => err,
      );
      if (refused instanceof AppError) {
        outcomes.set(row, { refused: { column: 'email', code: refused.code } });
        continue;
      }
      if (refused) throw refused;
    }
    const { values } = row;
    writing.push({
      id: staff.id,
      name: values.name,
      unitId: unit.id,
      title: values.title === undefined ? staff.title : values.title,
      wecomUserId: values.wecomUserId === undefined ? staff.wecomUserId : values.wecomUserId,
      setsPhone: change.phone ?? false,
      setsEmail: change.email ?? false,
      ...sealField(ctx, 'phone', values.phone),
      ...sealField(ctx, 'email', values.email),
    });
    outcomes.set(row, 'updated');
    audit(ctx, {
      action: 'org.staff-changed',
      subject: { kind: 'staff', id: staff.id, name: values.name },
      unitId: unit.id,
      ...shownChange(row, staff, unit, change),
    });
  }
  await setManyStaff(ctx, writing);
  for (const { row, staff, unit, change } of rows)
    if (change.unit && outcomes.get(row) === 'updated')
      await publish(ctx, staffMoved, {
        staffId: staff.id,
        fromUnitId: staff.unitId,
        toUnitId: unit.id,
      });
}

/** As the audit trail may know it. */
function shownChange({ values }: StaffRow, staff: KnownStaff, unit: KnownUnit, change: Change) {
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  for (const key of ['name', 'title', 'wecomUserId'] as const) {
    if (!change[key]) continue;
    before[key] = staff[key];
    after[key] = values[key];
  }
  if (change.unit) {
    before.unitId = staff.unitId;
    after.unitId = unit.id;
  }
  for (const key of ['phone', 'email'] as const) {
    if (!change[key]) continue;
    before[key] = staff[`${key}Hash`] ? '***' : null;
    after[key] = values[key] ? maskValue(key, values[key]) : null;
  }
  return { before, after };
}
