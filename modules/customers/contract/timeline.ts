import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { listOf } from '#platform/contract/paging.ts';
import { Said } from '#platform/contract/task.ts';
import { customerParams } from './ids.ts';

/** Which part of the product an entry comes from. */
export const TimelineKind = z.enum(['event', 'relationship', 'consent', 'tag', 'merge', 'group']);
export type TimelineKind = z.infer<typeof TimelineKind>;

/** Something that happened to a customer, or that they did, in words. */
export const TimelineEntry = z.object({
  kind: TimelineKind,
  /** `page.viewed`, `relationship.started`, `consent.withdrawn`. */
  what: z.string(),
  at: z.iso.datetime(),
  title: Said,
  /** More about it: name and value in words. */
  details: z.array(z.tuple([Said, Said])),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** Newest first; the cursor of a page leads to the one before it in time. */
export const getTimeline = endpoint({
  method: 'GET',
  path: '/api/v1/customers/customers/:id/timeline',
  permission: 'customers.customer.read',
  summary: ['客户时间线', 'What happened to a customer'],
  params: customerParams,
  query: z.object({
    kinds: listOf(TimelineKind),
    cursor: z.string().max(300).optional(),
    size: z.coerce.number().int().min(1).max(100).default(30),
  }),
  reply: z.object({ items: z.array(TimelineEntry), next: z.string().nullable() }),
});
