import { z } from 'zod';
import { ContentPlace } from '#modules/compliance/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { SegmentKey, Stage } from './facets.ts';
import { Item } from './item.ts';
import { ShownMessage } from './message.ts';

/** Content for where a customer stands, and for no other stage. */
export const recommendContent = endpoint({
  method: 'GET',
  path: '/api/v1/content/recommendations',
  permission: 'content.item.read',
  summary: ['按客户所处阶段推荐内容', 'Content for the stage a customer is at'],
  query: z.object({
    customerId: z.coerce.number().int().min(1),
    segment: SegmentKey.optional(),
    place: ContentPlace.optional(),
    size: z.coerce.number().int().min(1).max(50).default(10),
  }),
  reply: z.object({
    stage: Stage,
    /** Nobody has said where the customer stands: the first stage is taken. */
    assumed: z.boolean(),
    items: z.array(Item),
  }),
});

/** A version as one customer would get it: real values, masked where a person could be told. */
export const previewContent = endpoint({
  method: 'POST',
  path: '/api/v1/content/previews',
  permission: 'content.item.read',
  summary: ['用真实客户（脱敏）预览', 'Preview for a real customer, masked'],
  body: z.object({
    itemId: z.uuid(),
    version: z.int().min(1),
    customerId: z.int().min(1),
    channel: ContentPlace.exclude(['page']),
    voice: z.enum(['text', 'human']).default('text'),
    values: z.record(z.string().max(40), z.string().max(200)).default({}),
  }),
  reply: ShownMessage.extend({ customer: z.string() }),
  audited: false,
});

/** How the two voices of an item are used and answered. */
export const voiceUse = endpoint({
  method: 'GET',
  path: '/api/v1/content/items/:id/use',
  permission: 'content.item.read',
  summary: ['两种口吻的使用与反馈', 'Use and response of the two voices'],
  params: z.object({ id: Item.shape.id }),
  query: z.object({ days: z.coerce.number().int().min(1).max(366).default(90) }),
  reply: z.object({
    days: z.int(),
    voices: z.array(
      z.object({
        voice: z.enum(['text', 'human']),
        sent: z.int(),
        answered: z.int(),
        opened: z.int(),
        /** Seconds and per cent of the page, on average of those who opened it; null: nobody did. */
        secondsEach: z.number().nullable(),
        depthEach: z.number().nullable(),
      }),
    ),
  }),
});

/** Where a usable item opens on a phone, with the caller's card; null: it has no page, or may not be sent. */
export const itemPage = endpoint({
  method: 'GET',
  path: '/api/v1/content/items/:id/page',
  permission: 'content.item.read',
  summary: ['素材的手机页面', 'The page of an item on a phone'],
  params: z.object({ id: Item.shape.id }),
  reply: z.object({ url: z.string().nullable() }),
});
