import type { Phrase } from '#platform/contract/text.ts';

/** What a customer bought, up to a reference day. */
export interface Purchases {
  readonly customerId: number;
  /** Whole days from the last purchase to the reference day. */
  readonly recency: number;
  readonly frequency: number;
  /** In fen, so that sums are exact. */
  readonly monetary: number;
}

/** Four cut points: a value scores one more for each of them that lies strictly below it. */
export type Cuts = readonly [number, number, number, number];

export interface RfmCuts {
  readonly recency: Cuts;
  readonly frequency: Cuts;
  readonly monetary: Cuts;
}

export interface RfmScore {
  readonly customerId: number;
  readonly r: number;
  readonly f: number;
  readonly m: number;
}

const FIFTHS = [0.2, 0.4, 0.6, 0.8] as const;

/** The nearest-rank percentiles at 20, 40, 60 and 80 %: the value of rank ⌈p·n⌉. */
export function fifths(values: readonly number[]): Cuts {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (p: number) => sorted[Math.max(1, Math.ceil(p * sorted.length)) - 1] ?? 0;
  return FIFTHS.map(at) as unknown as Cuts;
}

export const scoreBy = (cuts: Cuts, value: number): number =>
  1 + cuts.filter((cut) => cut < value).length;

/** Scores 1–5 in each direction; the most recent are 5. Ties share a score, so some may be empty. */
export function scoreRfm(
  all: readonly Purchases[],
  cuts: RfmCuts = {
    recency: fifths(all.map((c) => c.recency)),
    frequency: fifths(all.map((c) => c.frequency)),
    monetary: fifths(all.map((c) => c.monetary)),
  },
): { cuts: RfmCuts; scores: RfmScore[] } {
  const scores = all.map(({ customerId, recency, frequency, monetary }) => ({
    customerId,
    r: 6 - scoreBy(cuts.recency, recency),
    f: scoreBy(cuts.frequency, frequency),
    m: scoreBy(cuts.monetary, monetary),
  }));
  return { cuts, scores };
}

/** The eight tiers of the trade: above three in each direction or not. */
export const rfmTiers = [
  { no: 1, high: [true, true, true], name: ['重要价值客户', 'Champions'] },
  { no: 2, high: [true, false, true], name: ['重要发展客户', 'Promising big spenders'] },
  { no: 3, high: [false, true, true], name: ['重要保持客户', 'Loyal, going quiet'] },
  { no: 4, high: [false, false, true], name: ['重要挽留客户', 'Big spenders at risk'] },
  { no: 5, high: [true, true, false], name: ['一般价值客户', 'Frequent, small'] },
  { no: 6, high: [true, false, false], name: ['一般发展客户', 'New'] },
  { no: 7, high: [false, true, false], name: ['一般保持客户', 'Frequent, small, going quiet'] },
  { no: 8, high: [false, false, false], name: ['一般挽留客户', 'Lost'] },
] as const satisfies readonly {
  no: number;
  high: readonly [boolean, boolean, boolean];
  name: Phrase;
}[];

export function tierOf({ r, f, m }: Omit<RfmScore, 'customerId'>): (typeof rfmTiers)[number] {
  return rfmTiers.find(({ high }) => high[0] === r > 3 && high[1] === f > 3 && high[2] === m > 3)!;
}
