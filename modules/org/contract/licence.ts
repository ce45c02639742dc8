import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { StaffId } from './ids.ts';

/** What a colleague may be registered to sell; which product needs which is a matter of the rules (CR-136). */
export const licenceKinds = ['wealth', 'fund', 'insurance', 'precious_metal'] as const;
export const LicenceKind = z.enum(licenceKinds);
export type LicenceKind = z.infer<typeof LicenceKind>;
export const licenceKindText: Record<LicenceKind, Phrase> = {
  wealth: ['理财销售资格（含代销）', 'Wealth management (with agency sales)'],
  fund: ['基金销售资格', 'Fund sales'],
  insurance: ['保险销售执业登记', 'Insurance practice record'],
  precious_metal: ['贵金属业务资格', 'Precious metals'],
};

/** One that ends within so many days ends soon. */
export const LICENCE_SOON_DAYS = 60;

/** As of the bank's day. */
export const LicenceState = z.enum(['valid', 'ends_soon', 'lapsed', 'to_come']);
export type LicenceState = z.infer<typeof LicenceState>;
export const licenceStateText: Record<LicenceState, Phrase> = {
  valid: ['有效', 'Valid'],
  ends_soon: ['即将到期', 'Ends soon'],
  lapsed: ['已过期', 'Lapsed'],
  to_come: ['未生效', 'Not yet valid'],
};

export const LicenceDraft = z.object({
  number: z.string().trim().min(1).max(60),
  /** Both days are included. */
  validFrom: z.iso.date(),
  /** Null: it has no end. */
  validTo: z.iso.date().nullable(),
});
export type LicenceDraft = z.infer<typeof LicenceDraft>;

export const Licence = LicenceDraft.extend({ kind: LicenceKind, state: LicenceState });
export type Licence = z.infer<typeof Licence>;

/** Of staff lists: who lacks a licence that holds today, or should see to one. */
export const LicenceFilter = z.enum([
  'without_wealth',
  'without_fund',
  'without_insurance',
  'without_precious_metal',
  'ends_soon',
  'lapsed',
]);
export type LicenceFilter = z.infer<typeof LicenceFilter>;

const params = z.object({ id: StaffId, kind: LicenceKind });
const reply = z.object({ licences: z.array(Licence) });

export const recordLicence = endpoint({
  method: 'PUT',
  path: '/api/v1/org/staff/:id/licences/:kind',
  permission: 'org.staff.manage',
  summary: ['登记或续期员工的从业资格', 'Record or renew a licence of a staff member'],
  params,
  body: LicenceDraft,
  reply,
});

export const removeLicence = endpoint({
  method: 'POST',
  path: '/api/v1/org/staff/:id/licences/:kind/remove',
  permission: 'org.staff.manage',
  summary: ['注销员工的从业资格', 'Remove a licence of a staff member'],
  params,
  body: z.object({ reason: z.string().trim().min(2).max(200) }),
  reply,
});

export const licenceErrors = defineErrors('org', {
  licenceNotFound: 404,
  /** It would end before it begins. */
  licenceEndsBefore: 422,
});
