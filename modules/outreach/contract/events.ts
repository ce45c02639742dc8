import { z } from 'zod';
import { defineEvent } from '#platform/contract/event.ts';

/** What ends the way of a touch, for whoever planned it. */
export const settledStates = ['delivered', 'failed', 'expired', 'refused', 'withdrawn'] as const;
export const SettledState = z.enum(settledStates);
export type SettledState = z.infer<typeof SettledState>;

export const SettledTouch = z.object({
  /** 0 for a group chat or a colleague. */
  customerId: z.int().min(0),
  touchId: z.uuid(),
  itemKey: z.string(),
  channel: z.string(),
  /** The code of the rule or of what went wrong; of a work item its outcome; else null. */
  reason: z.string().nullable(),
});
export type SettledTouch = z.infer<typeof SettledTouch>;

/** These touches of a plan have come to their end. */
export const touchesSettled = defineEvent(
  'outreach.touches-settled',
  z.object({
    planId: z.uuid(),
    state: SettledState,
    touches: z.array(SettledTouch).min(1).max(500),
  }),
);

export const DueWorkItem = z.object({
  touchId: z.uuid(),
  plannedAt: z.iso.datetime(),
  customerId: z.int().min(1),
  staffId: z.uuid(),
  corpId: z.uuid().nullable(),
  planId: z.uuid(),
  itemKey: z.string(),
  title: z.string(),
  /** Why now, in the words of the plan. */
  evidence: z.array(z.string()),
  contentId: z.string().nullable(),
  contentVersion: z.int().nullable(),
  score: z.number(),
  dueAt: z.iso.datetime(),
  class: z.string(),
  /** The customer asked for it and waits. */
  asked: z.boolean().default(false),
  /** Since when the customer is interested in an investment; null: it is about none. */
  interestAt: z.iso.datetime().nullable().default(null),
});
export type DueWorkItem = z.infer<typeof DueWorkItem>;

/** A colleague should do something with these customers; the outcome comes back by `reportOutcome`. */
export const workItemsDue = defineEvent(
  'outreach.work-items-due',
  z.object({ items: z.array(DueWorkItem).min(1).max(500) }),
);

/** The plan stopped itself or was stopped; it may go on. */
export const planPaused = defineEvent(
  'outreach.plan-paused',
  z.object({ planId: z.uuid(), reason: z.tuple([z.string(), z.string()]) }),
);

/** The plan is over: what it had waiting was withdrawn, and it never goes on. */
export const planEnded = defineEvent(
  'outreach.plan-ended',
  z.object({ planId: z.uuid(), reason: z.tuple([z.string(), z.string()]) }),
);
