import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { Channel, Mode, PlanPurpose, TouchClass } from './channel.ts';
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
    /** Why contacts were refused or wait, the most frequent first. */
    rules: z.array(
      counted.extend({
        rule: z.string(),
        name: z.string(),
        outcome: z.enum(['refused', 'deferred']),
      }),
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

/** Who would get it now, who not and why, whom it keeps busy, and how much quota is left. */
export const ReachPreview = z.object({
  at: z.iso.datetime(),
  candidates: z.int(),
  /** Would be let through. */
  reached: z.int(),
  deferred: z.int(),
  refused: z.int(),
  control: z.int(),
  /** The rule that decides, the most frequent first. */
  rules: z.array(
    z.object({
      rule: z.string(),
      name: z.string(),
      outcome: z.enum(['refused', 'deferred']),
      count: z.int(),
    }),
  ),
  /** Colleagues with what they would have to confirm, the busiest first; at most 200. */
  staff: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      customers: z.int(),
      /** Already reserved for that day. */
      already: z.int(),
      overCapacity: z.boolean(),
    }),
  ),
  /** Mass messages each of those reached may still get this month, least and on average (CR-096). */
  quota: z.object({ least: z.int().nullable(), average: z.number().nullable() }),
});
export type ReachPreview = z.infer<typeof ReachPreview>;

export const BulkSendId = z.uuid().brand<'BulkSendId'>();
export type BulkSendId = z.infer<typeof BulkSendId>;

export const BulkSendDraft = z.object({
  name: z.string().trim().min(1).max(60),
  projectId: z.uuid(),
  /** The department that answers for it. */
  unitId: z.uuid(),
  audienceId: z.uuid(),
  channel: Channel.extract(['one_to_one', 'moments', 'sms', 'work_item']),
  content: z.object({ id: z.uuid(), version: z.int().min(1) }),
  productId: z.uuid().nullable().default(null),
  purpose: PlanPurpose.default('marketing'),
  sendAt: z.iso.datetime({ offset: true }),
  controlShare: z.number().min(0).max(0.5).default(0),
  deletionLimit: z.number().min(0).max(1).nullable().default(null),
});
export type BulkSendDraft = z.infer<typeof BulkSendDraft>;

export const bulkSendStates = [
  'draft',
  'submitted',
  'approved',
  'proposed',
  'cancelled',
  'failed',
] as const;
export const BulkSendState = z.enum(bulkSendStates);
export type BulkSendState = z.infer<typeof BulkSendState>;

export const bulkSendStateText: Record<BulkSendState, Phrase> = {
  draft: ['草稿', 'Draft'],
  submitted: ['待审批', 'Waiting for approval'],
  approved: ['已审批，待到点', 'Approved, waiting for its hour'],
  proposed: ['已到点', 'Running'],
  cancelled: ['已取消', 'Cancelled'],
  failed: ['未能执行', 'Failed'],
};

export const BulkSend = BulkSendDraft.extend({
  id: BulkSendId,
  state: BulkSendState,
  version: z.int(),
  audienceName: z.string(),
  /** Of the audience's rule, as it was submitted. */
  audienceVersion: z.int(),
  contentName: z.string().nullable(),
  planId: PlanId.nullable(),
  /** Why it could not run. */
  failure: z.string().nullable(),
  createdBy: z.string(),
  changedAt: z.iso.datetime(),
});
export type BulkSend = z.infer<typeof BulkSend>;

export const listBulkSends = endpoint({
  method: 'GET',
  path: '/api/v1/outreach/bulk-sends',
  permission: 'outreach.plan.read',
  summary: ['群发', 'Bulk sends'],
  query: z.object({ ...pageQuery, state: BulkSendState.optional() }),
  reply: pageOf(BulkSend),
});

const one = z.object({ id: BulkSendId });

export const getBulkSend = endpoint({
  method: 'GET',
  path: '/api/v1/outreach/bulk-sends/:id',
  permission: 'outreach.plan.read',
  summary: ['群发详情', 'A bulk send'],
  params: one,
  reply: BulkSend,
});

export const createBulkSend = endpoint({
  method: 'POST',
  path: '/api/v1/outreach/bulk-sends',
  permission: 'outreach.bulk.manage',
  summary: ['起草群发', 'Draft a bulk send'],
  body: BulkSendDraft,
  reply: BulkSend,
});

export const changeBulkSend = endpoint({
  method: 'PUT',
  path: '/api/v1/outreach/bulk-sends/:id',
  permission: 'outreach.bulk.manage',
  summary: ['修改群发草稿', 'Change a draft'],
  params: one,
  body: BulkSendDraft.extend({ version: z.int() }),
  reply: BulkSend,
});

export const cancelBulkSend = endpoint({
  method: 'POST',
  path: '/api/v1/outreach/bulk-sends/:id/cancel',
  permission: 'outreach.bulk.manage',
  summary: ['取消群发', 'Cancel a bulk send'],
  params: one,
  body: z.object({ version: z.int(), reason: z.string().trim().min(1).max(200) }),
  reply: BulkSend,
});

export const previewBulkSend = endpoint({
  method: 'POST',
  path: '/api/v1/outreach/bulk-sends/:id/preview',
  permission: 'outreach.plan.read',
  summary: ['群发触达预览', 'Preview the reach of a bulk send'],
  params: one,
  reply: ReachPreview,
  audited: false,
});

/** Approval kind: payload `{ id, version }`; bound to audience rule and content version. */
export const bulkSendKind = 'outreach.bulk-send';
export const BulkSendPayload = z.object({ id: BulkSendId, version: z.int().min(1) });
