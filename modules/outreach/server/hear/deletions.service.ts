import type { Phrase } from '#platform/contract/text.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { findPlan } from '../plans/plan.repo.ts';
import { setPlanState } from '../plans/plan.service.ts';
import { deletionRates, noteDeletions } from './deletion.repo.ts';

/** Fewer say nothing about a message yet: one angry customer among the first ten is no rate. */
const LEAST = 3;

/** Counts deletions to the messages before them, and stops a plan that drives customers away. */
export async function hearDeletions(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  for (const planId of await noteDeletions(ctx, customerIds)) await pauseIfOver(ctx, planId);
}

async function pauseIfOver(ctx: TxCtx, planId: string): Promise<void> {
  const plan = await findPlan(ctx, planId);
  if (plan?.state !== 'running' || plan.deletionLimit === null) return;
  const limit = plan.deletionLimit;
  const over = (await deletionRates(ctx, planId)).find(
    ({ delivered, deleted }) => deleted >= LEAST && deleted / delivered >= limit,
  );
  if (!over) return;
  const share = (part: number) => `${(part * 100).toFixed(1)}%`;
  const rate = share(over.deleted / over.delivered);
  const reason: Phrase = [
    `“${over.itemKey}”送达后 7 日内 ${rate} 的客户删除了客户经理，达到上限 ${share(limit)}，自动暂停`,
    `${rate} of customers deleted the RM within 7 days of “${over.itemKey}”: limit ${share(limit)} reached, paused`,
  ];
  await setPlanState(ctx, planId, 'paused', reason);
}
