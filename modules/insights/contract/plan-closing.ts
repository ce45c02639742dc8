import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { Difference, Rate } from './plan-report.ts';

/** What happens after a plan has ended, by what its results say. */
export const closingNext = {
  repeat: ['照样再做', 'Do it again'],
  change: ['改了再做', 'Change it, then again'],
  stop: ['不再做', 'Do not repeat it'],
} as const satisfies Record<string, Phrase>;
export const ClosingNext = z.enum(
  Object.keys(closingNext) as [keyof typeof closingNext, ...(keyof typeof closingNext)[]],
);
export type ClosingNext = z.infer<typeof ClosingNext>;

/** Measured by the product when the plan was closed; nobody types them, and they change no more. */
export const ClosingResults = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  reached: z.int(),
  control: z.int(),
  delivered: z.int(),
  reacted: Rate,
  consulted: Rate,
  converted: Rate,
  deleted: Rate,
  /** Assets against the held-out, for a customer; null: cannot be told. */
  difference: Difference.nullable(),
});
export type ClosingResults = z.infer<typeof ClosingResults>;

export const PlanClosing = z.object({
  results: ClosingResults,
  lesson: z.string(),
  next: ClosingNext,
  closedBy: z.string(),
  closedAt: z.iso.datetime(),
});
export type PlanClosing = z.infer<typeof PlanClosing>;

const one = z.object({ id: z.uuid() });

export const getPlanClosing = endpoint({
  method: 'GET',
  path: '/api/v1/insights/plans/:id/closing',
  permission: 'insights.plan-report.read',
  summary: ['计划结项', 'The closing of a plan'],
  params: one,
  reply: z.object({
    closing: PlanClosing.nullable(),
    /** Ended, and something was measured: it may be closed now. */
    ready: z.boolean(),
  }),
});

/** A plan ends at once; it is closed with its results. */
export const closePlan = endpoint({
  method: 'POST',
  path: '/api/v1/insights/plans/:id/closing',
  permission: 'insights.plan.close',
  summary: ['计划结项：记下实测结果与结论', 'Close a plan with what was measured and learned'],
  params: one,
  body: z.object({
    lesson: z.string().trim().min(10, '至少写 10 个字|At least ten characters').max(2000),
    next: ClosingNext,
  }),
  reply: PlanClosing,
});
