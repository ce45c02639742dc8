import type { z } from 'zod';
import {
  type PoolReason,
  type poolHandedOver,
  poolReasonText,
} from '#modules/customers/contract.ts';
import { type Said, said } from '#platform/contract/task.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import type { WorkItemId } from '../../contract/item.ts';
import { insertItems } from './item.repo.ts';

const DAY_MS = 86_400_000;

/** A complaint does not wait; a customer who became worth more is glad of a call within days. */
const DUE: Record<PoolReason, { score: number; days: number }> = {
  complaint: { score: 95, days: 1 },
  consultation: { score: 85, days: 1 },
  aum: { score: 75, days: 3 },
  tier: { score: 70, days: 3 },
};

/** Whom a pool of automated service hands over is on a person's list with the same commit. */
export async function takePool(
  ctx: TxCtx,
  { items }: z.output<typeof poolHandedOver.payload>,
): Promise<void> {
  await insertItems(
    ctx,
    items.map(({ customerId, itemId, toStaffId, holderName, reason, at }) => ({
      customerId,
      itemId: itemId as WorkItemId,
      staffId: toStaffId,
      kind: 'follow_up',
      title: title(reason),
      evidence: [
        { text: [...poolReasonText[reason]], at },
        {
          text: said(
            [
              '此前由自动服务池“{name}”服务，企业微信好友仍在该账号上：请加为好友或先电话联系',
              'Served by the pool “{name}” until now, friends with that account only: add them in WeCom, or call',
            ],
            { name: holderName },
          ),
          at: null,
        },
      ],
      score: DUE[reason].score,
      planId: null,
      planName: null,
      touchPlannedAt: null,
      scriptId: null,
      scriptVersion: null,
      dueAt: new Date(ctx.now().getTime() + DUE[reason].days * DAY_MS),
    })),
  );
}

const title = (reason: PoolReason): Said =>
  said(['服务池转来：{why}，请接手联系', 'From the pool: {why}. Please take over'], {
    why: poolReasonText[reason],
  });
