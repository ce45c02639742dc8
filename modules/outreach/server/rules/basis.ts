import type { Dealing, ProductFacts } from '#modules/compliance/contract.ts';
import {
  licenceRules,
  protectedRules,
  type RuleInForce,
  suitabilityRules,
} from '#modules/compliance/server/index.ts';
import type { Eligibility } from '#modules/content/contract.ts';
import type { Channel, Mode, PlanPurpose, TouchClass } from '../../contract/channel.ts';
import type { PlanKind, PlanState } from '../../contract/plan.ts';
import type { Edges } from './hours.ts';

/** Every rule of compliance that a contact is judged by. */
export const askedRules = [
  'CR-001',
  'CR-005',
  'CR-057',
  'CR-058',
  'CR-072',
  'CR-076',
  'CR-077',
  'CR-079',
  'CR-090',
  'CR-093',
  'CR-094',
  'CR-095',
  'CR-096',
  'CR-097',
  'CR-098',
  'CR-101',
  'CR-106',
  'CR-108',
  ...licenceRules,
  ...suitabilityRules,
  ...protectedRules.filter((rule) => rule !== 'CR-029' && rule !== 'CR-054'),
] as const;
export type AskedRule = (typeof askedRules)[number];
export type AskedRules = { readonly [R in AskedRule]: RuleInForce<R> };

/** Why words of a version may not go out, or what is missing from them. */
export interface ContentFinding {
  readonly rule: string;
  readonly version: number;
  readonly why: readonly [string, string];
}

export interface ContentBasis {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  /** `none`: there is nothing to say, as with work items. */
  readonly state:
    | 'approved'
    | 'replaced'
    | 'withdrawn'
    | 'expired'
    | 'unapproved'
    | 'unknown'
    | 'none';
  readonly from: string | null;
  readonly to: string | null;
  readonly words: readonly ContentFinding[];
  readonly missing: readonly ContentFinding[];
}

export interface ProductBasis extends ProductFacts {
  readonly name: string;
  /** By which events name it; bases that were kept before have none. */
  readonly subjects?: readonly string[];
  readonly privateOffering: boolean;
  readonly listed: boolean;
  readonly saleFrom: string | null;
  readonly saleTo: string | null;
  /** Whom it is for; bases that were kept before products said so have none. */
  readonly eligibility?: Eligibility;
}

/**
 * What is the same for every contact of a batch: whatever a rule looks at besides the facts of the one
 * contact. It is plain data and is kept as it is, so that a decision of any day can be judged again.
 */
export interface Basis {
  readonly channel: Channel;
  readonly mode: Mode | null;
  readonly class: TouchClass;
  /** `marketing` when either the plan or the content says so. */
  readonly purpose: PlanPurpose;
  /** The bank's day of the decision. */
  readonly today: string;
  readonly plan: {
    readonly id: string;
    readonly kind: PlanKind;
    readonly state: PlanState;
  };
  readonly project: {
    readonly state: string;
    readonly scope: 'pilot' | 'full';
    readonly startsAt: string;
    readonly endsAt: string | null;
    readonly paths: readonly string[];
  } | null;
  readonly content: ContentBasis;
  /** Every product it speaks of; one that is not known any more is null. */
  readonly products: readonly (ProductBasis | null)[];
  /** What must have been agreed to, and to which version of the text at least. */
  readonly consent: { readonly channel: string; readonly least: number };
  readonly dealings: readonly Dealing[];
  readonly rules: AskedRules;
  readonly settings: {
    readonly version: number;
    readonly weight: number;
    readonly days: number;
    readonly limit: number;
    readonly stopped: boolean;
    readonly stopReason: string;
    readonly deferDays: number;
    readonly spreadSeconds: number;
  };
  readonly hours: {
    /** Minutes of a day in which marketing may reach people; null: at any time. */
    readonly ordinary: Edges | null;
    readonly elderly: Edges | null;
    /** Days without marketing in the weeks to come, each with why. */
    readonly stopDays: Readonly<Record<string, string>>;
    /** The same windows as moments (milliseconds) of the coming days. */
    readonly ordinaryMoments: readonly number[];
    readonly elderlyMoments: readonly number[];
  };
}

export const isMarketing = (basis: Basis): boolean => basis.purpose === 'marketing';
/** To one customer, by whatever way; group chats and colleagues are not. */
export const isToCustomer = ({ channel }: Basis): boolean =>
  channel !== 'group' && channel !== 'app_message';
/** A colleague decides when and how: hours and quota are not judged. */
export const isTimed = ({ channel }: Basis): boolean =>
  channel !== 'work_item' && channel !== 'app_message';
/** Given to WeCom as a mass message, so that the platform counts it (CR-096). */
export const isMass = ({ channel }: Basis): boolean =>
  channel === 'one_to_one' || channel === 'group';
