import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { PackKey } from './pack.ts';

/** Whatever the mode: closed loop, smooth path, visible data, content that goes on. */
export const lights = {
  loop: ['闭环', 'Loop'],
  path: ['路径', 'Path'],
  data: ['数据', 'Data'],
  continuity: ['内容持续', 'Continuity'],
} as const satisfies Record<string, Phrase>;
export type LightKey = keyof typeof lights;
export const LightKey = z.enum(Object.keys(lights) as [LightKey, ...LightKey[]]);

export const Light = z.object({
  key: LightKey,
  ok: z.boolean(),
  /** What was looked at and found, in the reader's language. */
  why: z.string(),
  /** Where it is mended. */
  link: z.string(),
});
export type Light = z.infer<typeof Light>;

export const getPackHealth = endpoint({
  method: 'GET',
  path: '/api/v1/segments/packs/:key/health',
  permission: 'segments.pack.read',
  summary: ['经营包的四盏健康灯', 'Four health lights of a pack'],
  params: z.object({ key: PackKey }),
  reply: z.object({ lights: z.array(Light).length(4) }),
});
