import { audit } from '#platform/server/audit.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { BankId, UnitId } from '../../contract/ids.ts';
import type { StaffDraft } from '../../contract/staff.ts';
import { setPassword } from '../access/credential.repo.ts';
import { hashPassword, makePassword } from '../access/password.ts';
import { applyGrant } from '../roles/grant.service.ts';
import { roleByCode } from '../roles/role.repo.ts';
import { createBuiltInRoles } from '../roles/role.service.ts';
import { addStaff } from '../staff/staff.service.ts';
import { insertUnit } from '../units/unit.repo.ts';
import { insertBank } from './bank.repo.ts';
import { BankSettings } from './settings.ts';

export interface BankDraft {
  readonly code: string;
  readonly name: string;
  readonly headOffice: { readonly code: string; readonly name: string };
  readonly settings?: Partial<BankSettings>;
}

export interface NewBank {
  readonly bankId: BankId;
  readonly headOfficeId: UnitId;
}

/** A bank with its head office and the built-in roles; null when the code is taken. */
export function createBank(ctx: Ctx, draft: BankDraft): Promise<NewBank | null> {
  const bankId = newId(ctx.now()) as BankId;
  return inTx(asSystem(ctx, bankId, 'installation'), async (ctx) => {
    const settings = BankSettings.parse(draft.settings ?? {});
    const bank = { id: bankId, code: draft.code, name: draft.name, settings };
    if (!(await insertBank(ctx, bank))) return null;
    audit(ctx, {
      action: 'org.bank-created',
      subject: { kind: 'bank', id: bankId, name: draft.name },
      after: { code: draft.code, name: draft.name },
    });
    const headOfficeId = await createHeadOffice(ctx, draft.headOffice);
    await createBuiltInRoles(ctx);
    return { bankId, headOfficeId };
  });
}

export async function createHeadOffice(
  ctx: TxCtx,
  { code, name }: BankDraft['headOffice'],
): Promise<UnitId> {
  const id = newId(ctx.now()) as UnitId;
  await insertUnit(ctx, {
    id,
    no: 1,
    code,
    name,
    kind: 'head_office',
    parentId: null,
    path: '/1/',
  });
  audit(ctx, {
    action: 'org.unit-created',
    subject: { kind: 'unit', id, name },
    unitId: id,
    after: { code, name, kind: 'head_office' },
  });
  return id;
}

export interface FirstPerson extends Omit<StaffDraft, 'unitId'> {
  /** Code of a built-in role, held for the whole bank. */
  readonly role: string;
}

/**
 * The first people of a bank: there is nobody yet who could approve their roles. Two jobs are needed
 * before anything else can be approved: an administrator and a security officer. Their passwords are
 * answered once and must be changed at the first sign-in.
 */
export function appointFirstPeople(
  ctx: Ctx,
  { bankId, headOfficeId }: NewBank,
  people: readonly FirstPerson[],
): Promise<{ account: string; role: string; password: string }[]> {
  return inTx(asSystem(ctx, bankId, 'installation'), async (ctx) => {
    const appointed = [];
    for (const { role: code, ...draft } of people) {
      const [added] = await addStaff(ctx, [{ ...draft, unitId: headOfficeId }]);
      if ('refused' in added!) throw added.refused;
      const role = await roleByCode(ctx, code);
      await applyGrant(
        ctx,
        {
          staffId: added!.id,
          roleId: role!.id,
          unitId: headOfficeId,
          employment: 'full_time',
          load: { maxCustomers: null, sharePercent: null },
          validUntil: null,
        },
        { approvalId: null, permission: 'org.role.manage' },
      );
      const password = makePassword();
      await setPassword(ctx, added!.id, await hashPassword(password), true);
      appointed.push({ account: draft.number, role: code, password });
    }
    return appointed;
  });
}
