import { estimateOf } from '#platform/contract/estimate.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { RehearsalReport } from '../contract.ts';

/** What is counted by customers, and so can be told of a whole from a part. */
export const projectedFigures = [
  'touched',
  'reacted',
  'consulted',
  'converted',
  'deleted',
] as const;
export type ProjectedFigure = (typeof projectedFigures)[number];

export const projectedText: Record<ProjectedFigure, Phrase> = {
  touched: ['触达', 'Touched'],
  reacted: ['有反应', 'Reacted'],
  consulted: ['咨询', 'Consulted'],
  converted: ['转化', 'Converted'],
  deleted: ['删除好友', 'Deleted the RM'],
};

export interface Projected {
  readonly figure: ProjectedFigure;
  /** Customers of the sample. */
  readonly sampled: number;
  /** Customers of the audience, and between which numbers they are in 95 of 100 cases. */
  readonly whole: { readonly count: number; readonly low: number; readonly high: number };
}

/** As the report counts them. */
export function countedFigures({
  plan,
}: Pick<RehearsalReport, 'plan'>): Record<ProjectedFigure, number> {
  const atStep = (step: ProjectedFigure) =>
    plan.funnel.find((one) => one.step === step)?.customers ?? 0;
  return {
    touched: plan.people.touched,
    reacted: atStep('reacted'),
    consulted: atStep('consulted'),
    converted: atStep('converted'),
    deleted: plan.deletions.all.part,
  };
}

/**
 * What a rehearsal of everybody would have counted: the sample is drawn by hashes, so it stands for the
 * audience, and its chance is told by an interval. Empty when everybody took part.
 */
export function projected({
  plan,
  sample,
}: Pick<RehearsalReport, 'plan' | 'sample'>): readonly Projected[] {
  if (sample.customers >= sample.audience) return [];
  const counted = countedFigures({ plan });
  return projectedFigures.map((figure) => ({
    figure,
    sampled: counted[figure],
    whole: estimateOf(
      counted[figure],
      sample.customers,
      sample.audience,
      sample.colleagues.map((one) => ({ customers: one.customers, hits: one[figure] })),
    ),
  }));
}
