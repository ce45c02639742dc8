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
  {
    no: 1,
    high: [true, true, true],
    name: ['重要价值客户', 'Champions'],
    meaning: [
      '近期常来、金额高：给专属权益与一对一服务，请其推荐朋友',
      'Come often, spend much: exclusive benefits, ask for referrals',
    ],
  },
  {
    no: 2,
    high: [true, false, true],
    name: ['重要发展客户', 'Promising big spenders'],
    meaning: [
      '近期来过、金额高但不常来：用活动与组合产品提高频次',
      'Spent much lately, seldom: activities to come more often',
    ],
  },
  {
    no: 3,
    high: [false, true, true],
    name: ['重要保持客户', 'Loyal, going quiet'],
    meaning: ['常来、金额高，近期变少：主动回访，了解去向', 'Used to come often: call and ask'],
  },
  {
    no: 4,
    high: [false, false, true],
    name: ['重要挽留客户', 'Big spenders at risk'],
    meaning: [
      '金额高但已久未来：客户经理亲自挽留',
      'Spent much, long ago: their manager wins them back',
    ],
  },
  {
    no: 5,
    high: [true, true, false],
    name: ['一般价值客户', 'Frequent, small'],
    meaning: [
      '近期常来、金额不高：推荐升级产品，提高客单',
      'Come often, spend little: propose more',
    ],
  },
  {
    no: 6,
    high: [true, false, false],
    name: ['一般发展客户', 'New'],
    meaning: [
      '近期刚来、次数少：新手礼与教育内容，促成第二次',
      'New: a welcome gift and education towards the second time',
    ],
  },
  {
    no: 7,
    high: [false, true, false],
    name: ['一般保持客户', 'Frequent, small, going quiet'],
    meaning: [
      '常来但金额低、近期变少：小额权益唤醒',
      'Often and small, going quiet: small benefits',
    ],
  },
  {
    no: 8,
    high: [false, false, false],
    name: ['一般挽留客户', 'Lost'],
    meaning: [
      '久未来、次数少、金额低：低成本触达，不占用人力',
      'Long ago, seldom, small: low-cost contact only',
    ],
  },
] as const satisfies readonly {
  no: number;
  high: readonly [boolean, boolean, boolean];
  name: Phrase;
  meaning: Phrase;
}[];

export function tierOf({ r, f, m }: Omit<RfmScore, 'customerId'>): (typeof rfmTiers)[number] {
  return rfmTiers.find(({ high }) => high[0] === r > 3 && high[1] === f > 3 && high[2] === m > 3)!;
}
