import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';

const READ = 'insights.plan-report.read';

const days = z.coerce.number().int().min(1).max(366).default(30);

/** Customers with a need, and those of them to whom nothing about it came. */
export const UnservedNeed = z.object({
  /** Code of the tag. */
  need: z.string(),
  name: z.tuple([z.string(), z.string()]),
  holders: z.int(),
  unserved: z.int(),
});
export type UnservedNeed = z.infer<typeof UnservedNeed>;

/** Needs that no content served: of the caller's customers, in the days up to now. */
export const listUnservedNeeds = endpoint({
  method: 'GET',
  path: '/api/v1/insights/unserved-needs',
  permission: READ,
  summary: ['未被内容覆盖的客户需求', 'Needs that no content served'],
  query: z.object({ days }),
  reply: z.object({
    days: z.int(),
    needs: z.array(UnservedNeed),
    /** Customers with any need, and those with one that nothing served. */
    holders: z.int(),
    unserved: z.int(),
  }),
});

export const UnservedCustomer = z.object({
  customerId: z.int(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  unit: z.string().nullable(),
  /** Between 0 and 1. */
  strength: z.number(),
  since: z.iso.datetime(),
  /** The last content about it, however long ago. */
  servedAt: z.iso.datetime().nullable(),
});
export type UnservedCustomer = z.infer<typeof UnservedCustomer>;

export const listUnservedCustomers = endpoint({
  method: 'GET',
  path: '/api/v1/insights/unserved-needs/customers',
  permission: READ,
  summary: ['需求未被覆盖的客户', 'Customers whose need no content served'],
  query: z.object({
    need: z.string().min(1).max(60),
    days,
    cursor: z.string().max(40).optional(),
    size: z.coerce.number().int().min(1).max(100).default(20),
  }),
  reply: z.object({ items: z.array(UnservedCustomer), next: z.string().nullable() }),
});
