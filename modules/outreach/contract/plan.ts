import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { Mode, PlanPurpose, TouchClass } from './channel.ts';
import { TouchState } from './touch.ts';

export const PlanId = z.uuid().brand<'PlanId'>();
export type PlanId = z.infer<typeof PlanId>;

/** Whatever contacts customers is a plan. */
export const planKinds = ['sequence', 'bulk', 'own', 'service'] as const;
export const PlanKind = z.enum(planKinds);
export type PlanKind = z.infer<typeof PlanKind>;

export const planKindText: Record<PlanKind, Phrase> = {
  sequence: ['培育序列', 'Sequence'],
  bulk: ['群发', 'Bulk send'],
  own: ['客户经理自发', 'RM’s own'],
  service: ['服务通知', 'Service'],
};

export const planStates = ['running', 'paused', 'ended'] as const;
export const PlanState = z.enum(planStates);
export type PlanState = z.infer<typeof PlanState>;

export const planStateText: Record<PlanState, Phrase> = {
  running: ['运行中', 'Running'],
  paused: ['已暂停', 'Paused'],
  ended: ['已结束', 'Ended'],
};

export const Plan = z.object({
  id: PlanId,
  kind: PlanKind,
  /** The run of a sequence, the bulk send: of whoever defined the plan. */
  subjectId: z.string(),
  name: z.string(),
  /** The need of the customer that it answers; what nobody campaigns with has none. */
  need: z.string().nullable(),
  projectId: z.uuid(),
  projectName: z.string(),
  /** The department that answers for it. */
  unit: z.object({ id: z.uuid(), name: z.string() }),
  class: TouchClass,
  purpose: PlanPurpose,
  controlShare: z.number(),
  /** Share of deletions within seven days at which it pauses itself. */
  deletionLimit: z.number().nullable(),
  state: PlanState,
  stateReason: z.string().nullable(),
  stateAt: z.iso.datetime(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type Plan = z.infer<typeof Plan>;

export const listPlans = endpoint({
  method: 'GET',
  path: '/api/v1/outreach/plans',
  permission: 'outreach.plan.read',
  summary: ['触达计划', 'Plans'],
  query: z.object({
    ...pageQuery,
    kind: PlanKind.optional(),
    state: PlanState.optional(),
  }),
  reply: pageOf(
    Plan.extend({ planned: z.int(), reserved: z.int(), delivered: z.int(), refused: z.int() }),
  ),
});

const counted = z.object({ count: z.int() });

/** A plan with what became of its contacts. */
export const planPage = endpoint({
  method: 'GET',
  path: '/api/v1/outreach/plans/:id',
  permission: 'outreach.plan.read',
  summary: ['触达计划详情', 'A plan'],
  params: z.object({ id: PlanId }),
  reply: z.object({
    plan: Plan,
    /** Customers drawn into each arm. */
    arms: z.object({ reached: z.int(), control: z.int() }),
    states: z.array(counted.extend({ state: TouchState })),
    modes: z.array(counted.extend({ mode: Mode.nullable(), delivered: z.int() })),
    /** Why contacts did not get through, the most frequent first: in sum what `states` counts of them. */
    reasons: z.array(
      counted.extend({ state: TouchState, rule: z.string().nullable(), name: z.string() }),
    ),
    days: z.array(counted.extend({ day: z.iso.date(), delivered: z.int() })),
  }),
});

export const changePlanState = endpoint({
  method: 'POST',
  path: '/api/v1/outreach/plans/:id/state',
  permission: 'outreach.plan.manage',
  summary: ['暂停、恢复或结束计划', 'Pause, resume or end a plan'],
  params: z.object({ id: PlanId }),
  body: z.object({ state: PlanState, reason: z.string().trim().min(1).max(200) }),
  reply: Plan,
});
