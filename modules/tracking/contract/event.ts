import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineEvent } from '#platform/contract/event.ts';
import { KindName } from './kind.ts';

export type PropertyValue = string | number | boolean | null;

/**
 * Something that happened, as a module records it. `id` and `at` are given by whoever saw it and
 * are the same at every try: that makes recording twice recording once.
 */
export interface EventInput {
  readonly id: string;
  readonly customerId: number;
  readonly kind: string;
  readonly at: Date;
  /** A short word for where it came from: `wecom`, `activities`, a site's code. */
  readonly source: string;
  readonly subject?: string | null;
  readonly amount?: number | null;
  readonly properties?: Readonly<Record<string, PropertyValue>>;
}

export const StoredEvent = z.object({
  id: z.uuid(),
  /** Null while nobody knows who it was. */
  customerId: z.int().nullable(),
  /** The device, when it came from a page. */
  visitorId: z.uuid().nullable(),
  kind: KindName,
  at: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  source: z.string(),
  subject: z.string().nullable(),
  amount: z.number().nullable(),
  properties: z.record(z.string(), z.unknown()),
});
export type StoredEvent = z.infer<typeof StoredEvent>;

export const Cursor = z.string().max(120);

/** What a figure counts. The same filter finds its events, so every figure can be drilled. */
export const eventFilter = {
  kind: KindName.optional(),
  source: z.string().max(40).optional(),
  subject: z.string().max(200).optional(),
  customerId: z.coerce.number().int().min(1).optional(),
  visitorId: z.uuid().optional(),
  /** Days of the bank, both counted in; the last seven when left out. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
};

export const listEvents = endpoint({
  method: 'GET',
  path: '/api/v1/tracking/events',
  permission: 'tracking.event.read',
  summary: ['行为事件明细', 'The events behind a figure'],
  query: z.object({
    ...eventFilter,
    /** Known customers' events, or those of visitors nobody knows. */
    who: z.enum(['customers', 'visitors']).default('customers'),
    cursor: Cursor.optional(),
    size: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({
    items: z.array(StoredEvent),
    /** All that the filter finds. */
    total: z.int(),
    /** To go on from; null at the end. */
    next: Cursor.nullable(),
  }),
});

export const Figure = z.object({
  day: z.iso.date(),
  kind: KindName,
  count: z.int(),
  customers: z.int(),
  amount: z.number().nullable(),
});

export const listFigures = endpoint({
  method: 'GET',
  path: '/api/v1/tracking/figures',
  permission: 'tracking.event.read',
  summary: ['按日、按事件的汇总，可下钻到明细', 'Figures by day and kind, each with its events'],
  query: z.object({
    kind: KindName.optional(),
    customerId: z.coerce.number().int().min(1).optional(),
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
  }),
  reply: z.object({ items: z.array(Figure) }),
});

/** Told in the transaction that stores events of known customers; at most a thousand customers each. */
export const trackingRecorded = defineEvent(
  'tracking.recorded',
  z.object({ customerIds: z.array(z.int().min(1)).max(1_000), kinds: z.array(z.string()) }),
  { joins: { list: 'customerIds', most: 1_000 } },
);
