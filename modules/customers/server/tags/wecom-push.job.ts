import { z } from 'zod';
import type { TxCtx } from '#platform/server/ctx.ts';
import { defineJob, enqueueMany } from '#platform/server/jobs.ts';
import { pushesAnything } from './wecom-tag.repo.ts';

/** Brings the friendships of these customers in WeCom in line with what is held here. */
export const pushWecomTags = defineJob(
  'customers.push-wecom-tags',
  z.object({ customerIds: z.array(z.int().min(1)).min(1).max(100) }),
  { attempts: 12 },
);

const AT_ONCE = 100;

/** Ordered with the change; nothing to do while no tag of the bank stands for one in WeCom. */
export async function orderPush(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  if (customerIds.length === 0 || !(await pushesAnything(ctx))) return;
  const orders = [];
  for (let i = 0; i < customerIds.length; i += AT_ONCE)
    orders.push({ customerIds: customerIds.slice(i, i + AT_ONCE) });
  await enqueueMany(ctx, pushWecomTags, orders);
}
