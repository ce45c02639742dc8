import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { Channel, PlanPurpose } from './channel.ts';
import { PlanId } from './plan.ts';

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
  /** Of a send to group chats: each of them, the refused first; at most 500. */
  groups: z
    .array(
      z.object({
        chatId: z.string(),
        name: z.string(),
        ownerName: z.string(),
        unitName: z.string(),
        /** In the group, colleagues not counted. */
        customers: z.int(),
        /** When its owner is to be asked. */
        plannedAt: z.iso.datetime(),
        outcome: z.enum(['allowed', 'refused', 'deferred']),
        rule: z.string().nullable(),
        why: z.string().nullable(),
        until: z.iso.datetime().nullable(),
        /** Its owner has more to confirm that day than a day holds. */
        ownerOverCapacity: z.boolean(),
      }),
    )
    .default([]),
  /** Mass messages each of those reached may still get this month, least and on average (CR-096). */
  quota: z.object({
    least: z.int().nullable(),
    average: z.number().nullable(),
    /** Moments tasks WeCom still takes this month; null: nothing of it goes to Moments. */
    moments: z.int().nullable(),
  }),
});
export type ReachPreview = z.infer<typeof ReachPreview>;

export const BulkSendId = z.uuid().brand<'BulkSendId'>();
export type BulkSendId = z.infer<typeof BulkSendId>;

/** Group chats whose owners work in these units or below them, and those of these colleagues. */
export const GroupChoice = z.object({
  unitIds: z.array(z.uuid()).max(200).default([]),
  ownerIds: z.array(z.uuid()).max(500).default([]),
});
export type GroupChoice = z.infer<typeof GroupChoice>;

export const BulkSendDraft = z.object({
  name: z.string().trim().min(1).max(60),
  /** The need of the customer that it answers; nothing is submitted without it. */
  need: z.string().trim().max(300).default(''),
  projectId: z.uuid(),
  /** The department that answers for it. */
  unitId: z.uuid(),
  /** Null with `group`, whose `groups` say whom it reaches. */
  audienceId: z.uuid().nullable().default(null),
  groups: GroupChoice.nullable().default(null),
  channel: Channel.extract(['one_to_one', 'moments', 'group', 'sms', 'work_item']),
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

const named = z.object({ id: z.uuid(), name: z.string() });
export const BulkSend = BulkSendDraft.extend({
  id: BulkSendId,
  state: BulkSendState,
  version: z.int(),
  /** The department that answers for it; whoever works elsewhere only reads it. */
  unit: named,
  can: z.object({ change: z.boolean() }),
  audienceName: z.string(),
  /** What `groups` names. */
  chosen: z.object({ units: z.array(named), owners: z.array(named) }).nullable(),
  /** Of the audience's rule, as it was submitted; 0 without an audience. */
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

/** How many groups a choice means now, before anything is saved. */
export const countGroups = endpoint({
  method: 'POST',
  path: '/api/v1/outreach/group-counts',
  permission: 'outreach.bulk.manage',
  summary: ['统计所选客户群', 'Count the groups of a choice'],
  body: GroupChoice,
  reply: z.object({
    groups: z.int(),
    /** In them; who is in two is counted twice. */
    customers: z.int(),
    owners: z.int(),
    units: z.array(named.extend({ groups: z.int() })),
  }),
  audited: false,
});

/** Approval kind: payload `{ id, version }`; bound to audience rule and content version. */
export const bulkSendKind = 'outreach.bulk-send';
export const BulkSendPayload = z.object({ id: BulkSendId, version: z.int().min(1) });
