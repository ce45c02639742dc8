import { z } from 'zod';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { defineJob, enqueueMany } from '#platform/server/jobs.ts';
import type { SenderSettings } from '../wecom.ts';
import { setUnwanted } from './visibility.repo.ts';
import { markAll } from './visibility.service.ts';

/** Takes the tag of a plan off those who are not to see its moments any more. */
export const unmarkTags = defineJob(
  'outreach.unmark-tags',
  z.object({ planId: z.uuid(), corpId: z.uuid() }),
  { attempts: 12 },
);

/** In the transaction of whatever says so. */
export async function orderUnmarking(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  if (customerIds.length === 0) return;
  await enqueueMany(ctx, unmarkTags, await setUnwanted(ctx, customerIds));
}

export async function unmark(
  ctx: Ctx,
  settings: SenderSettings,
  at: { planId: string; corpId: string },
): Promise<void> {
  const retryAt = await markAll(ctx, settings, at, null);
  // The queue calls again for the rest.
  if (retryAt) throw new Error(`WeCom takes tags later: ${retryAt.toISOString()}`);
}
