import type { DueWorkItem } from '#modules/outreach/contract.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import type { WorkItemId } from '../../contract/item.ts';
import { insertItems, type NewItem, withdrawAllOf, withdrawItems } from './item.repo.ts';
import { planNames } from './plan-name.repo.ts';

/** A plan hands its work items over; they are on the lists with the same commit. */
export async function takeDue(ctx: TxCtx, { items }: { items: readonly DueWorkItem[] }) {
  const names = await planNames(ctx, [...new Set(items.map((item) => item.planId))]);
  await insertItems(
    ctx,
    items.map(
      (item): NewItem => ({
        customerId: item.customerId,
        itemId: item.touchId as WorkItemId,
        staffId: item.staffId,
        kind: item.class === 'follow_up' ? 'follow_up' : 'plan',
        title: [item.title, item.title],
        evidence: item.evidence.map((text) => ({ text: [text, text], at: null })),
        score: Math.max(0, Math.min(100, item.score)),
        asked: item.asked,
        interestAt: item.interestAt === null ? null : new Date(item.interestAt),
        planId: item.planId,
        planName: names.get(item.planId) ?? null,
        touchPlannedAt: new Date(item.plannedAt),
        scriptId: item.contentId,
        scriptVersion: item.contentVersion,
        dueAt: new Date(item.dueAt),
      }),
    ),
  );
}

/** What a plan took back is on no list any more. */
export async function dropSettled(
  ctx: TxCtx,
  {
    state,
    touches,
  }: {
    state: string;
    touches: readonly { customerId: number; touchId: string; channel: string }[];
  },
): Promise<void> {
  if (state !== 'withdrawn' && state !== 'expired') return;
  await withdrawItems(
    ctx,
    touches
      .filter((touch) => touch.channel === 'work_item')
      .map(({ customerId, touchId }) => ({ customerId, itemId: touchId })),
  );
}

/** Who does not want to be approached one to one any more is nobody's work item (CR-006). */
export async function dropWithdrawn(
  ctx: TxCtx,
  {
    customerIds,
    purpose,
    channels,
  }: { customerIds: readonly number[]; purpose: string; channels: readonly string[] },
): Promise<void> {
  if (purpose === 'marketing' && channels.includes('one_to_one'))
    await withdrawAllOf(ctx, customerIds);
}
