import type { LicenceKind } from '#modules/org/contract.ts';
import type { ProductFacts } from '../../contract/suitability.ts';
import type { RuleInForce } from '../rules/rule.service.ts';

/** The rules that say who may speak of a class of product. */
export const licenceRules = ['CR-069', 'CR-080', 'CR-136'] as const;
export type LicenceRule = (typeof licenceRules)[number];
export type LicenceRules = { readonly [R in LicenceRule]: RuleInForce<R> };

export interface NeededLicence {
  readonly licence: LicenceKind;
  /** That asks for it. */
  readonly rule: LicenceRule;
}

/**
 * What whoever brings a product of a kind up must hold; `posted`: before a group. Null: nothing, or the
 * bank does not keep the register yet, and so nobody's licence is known (docs/decisions/0022-licences.md).
 * Records of decisions that are older than these rules do not have them.
 */
export function licenceNeeded(
  kind: ProductFacts['kind'],
  posted: boolean,
  rules: Partial<LicenceRules>,
): NeededLicence | null {
  const { 'CR-136': general, 'CR-080': group, 'CR-069': insurance } = rules;
  if (general?.values.register !== 'kept') return null;
  const licence = licenceOf(kind, general.values);
  if (licence === null) return null;
  if (posted && group?.on) return { licence, rule: 'CR-080' };
  const rule = kind === 'insurance' ? insurance : general;
  return rule?.on ? { licence, rule: rule.id } : null;
}

/** Of insurance the law leaves no choice; of other kinds the bank says which. */
function licenceOf(
  kind: ProductFacts['kind'],
  values: LicenceRules['CR-136']['values'],
): LicenceKind | null {
  if (kind === 'insurance') return 'insurance';
  const chosen = kind in values ? values[kind as keyof typeof values] : 'none';
  return chosen === 'none' ? null : (chosen as LicenceKind);
}
