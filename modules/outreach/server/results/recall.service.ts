import type { TxCtx } from '#platform/server/ctx.ts';
import { outAbout, outTo, type Unfit } from '../decide/unfit.repo.ts';
import { unfitNow } from '../decide/unfit.service.ts';
import { unwantedBy } from '../handover/failure.ts';
import { tellSettled } from '../handover/settle.service.ts';
import { orderUnmarking } from '../senders/visibility/unmark.service.ts';
import { lockCustomers } from '../touches/lock.repo.ts';
import { orderCallOffOf } from './call-off.service.ts';
import { endWorkItems, noteContent, noteUnwanted, type OutTouch, outOf } from './recall.repo.ts';

/**
 * These customers are not as they were when something was given out to them: a complaint is open, they
 * have died, they stand on a list, the product does not suit them any more. What is out and unconfirmed is
 * taken back like what waits (CR-027, CR-107, CR-127, CR-048 and the other rules of suitability).
 */
export async function recallUnfit(
  ctx: TxCtx,
  { customerIds }: { customerIds: readonly number[] },
): Promise<void> {
  await recallRefused(ctx, await unfitNow(ctx, outTo(ctx, customerIds)));
}

/** A product is off the list, of another grade, or for other people than before (CR-058, CR-049). */
export async function recallProduct(
  ctx: TxCtx,
  { productId }: { productId: string },
): Promise<void> {
  await recallRefused(ctx, await unfitNow(ctx, outAbout(ctx, productId)));
}

async function recallRefused(ctx: TxCtx, unfit: readonly Unfit[]): Promise<void> {
  for (const [rule, some] of Map.groupBy(unfit, (touch) => touch.rule))
    await recall(ctx, some, rule);
}

/** Of a plan, what is out to these customers of these items may not reach them any more, by a rule. */
export async function recallPlanned(
  ctx: TxCtx,
  which: Parameters<typeof outOf>[1],
  rule: string,
): Promise<void> {
  await recall(ctx, await outOf(ctx, which), rule);
}

/** A content may not be said any more: nobody confirms or publishes it after all (CR-079, CR-090). */
export async function recallContent(
  ctx: TxCtx,
  { itemId, why }: { itemId: string; why: 'expired' | 'withdrawn' },
): Promise<void> {
  await orderCallOffOf(
    ctx,
    await noteContent(ctx, itemId, why === 'expired' ? 'CR-090' : 'CR-079'),
  );
}

/**
 * A task is called off and given out anew for the others. A moment is not: WeCom looks who carries its tag
 * when it is published, so the tag is taken off.
 */
async function recall(ctx: TxCtx, touches: readonly OutTouch[], rule: string): Promise<void> {
  const by = (channel: string) => touches.filter((touch) => touch.channel === channel);
  const messages = [...by('one_to_one'), ...by('group')];
  const [moments, items] = [by('moments'), by('work_item')];
  if (messages.length > 0) await orderCallOffOf(ctx, await noteUnwanted(ctx, messages, rule));
  await orderUnmarking(ctx, [...new Set(moments.map(({ customerId }) => customerId))]);
  if (items.length === 0) return;
  await lockCustomers(
    ctx,
    items.map(({ customerId }) => customerId),
  );
  await tellSettled(ctx, 'withdrawn', await endWorkItems(ctx, items, unwantedBy(rule)), rule);
}
