import type { AttributeType, ConsentChannel, ConsentPurpose } from '#modules/customers/contract.ts';
import type { unreachableReasons } from '../contract/preview.ts';

/** All that a rule may ask of one customer. */
export interface CustomerFacts {
  readonly customerId: number;
  readonly unitId: string;
  readonly rmId: string | null;
  readonly qualityBand: string | null;
  readonly lastActiveAt: Date | null;
  readonly attributes: Readonly<Record<string, number | string | boolean | readonly string[]>>;
  readonly tags: readonly {
    readonly tag: string;
    readonly source: string;
    readonly confidence: number;
    readonly since: Date;
    readonly expiresAt: Date | null;
  }[];
  readonly events: readonly {
    readonly kind: string;
    readonly at: Date;
    readonly source: string;
    readonly subject: string | null;
    readonly amount: number | null;
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
  readonly relationships: readonly {
    readonly staffId: string | null;
    readonly corpId: string;
    readonly state: 'half' | 'active' | 'ended';
    readonly source: string;
    readonly startedAt: Date;
    readonly endedAt: Date | null;
    readonly endedBy: string | null;
    readonly lastTwoWayAt: Date | null;
  }[];
  readonly consents: readonly {
    readonly purpose: ConsentPurpose;
    readonly channel: ConsentChannel;
    readonly state: 'given' | 'withdrawn';
    readonly textVersion: number;
  }[];
  readonly audiences: ReadonlySet<string>;
  readonly scores: Readonly<Record<string, number>>;
}

/** What a rule means by its words here and now. */
export interface RuleWorld {
  readonly now: Date;
  readonly types: ReadonlyMap<string, AttributeType>;
  /** A unit with all below it. */
  readonly unitsBelow: (unitId: string) => readonly string[];
  /** Everybody of these units. */
  readonly staffOf: (unitIds: ReadonlySet<string>) => readonly string[];
  /** By purpose: the first version of the text that still counts, and the newest. */
  readonly consentTexts: Readonly<
    Partial<Record<ConsentPurpose, { readonly valid: number; readonly newest: number }>>
  >;
}

/** By which marketing comes through WeCom: consent to one of them is enough to be reached. */
export const privateChannels = ['one_to_one', 'moments', 'group'] as const;

export type Unreachable = (typeof unreachableReasons)[number];

/** Customers are active for 30 days after they last did something, then silent, near lost, lost. */
export const activityDays = { active: 30, silent: 90, near_lost: 180 } as const;
export type Activity = keyof typeof activityDays | 'lost';
