import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { CustomerHead } from './customer.ts';
import { CustomerId } from './ids.ts';

export const HandoverId = z.uuid().brand<'HandoverId'>();
export type HandoverId = z.infer<typeof HandoverId>;

/**
 * How the transfer of a friendship or a group stands in WeCom: to be asked for, under way (a customer
 * has a day to refuse), and how it ended.
 */
export const TransferState = z.enum(['due', 'asked', 'done', 'refused', 'full', 'failed']);
export type TransferState = z.infer<typeof TransferState>;

/** Of several friendships with the same customer, the one that needs somebody most. */
export const Transfer = z.object({
  state: TransferState,
  /** Why it did not succeed, or why it takes long: in the reader's language, with what helps. */
  reason: z.object({ code: z.string(), meaning: z.string(), remedy: z.string() }).nullable(),
  askedAt: z.iso.datetime().nullable(),
  settledAt: z.iso.datetime().nullable(),
});
export type Transfer = z.infer<typeof Transfer>;

/** Customers or groups of a hand-over, by who has them and by how their transfers stand. */
export const HandoverShare = z.object({
  waiting: z.int(),
  total: z.int(),
  underWay: z.int(),
  done: z.int(),
  refused: z.int(),
  full: z.int(),
  failed: z.int(),
});
export type HandoverShare = z.infer<typeof HandoverShare>;

/** What a colleague who left leaves behind: open until every customer and group has somebody. */
export const Handover = z.object({
  id: HandoverId,
  staff: z.object({ id: z.uuid(), name: z.string() }),
  unit: z.object({ id: z.uuid(), name: z.string() }),
  state: z.enum(['open', 'done']),
  createdAt: z.iso.datetime(),
  doneAt: z.iso.datetime().nullable(),
  customers: HandoverShare,
  groups: HandoverShare,
});
export type Handover = z.infer<typeof Handover>;

export const HandoverItemState = z.enum(['waiting', 'assigned']);

const manage = 'customers.handover.manage';
const params = z.object({ id: HandoverId });

export const listHandovers = endpoint({
  method: 'GET',
  path: '/api/v1/customers/handovers',
  permission: manage,
  summary: ['离职继承任务', 'Hand-overs of leavers'],
  query: z.object({
    page: pageQuery.page,
    size: pageQuery.size,
    state: z.enum(['open', 'done']).optional(),
  }),
  reply: pageOf(Handover),
});

export const getHandover = endpoint({
  method: 'GET',
  path: '/api/v1/customers/handovers/:id',
  permission: manage,
  summary: ['继承任务详情', 'One hand-over'],
  params,
  query: z.object({
    /** Customers after this one. */
    after: z.coerce.number().int().min(0).default(0),
    size: pageQuery.size,
  }),
  reply: Handover.extend({
    items: z.array(
      z.object({
        customer: CustomerHead,
        state: HandoverItemState,
        to: z.object({ id: z.uuid(), name: z.string() }).nullable(),
        /** None: not assigned yet, or no friend of the leaver in WeCom. */
        transfer: Transfer.nullable(),
      }),
    ),
    groupItems: z.array(
      z.object({
        corpId: z.uuid(),
        chatId: z.string(),
        name: z.string(),
        state: HandoverItemState,
        to: z.object({ id: z.uuid(), name: z.string() }).nullable(),
        transfer: Transfer.nullable(),
      }),
    ),
  }),
});

/**
 * Who takes over. Customers and groups that are not named stay as they are; none named means all that
 * wait, or all whose transfer did not succeed. Named ones may be either.
 */
export const assignHandover = endpoint({
  method: 'POST',
  path: '/api/v1/customers/handovers/:id/assign',
  permission: manage,
  summary: ['指定接替人', 'Say who takes over'],
  params,
  body: z.object({
    toStaffId: z.uuid(),
    customerIds: z.array(CustomerId).min(1).max(10_000).optional(),
    groups: z
      .array(z.object({ corpId: z.uuid(), chatId: z.string().min(1).max(64) }))
      .max(500)
      .optional(),
    unsuccessful: z.boolean().default(false),
  }),
  reply: Handover,
});

export const handoverErrors = defineErrors('customers', {
  handoverNotFound: 404,
  /** The one who takes over must be active, and in the caller's units. */
  successorUnfit: 422,
});
