import type { z } from 'zod';
import {
  type PoolReason,
  type poolHandedOver,
  poolReasonText,
} from '#modules/customers/contract.ts';
import { type Said, said } from '#platform/contract/task.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import type { WorkItemId } from '../../contract/item.ts';
import { insertItems } from './item.repo.ts';

const DAY_MS = 86_400_000;

/** A complaint does not wait; a customer who became worth more is glad of a call within days. */
const DUE: Record<PoolReason, { score: number; days: number; asked: boolean }> = {
  complaint: { score: 95, days: 1, asked: true },
  consultation: { score: 85, days: 1, asked: true },
  aum: { score: 75, days: 3, asked: false },
  tier: { score: 70, days: 3, asked: false },
};

/** Whom a pool of automated service hands over is on a person's list with the same commit. */
export async function takePool(
  ctx: TxCtx,
  { items }: z.output<typeof poolHandedOver.payload>,
): Promise<void> {
  await insertItems(
    ctx,
    items.map(({ customerId, itemId, toStaffId, holderName, moving, reason, at }) => ({
      customerId,
      itemId: itemId as WorkItemId,
      staffId: toStaffId,
      kind: 'follow_up',
      title: title(reason),
      evidence: [
        { text: [...poolReasonText[reason]], at },
        {
          text: said(moving ? ON_THE_WAY : STILL_THERE, { name: holderName }),
          at: null,
        },
      ],
      score: DUE[reason].score,
      asked: DUE[reason].asked,
      planId: null,
      planName: null,
      touchPlannedAt: null,
      scriptId: null,
      scriptVersion: null,
      dueAt: new Date(ctx.now().getTime() + DUE[reason].days * DAY_MS),
    })),
  );
}

const ON_THE_WAY = [
  '此前由自动服务池“{name}”服务，企业微信好友正在转到您名下，客户一天内可以拒绝：急事请先电话联系',
  'Served by the pool “{name}” until now; the WeCom friendship is on its way to you, and the customer may refuse within a day: call if it is urgent',
] as const satisfies Phrase;
const STILL_THERE = [
  '此前由自动服务池“{name}”服务，和您还不是企业微信好友：请加为好友或先电话联系',
  'Served by the pool “{name}” until now, and no WeCom friend of yours yet: add them, or call',
] as const satisfies Phrase;

const title = (reason: PoolReason): Said =>
  said(['服务池转来：{why}，请接手联系', 'From the pool: {why}. Please take over'], {
    why: poolReasonText[reason],
  });
