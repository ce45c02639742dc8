import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';

export const Found = z.object({
  id: z.string(),
  title: z.string(),
  /** A second line: number, unit, state. */
  detail: z.string().nullable(),
  /** A path of the console. */
  link: z.string(),
});
export type Found = z.infer<typeof Found>;

export const FoundGroup = z.object({
  kind: z.string(),
  name: z.string(),
  items: z.array(Found),
  /** There are more than are shown. */
  more: z.boolean(),
});
export type FoundGroup = z.infer<typeof FoundGroup>;

export const searchEverything = endpoint({
  method: 'GET',
  path: '/api/v1/org/search',
  permission: 'signed-in',
  summary: ['全局搜索', 'Search everything in one’s scope'],
  query: z.object({ q: z.string().trim().min(1).max(60) }),
  reply: z.object({ groups: z.array(FoundGroup) }),
});
