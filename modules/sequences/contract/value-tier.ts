import { z } from 'zod';
import type { Phrase } from '#platform/contract/text.ts';

/** The bank's own value bands, as the attribute `value_band` has them. */
export const valueTiers = {
  mass: ['大众', 'Mass'],
  potential: ['潜力', 'Potential'],
  affluent: ['富裕', 'Affluent'],
  private: ['私行', 'Private'],
} as const satisfies Record<string, Phrase>;
export type ValueTier = keyof typeof valueTiers;
export const ValueTier = z.enum(Object.keys(valueTiers) as [ValueTier, ...ValueTier[]]);

export interface Pace {
  readonly intakePerDay: number | null;
  readonly maxPerRm: number | null;
  readonly deletionLimit: number;
}

/** The more a customer is worth, the fewer at a time, and the sooner it stops itself. */
const paces: Record<ValueTier, Pace> = {
  mass: { intakePerDay: null, maxPerRm: null, deletionLimit: 0.05 },
  potential: { intakePerDay: null, maxPerRm: 200, deletionLimit: 0.04 },
  affluent: { intakePerDay: 200, maxPerRm: 50, deletionLimit: 0.02 },
  private: { intakePerDay: 20, maxPerRm: 10, deletionLimit: 0.01 },
};

/** With what pace a run for these tiers begins to be set up: that of the most valued of them. */
export function paceOf(tiers: readonly ValueTier[]): Pace {
  const order = Object.keys(valueTiers) as ValueTier[];
  const top = order.findLast((tier) => tiers.includes(tier));
  return paces[top ?? 'mass'];
}
