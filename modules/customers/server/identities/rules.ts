import type { IdentityKind, IdentityRule } from '../../contract/identity.ts';

/** How sure it is that two records with the same identity are one person. */
export const confidenceOf: Record<IdentityRule, number> = {
  by_hand: 1,
  first_seen: 1,
  bank_no: 1,
  unionid: 0.99,
  external_userid: 0.98,
  openid: 0.97,
  phone_and_name: 0.95,
  phone_verified: 0.92,
  same_record: 0.9,
  phone_unverified: 0.6,
  device: 0.4,
};

/** From here on two records become one by themselves; below, somebody is asked. */
export const JOINS_FROM = 0.9;
/** Below, nobody is even asked: half a family uses one tablet. */
export const ASKS_FROM = 0.5;

export interface Match {
  readonly kind: IdentityKind;
  /** Proven when it was first seen, and proven now. */
  readonly verified: boolean;
  readonly sameName: boolean;
}

/** Which rule a matching identity falls under. */
export function ruleOf({ kind, verified, sameName }: Match): IdentityRule {
  switch (kind) {
    case 'phone':
      if (verified) return 'phone_verified';
      return sameName ? 'phone_and_name' : 'phone_unverified';
    case 'device':
    case 'cookie':
      return 'device';
    default:
      return kind;
  }
}

/** A person has one of these in each scope: another value means another person. */
export const oneEach: ReadonlySet<IdentityKind> = new Set(['bank_no']);

/** Several people may have it, so each keeps their own row of it: a family's phone. */
export const shared: ReadonlySet<IdentityKind> = new Set(['phone']);
