import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { masked } from '#platform/contract/sensitive.ts';
import { Said } from '#platform/contract/task.ts';
import { IdentityKind, IdentityRule } from './identity.ts';
import { CustomerId, customerParams, Reason } from './ids.ts';

export const MergeId = z.uuid().brand<'MergeId'>();
export type MergeId = z.infer<typeof MergeId>;

const By = z.object({ id: z.string(), name: z.string() });

/** Two customers who became one: why, by whom, what moved, and whether it was undone. */
export const Merge = z.object({
  id: MergeId,
  /** Whose rows moved. */
  mergedId: CustomerId,
  at: z.iso.datetime(),
  by: By,
  rule: IdentityRule,
  confidence: z.number().min(0).max(1),
  reason: z.string(),
  /** How many rows of what. */
  moved: z.array(z.object({ what: Said, rows: z.int().min(0) })),
  split: z.object({ at: z.iso.datetime(), by: By, reason: z.string() }).nullable(),
  /** The latest merge that stands is undone first. */
  canSplit: z.boolean(),
});
export type Merge = z.infer<typeof Merge>;

const side = z.object({
  id: CustomerId,
  name: masked('name').nullable(),
  phone: masked('phone').nullable(),
  bankNo: masked('account').nullable(),
  unitName: z.string(),
});

/** Two customers who may be one person: what speaks for it, and how much. */
export const MergeProposal = z.object({
  customer: side,
  other: side,
  reasons: z.array(z.object({ rule: IdentityRule, kind: IdentityKind, source: z.string() })),
  confidence: z.number().min(0).max(1),
  state: z.enum(['open', 'merged', 'rejected']),
  foundAt: z.iso.datetime(),
});
export type MergeProposal = z.infer<typeof MergeProposal>;

const manage = 'customers.merge.manage';

/** The surest first. */
export const listMergeProposals = endpoint({
  method: 'GET',
  path: '/api/v1/customers/merge-proposals',
  permission: manage,
  summary: ['疑似同一客户', 'Customers who may be one person'],
  query: z.object({
    state: z.enum(['open', 'merged', 'rejected']).default('open'),
    size: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ items: z.array(MergeProposal) }),
});

/** They are two people; nobody is asked again. */
export const rejectMergeProposal = endpoint({
  method: 'POST',
  path: '/api/v1/customers/merge-proposals/reject',
  permission: manage,
  summary: ['确认不是同一客户', 'Say that they are two people'],
  body: z.object({ customerId: CustomerId, otherId: CustomerId, reason: Reason }),
  reply: z.object({ rejected: z.boolean() }),
});

/** Everything of `mergedId` becomes the customer's. */
export const mergeCustomers = endpoint({
  method: 'POST',
  path: '/api/v1/customers/customers/:id/merge',
  permission: manage,
  summary: ['合并客户', 'Merge two customers'],
  params: customerParams,
  body: z.object({ mergedId: CustomerId, reason: Reason }),
  reply: Merge,
});

/** What moved goes back; what came since the merge stays. */
export const splitCustomers = endpoint({
  method: 'POST',
  path: '/api/v1/customers/customers/:id/merges/:mergeId/split',
  permission: manage,
  summary: ['撤销合并', 'Undo a merge'],
  params: customerParams.extend({ mergeId: MergeId }),
  body: z.object({ reason: Reason }),
  reply: Merge,
});

export const mergeErrors = defineErrors('customers', {
  mergeWithSelf: 422,
  mergeNotFound: 404,
  alreadySplit: 409,
  /** A later merge of the same customer stands. */
  laterMergeFirst: 409,
  proposalNotFound: 404,
});
