import { z } from 'zod';
import type { Phrase } from '#platform/contract/text.ts';

/** What a colleague says came of a work item. */
export const outcomes = ['done', 'no_answer', 'won', 'lost', 'declined', 'opt_out'] as const;
export const Outcome = z.enum(outcomes);
export type Outcome = z.infer<typeof Outcome>;

export const outcomeText: Record<Outcome, Phrase> = {
  done: ['已联系', 'Done'],
  no_answer: ['未接通', 'No answer'],
  won: ['成交', 'Won'],
  lost: ['未成交', 'Lost'],
  declined: ['暂不需要', 'Declined'],
  opt_out: ['要求不再联系', 'Wants no more of it'],
};

export const OutcomeReport = z.object({
  customerId: z.int().min(1),
  touchId: z.uuid(),
  outcome: Outcome,
  /** Nothing that names a person is kept with events; a note stays with the work item. */
  note: z.string().trim().max(500).optional(),
});
export type OutcomeReport = z.infer<typeof OutcomeReport>;
