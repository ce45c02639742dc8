import { z } from 'zod';
import { KindName } from './kind.ts';

/**
 * The collection door, outside `/api`: `POST /collect/v1/events` from pages, with a public key, and
 * `POST /collect/v1/server-events` from bank systems, signed. It is read by a parser of its own
 * (thousands of requests a second), so these schemas say what it takes and do not run in it.
 */
export const collectPaths = {
  events: '/collect/v1/events',
  serverEvents: '/collect/v1/server-events',
} as const;

/** The script for pages, which sends what it sees to `events`. */
export const scriptPath = '/collect/v1/yuhang.js';

export const limits = {
  browserEvents: 100,
  browserBytes: 64 * 1024,
  serverEvents: 1_000,
  serverBytes: 1024 * 1024,
  /** Clocks may differ by this much. */
  aheadMs: 10 * 60_000,
  lateDays: 30,
} as const;

export const SentEvent = z.object({
  /** Made where it happened; the same at every try. */
  id: z.uuid(),
  kind: KindName,
  /** Milliseconds since 1970, or ISO 8601; never changed by a later try. */
  at: z.union([z.int(), z.iso.datetime({ offset: true })]),
  subject: z.string().min(1).max(200).optional(),
  amount: z.number().min(-1e15).max(1e15).optional(),
  properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

export const BrowserBatch = z.object({
  key: z.string(),
  /** Made by the page's browser, kept there. */
  visitor: z.uuid(),
  consent: z.enum(['granted', 'refused', 'unknown']),
  /** The text the visitor agreed to. */
  consentText: z.string().max(40).optional(),
  /** The browser's clock when it sent this. */
  sentAt: z.int(),
  events: z.array(SentEvent).max(limits.browserEvents),
});

/** Whose event: Yuhang's own number of the customer, or an identity such as the bank's number. */
export const Whose = z.union([
  z.object({ customerId: z.int().min(1) }),
  z.object({
    identity: z.object({
      kind: z.enum(['bank_no', 'phone', 'unionid', 'external_userid', 'openid']),
      scope: z.string().max(64).default(''),
      value: z.string().min(1).max(128),
    }),
  }),
]);

export const ServerBatch = z.object({
  events: z.array(z.intersection(SentEvent, Whose)).max(limits.serverEvents),
});

/** An event that is not listed was stored. */
export const CollectReply = z.object({
  /** The bank's clock: a page whose own differs corrects itself by it. */
  now: z.int(),
  stored: z.int(),
  duplicates: z.array(z.uuid()),
  refused: z.array(
    z.object({
      /** Place in the batch. */
      index: z.int(),
      id: z.string().nullable(),
      code: z.string(),
      /** What it is about, in both languages. */
      text: z.tuple([z.string(), z.string()]),
    }),
  ),
});
export type CollectReply = z.infer<typeof CollectReply>;
