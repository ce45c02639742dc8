import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { Said } from '#platform/contract/task.ts';

/** A past word in two or more parts: `page.viewed`, `activity.coupon-grabbed`. */
export const KindName = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/);
export type KindName = z.infer<typeof KindName>;

export const propertyTypes = ['text', 'number', 'integer', 'boolean', 'choice', 'moment'] as const;

export const KindProperty = z.object({
  name: z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/),
  title: Said,
  type: z.enum(propertyTypes),
  required: z.boolean(),
  /** Longest text; 200 when left out. */
  maxLength: z.int().min(1).max(2_000).optional(),
  choices: z.array(z.string().min(1).max(60)).max(50).optional(),
});
export type KindProperty = z.infer<typeof KindProperty>;

/**
 * Who may report an event: a page of a customer (`browser`, whose word proves nothing), a bank
 * system with a signature (`server`), a module of the product itself (`product`).
 */
export const reporters = ['browser', 'server', 'product'] as const;
export const Reporter = z.enum(reporters);
export type Reporter = z.infer<typeof Reporter>;

export const Need = z.enum(['none', 'optional', 'required']);

const title = z
  .tuple([z.string().trim().min(1).max(40), z.string().trim().min(1).max(80)])
  .readonly();

export const KindSchema = z.object({
  title,
  /** When it is recorded, in words. */
  description: z
    .tuple([z.string().trim().max(200), z.string().trim().max(300)])
    .readonly()
    .default(['', '']),
  from: z.array(Reporter).min(1),
  /** Taken before the visitor has agreed: only what a page cannot work without. */
  necessary: z.boolean().default(false),
  /** What it was done to: the id of a page, a button, a content item, an order. */
  subject: Need.default('optional'),
  /** Money or another quantity that may be added up. */
  amount: Need.default('none'),
  properties: z.array(KindProperty).max(40).default([]),
});
export type KindSchema = z.infer<typeof KindSchema>;
export type KindDraft = z.input<typeof KindSchema>;

export const KindState = z.enum(['active', 'stopped']);

export const Kind = KindSchema.extend({
  kind: KindName,
  /** Comes with the product, the same for every bank. */
  builtIn: z.boolean(),
  state: KindState,
  version: z.int(),
});
export type Kind = z.infer<typeof Kind>;

export const KindUse = Kind.extend({
  /** Business time of the newest event that was taken. */
  lastAt: z.iso.datetime().nullable(),
  /** Taken on each of the last 14 days, today last. */
  recent: z.array(z.int()),
  refused: z.int(),
});
export type KindUse = z.infer<typeof KindUse>;

const one = z.object({ kind: KindName });

export const listKinds = endpoint({
  method: 'GET',
  path: '/api/v1/tracking/kinds',
  permission: 'tracking.event.read',
  summary: ['事件登记', 'Registry of events'],
  reply: z.object({ items: z.array(KindUse) }),
});

export const getKind = endpoint({
  method: 'GET',
  path: '/api/v1/tracking/kinds/:kind',
  permission: 'tracking.event.read',
  summary: ['一种事件：登记、数量、拒收', 'A kind of event: schema, volume, refusals'],
  params: one,
  query: z.object({ days: z.coerce.number().int().min(1).max(92).default(30) }),
  reply: KindUse.extend({
    days: z.array(
      z.object({
        day: z.iso.date(),
        stored: z.int(),
        duplicate: z.int(),
        late: z.int(),
        refused: z.int(),
      }),
    ),
    refusals: z.array(
      z.object({
        code: z.string(),
        field: z.string(),
        text: Said,
        source: z.string(),
        count: z.int(),
        lastAt: z.iso.datetime(),
      }),
    ),
  }),
});

export const createKind = endpoint({
  method: 'POST',
  path: '/api/v1/tracking/kinds',
  permission: 'tracking.kind.manage',
  summary: ['登记一种事件', 'Register a kind of event'],
  body: KindSchema.extend({ kind: KindName }),
  reply: Kind,
});

/** New optional properties, words, and stopping; events that were taken stay valid. */
export const updateKind = endpoint({
  method: 'PUT',
  path: '/api/v1/tracking/kinds/:kind',
  permission: 'tracking.kind.manage',
  summary: ['修改或停用一种事件', 'Change or stop a kind of event'],
  params: one,
  body: KindSchema.extend({ state: KindState, version: z.int().min(1) }),
  reply: Kind,
});
