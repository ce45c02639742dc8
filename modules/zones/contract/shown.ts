import { z } from 'zod';
import { TagCode } from '#modules/customers/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { BlockKey, Entry, KnownEntry, ZoneDraft } from './zone.ts';

/** One thing in a block, as a customer sees it. */
export const ShownEntry = z.object({
  key: z.string(),
  kind: z.enum(['content', 'product', 'offer', 'link']),
  title: z.string(),
  note: z.string(),
  /** The tag that brought it; null: it is there for everybody. */
  tag: TagCode.nullable(),
});
export type ShownEntry = z.infer<typeof ShownEntry>;

export const ShownZone = z.object({
  /** A block with nothing in it is not there. */
  blocks: z.array(z.object({ key: BlockKey, entries: z.array(ShownEntry) })),
  /** Why the customer sees what everybody sees; null: the blocks are fitted to their tags. */
  general: z.enum(['same_for_all', 'no_consent', 'not_member', 'no_tag']).nullable(),
  /** What is not shown to this customer, and by which rule. */
  held: z.array(z.object({ title: z.string(), why: z.tuple([z.string(), z.string()]) })),
});
export type ShownZone = z.infer<typeof ShownZone>;

/** A draft as customers would see it: somebody with some tags, or one of the bank's customers. */
export const previewZone = endpoint({
  method: 'POST',
  path: '/api/v1/zones/previews',
  permission: 'zones.zone.read',
  summary: ['预览专区', 'Preview a zone'],
  body: z.object({
    draft: ZoneDraft,
    as: z.union([
      z.object({ tags: z.array(TagCode).max(40) }),
      z.object({ customerId: z.int().min(1) }),
    ]),
  }),
  reply: ShownZone,
  audited: false,
});

/** What may be put into a block today. */
export const listChoices = endpoint({
  method: 'GET',
  path: '/api/v1/zones/choices',
  permission: 'zones.zone.manage',
  summary: ['可放入板块的内容', 'What a block may hold'],
  query: z.object({ block: BlockKey, q: z.string().trim().max(40).optional() }),
  reply: z.object({ items: z.array(KnownEntry.omit({ why: true }).extend({ entry: Entry })) }),
});
