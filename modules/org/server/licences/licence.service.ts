import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import type { StaffId } from '../../contract/ids.ts';
import {
  type Licence,
  type LicenceDraft,
  type LicenceKind,
  licenceErrors,
} from '../../contract/licence.ts';
import { staffErrors } from '../../contract/staff.ts';
import { findStaff, type StoredStaff } from '../staff/staff.repo.ts';
import { lockStaff } from '../staff/staff-write.repo.ts';
import { deleteLicence, type HeldLicence, licencesOf, setLicences } from './licence.repo.ts';
import { shownLicences } from './licence-state.ts';

const MANAGE = 'org.staff.manage';

/** One that ends before it begins holds on no day. */
export const endsBefore = ({ validFrom, validTo }: Omit<LicenceDraft, 'number'>): boolean =>
  validTo !== null && validTo < validFrom;

/** Records a licence, or what has changed of it: a renewal is a later end. */
export function recordLicence(
  ctx: Ctx,
  id: StaffId,
  kind: LicenceKind,
  draft: LicenceDraft,
): Promise<{ licences: Licence[] }> {
  if (endsBefore(draft)) throw licenceErrors.licenceEndsBefore();
  return inTx(ctx, async (ctx) => {
    const { staff, held } = await managed(ctx, id, kind);
    await setLicences(ctx, [{ staffId: id, kind, ...draft }]);
    auditLicence(ctx, { id, name: staff.name, unitId: staff.unit.id }, kind, held, draft);
    return shownOf(ctx, id);
  });
}

export function removeLicence(
  ctx: Ctx,
  id: StaffId,
  kind: LicenceKind,
  reason: string,
): Promise<{ licences: Licence[] }> {
  return inTx(ctx, async (ctx) => {
    const { staff, held } = await managed(ctx, id, kind);
    if (!held) throw licenceErrors.licenceNotFound();
    await deleteLicence(ctx, id, kind);
    audit(ctx, {
      action: 'org.licence-removed',
      subject: { kind: 'staff', id, name: staff.name },
      unitId: staff.unit.id,
      before: { licence: kind, ...termsOf(held) },
      reason,
    });
    return shownOf(ctx, id);
  });
}

/** Says in the trail what was recorded; nothing when it is as it was. */
export function auditLicence(
  ctx: TxCtx,
  person: { readonly id: StaffId; readonly name: string; readonly unitId: string },
  kind: LicenceKind,
  before: LicenceDraft | undefined,
  after: LicenceDraft,
): void {
  if (before && sameLicence(before, after)) return;
  audit(ctx, {
    action: 'org.licence-recorded',
    subject: { kind: 'staff', id: person.id, name: person.name },
    unitId: person.unitId,
    ...(before ? { before: { licence: kind, ...termsOf(before) } } : {}),
    after: { licence: kind, ...termsOf(after) },
  });
}

export const sameLicence = (a: LicenceDraft, b: LicenceDraft): boolean =>
  a.number === b.number && a.validFrom === b.validFrom && a.validTo === b.validTo;

const termsOf = ({ number, validFrom, validTo }: LicenceDraft) => ({
  licenceNumber: number,
  validFrom,
  validTo,
});

async function managed(
  ctx: TxCtx,
  id: StaffId,
  kind: LicenceKind,
): Promise<{ staff: StoredStaff; held: HeldLicence | undefined }> {
  await lockStaff(ctx, id);
  const staff = await findStaff(ctx, MANAGE, id);
  if (!staff) throw staffErrors.staffNotFound({ id });
  const held = (await licencesOf(ctx, [id])).find((licence) => licence.kind === kind);
  return { staff, held };
}

const shownOf = async (ctx: Ctx, id: StaffId) => ({
  licences: shownLicences(await licencesOf(ctx, [id]), ctx.now()),
});
