import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { Said, TaskId } from '#platform/contract/task.ts';

export const Quality = z.object({
  days: z.array(
    z.object({
      day: z.iso.date(),
      stored: z.int(),
      duplicate: z.int(),
      /** Stored, but for a day before the one it arrived on. */
      late: z.int(),
      refused: z.int(),
      /** Batches of browsers whose clock was more than a minute off. */
      skewed: z.int(),
    }),
  ),
  refusals: z.array(
    z.object({
      kind: z.string(),
      source: z.string(),
      code: z.string(),
      field: z.string(),
      text: Said,
      count: z.int(),
      lastAt: z.iso.datetime(),
    }),
  ),
  visitors: z.object({ unknown: z.int(), stitched: z.int(), shared: z.int() }),
  /** The newest comparison of roll-ups and events. */
  check: z
    .object({
      at: z.iso.datetime(),
      from: z.iso.date(),
      to: z.iso.date(),
      events: z.int(),
      wrongRows: z.int(),
      mended: z.boolean(),
    })
    .nullable(),
});
export type Quality = z.infer<typeof Quality>;

export const readQuality = endpoint({
  method: 'GET',
  path: '/api/v1/tracking/quality',
  permission: 'tracking.event.read',
  summary: ['采集数据质量', 'Quality of what is collected'],
  query: z.object({ days: z.coerce.number().int().min(1).max(92).default(14) }),
  reply: Quality,
});

/** Compares every roll-up of these days with its events, and mends what differs when asked to. */
export const startRollupCheck = endpoint({
  method: 'POST',
  path: '/api/v1/tracking/rollup-checks',
  permission: 'tracking.rollup.check',
  summary: ['核对或重建日汇总', 'Check or rebuild the daily roll-ups'],
  body: z.object({ from: z.iso.date(), to: z.iso.date(), mend: z.boolean().default(false) }),
  reply: z.object({ taskId: TaskId }),
});
