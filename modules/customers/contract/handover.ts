import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { CustomerHead } from './customer.ts';
import { CustomerId } from './ids.ts';

export const HandoverId = z.uuid().brand<'HandoverId'>();
export type HandoverId = z.infer<typeof HandoverId>;

/** What a colleague who left leaves behind: open until every customer and group has somebody. */
export const Handover = z.object({
  id: HandoverId,
  staff: z.object({ id: z.uuid(), name: z.string() }),
  unit: z.object({ id: z.uuid(), name: z.string() }),
  state: z.enum(['open', 'done']),
  createdAt: z.iso.datetime(),
  doneAt: z.iso.datetime().nullable(),
  customers: z.object({ waiting: z.int(), total: z.int() }),
  groups: z.object({ waiting: z.int(), total: z.int() }),
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
      }),
    ),
    groupItems: z.array(
      z.object({
        corpId: z.uuid(),
        chatId: z.string(),
        name: z.string(),
        state: HandoverItemState,
        to: z.object({ id: z.uuid(), name: z.string() }).nullable(),
      }),
    ),
  }),
});

/** Who takes over. Customers and groups that are not named stay waiting; none named means all. */
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
  }),
  reply: Handover,
});

export const handoverErrors = defineErrors('customers', {
  handoverNotFound: 404,
  /** The one who takes over must be active, and in the caller's units. */
  successorUnfit: 422,
});
