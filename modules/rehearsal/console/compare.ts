import type { RehearsalReport } from '../contract.ts';

/** Two rehearsals as one person chose them: how much each was, and what came of it. */
export interface Rehearsed {
  readonly report: RehearsalReport;
  readonly days: number;
}

export const figureKeys = [
  'touched',
  'delivered',
  'refusedTouches',
  'reacted',
  'consulted',
  'converted',
  'deletion',
  'confirmations',
  'workItems',
  'sms',
  'busiest',
  'hoursOfStaff',
  'findings',
] as const;
export type FigureKey = (typeof figureKeys)[number];

export interface Figure {
  readonly key: FigureKey;
  /** A share between 0 and 1 is told as it is; a count depends on how many took part. */
  readonly share: boolean;
  readonly left: number;
  readonly right: number;
  /** For each hundred customers; null: of what does not depend on them. */
  readonly per100: { readonly left: number; readonly right: number } | null;
  /** Of shares and of equal sizes the plain difference, else that for each hundred customers. */
  readonly difference: number;
}

export interface Comparison {
  /** As many customers on both sides: counts can be held against each other. */
  readonly sameSize: boolean;
  readonly sameDays: boolean;
  readonly figures: readonly Figure[];
}

/** A sample of 100 is not held against one of 500 by its counts. */
export function compare(left: Rehearsed, right: Rehearsed): Comparison {
  const [l, r] = [left.report, right.report];
  const sizes = { left: sizeOf(l), right: sizeOf(r) };
  const sameSize = sizes.left === sizes.right;
  const figures = figureKeys.map((key): Figure => {
    const counted = { left: read[key](l), right: read[key](r) };
    // A share is told as it is, and a breach of a rule is one whoever it met.
    if (key === 'deletion' || key === 'findings')
      return {
        key,
        share: key === 'deletion',
        ...counted,
        per100: null,
        difference: counted.right - counted.left,
      };
    const per100 = {
      left: hundred(counted.left, sizes.left),
      right: hundred(counted.right, sizes.right),
    };
    const held = sameSize ? counted : per100;
    return { key, share: false, ...counted, per100, difference: held.right - held.left };
  });
  return { sameSize, sameDays: left.days === right.days, figures };
}

/** Customers of the reached arm; of group chats, which have none, their members. */
export const sizeOf = ({ plan, sample }: RehearsalReport): number =>
  plan.people.reached || sample.customers;

const hundred = (count: number, customers: number) =>
  customers === 0 ? 0 : (count / customers) * 100;

export const stepOf = (
  { plan }: RehearsalReport,
  name: string,
  of: 'touches' | 'customers',
): number => plan.funnel.find(({ step }) => step === name)?.[of] ?? 0;

const read: Record<FigureKey, (report: RehearsalReport) => number> = {
  touched: ({ plan }) => plan.people.touched,
  delivered: (report) => stepOf(report, 'delivered', 'touches'),
  refusedTouches: ({ plan }) =>
    plan.drops
      .filter(({ state }) => state === 'refused')
      .reduce((sum, drop) => sum + drop.touches, 0),
  reacted: (report) => stepOf(report, 'reacted', 'customers'),
  consulted: (report) => stepOf(report, 'consulted', 'customers'),
  converted: (report) => stepOf(report, 'converted', 'customers'),
  deletion: ({ plan }) => plan.deletions.all.share,
  confirmations: ({ cost }) => cost.confirmations,
  workItems: ({ cost }) => cost.workItems,
  sms: ({ cost }) => cost.sms,
  busiest: ({ plan }) => Math.max(0, ...plan.load.days.map((day) => day.handovers + day.workItems)),
  hoursOfStaff: ({ cost }) => cost.staffHours,
  findings: ({ findings }) => findings.length,
};
