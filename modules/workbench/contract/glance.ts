import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { masked } from '#platform/contract/sensitive.ts';
import { Said } from '#platform/contract/task.ts';
import { Evidence, WorkItem } from './item.ts';

/** What the gate says of a marketing contact by this colleague now, before a word is typed. */
export const Advice = z.object({
  allowed: z.boolean(),
  /** The rule that speaks against it, and what would help. */
  rule: z.string().nullable(),
  text: z.string().nullable(),
  until: z.iso.datetime().nullable(),
});
export type Advice = z.infer<typeof Advice>;

/** A customer in one look: who, what matters, what to do next, what not to do. */
export const Glance = z.object({
  /** The bank's clock: days on these pages are counted from it. */
  now: z.iso.datetime(),
  customer: z.object({
    id: z.int(),
    name: masked('name').nullable(),
    unit: z.string(),
    rm: z.string().nullable(),
    friendSince: z.iso.datetime().nullable(),
    lastTwoWayAt: z.iso.datetime().nullable(),
  }),
  /** Name, value and unit of what is known, most useful first. */
  facts: z.array(z.object({ title: Said, value: z.string(), source: Said.nullable() })),
  tags: z.array(z.string()),
  /** Need × recognition: both 0–100, with the next action of the cell. */
  standing: z
    .object({ need: z.number(), recognition: z.number(), cell: Said, next: Said })
    .nullable(),
  /** Where the customer is in a plan: the step, and what comes next. */
  plans: z.array(z.object({ name: z.string(), step: Said, next: Said.nullable() })),
  /** What the customer did, newest first. */
  reactions: z.array(Evidence),
  items: z.array(WorkItem),
  advice: Advice,
});
export type Glance = z.infer<typeof Glance>;

export const getGlance = endpoint({
  method: 'GET',
  path: '/api/v1/workbench/customers/:customerId',
  permission: 'workbench.own.use',
  summary: ['客户一眼看', 'A customer in one look'],
  params: z.object({ customerId: z.coerce.number().int().min(1) }),
  reply: Glance,
});

/** Who is in the open chat: the sidebar knows an external_userid only. */
export const findChatCustomer = endpoint({
  method: 'GET',
  path: '/api/v1/workbench/chat-customer',
  permission: 'workbench.own.use',
  summary: ['当前会话的客户', 'The customer of the open chat'],
  query: z.object({
    externalUserid: z.string().min(1).max(64),
    corp: z.string().max(64).optional(),
  }),
  reply: z.object({ customerId: z.int() }),
});

export const listMyCustomers = endpoint({
  method: 'GET',
  path: '/api/v1/workbench/customers',
  permission: 'workbench.own.use',
  summary: ['我的客户', 'My customers'],
  query: z.object({
    q: z.string().trim().max(40).optional(),
    cursor: z.string().max(40).optional(),
  }),
  reply: z.object({
    now: z.iso.datetime(),
    items: z.array(
      z.object({
        id: z.int(),
        name: masked('name').nullable(),
        lastTwoWayAt: z.iso.datetime().nullable(),
      }),
    ),
    next: z.string().nullable(),
  }),
});

/** Checks words before they are sent: lexicon and gate, with what would help. */
export const checkWords = endpoint({
  method: 'POST',
  path: '/api/v1/workbench/check',
  permission: 'workbench.own.use',
  summary: ['发送前检查', 'Check before sending'],
  body: z.object({ customerId: z.int().min(1), text: z.string().trim().min(1).max(2000) }),
  reply: z.object({
    advice: Advice,
    level: z.enum(['pass', 'warn', 'review', 'block']),
    hits: z.array(
      z.object({
        from: z.int(),
        to: z.int(),
        word: z.string(),
        level: z.enum(['warn', 'review', 'block']),
        why: z.string(),
        instead: z.string().nullable(),
      }),
    ),
  }),
});
