import { maskValue } from '#platform/contract/sensitive.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { RevealField } from '../../contract/staff.ts';
import type { StoredStaff } from './staff.repo.ts';
import type { SealedContact } from './staff-write.repo.ts';

const placeOf = (field: RevealField) => `org.staff.${field}`;

export function sealField<F extends RevealField>(
  ctx: Ctx,
  field: F,
  value: string | null | undefined,
): Pick<SealedContact, F | `${F}Hash`> {
  const place = placeOf(field);
  return {
    [field]: value ? ctx.vault.encrypt(place, value) : null,
    [`${field}Hash`]: value ? ctx.vault.hash(place, value) : null,
  } as Pick<SealedContact, F | `${F}Hash`>;
}

export async function openField(
  ctx: Ctx,
  staff: Pick<StoredStaff, RevealField>,
  field: RevealField,
): Promise<string | null> {
  const sealed = staff[field];
  return sealed === null ? null : ctx.vault.decrypt(placeOf(field), sealed);
}

/** How everybody sees it, in answers, sheets and the audit trail (CR-037). */
export async function maskedField(
  ctx: Ctx,
  staff: Pick<StoredStaff, RevealField>,
  field: RevealField,
): Promise<string | null> {
  const value = await openField(ctx, staff, field);
  return value === null ? null : maskValue(field, value);
}
