import { z } from 'zod';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { defineJob, enqueueMany } from '#platform/server/jobs.ts';
import type { Ticker } from '#platform/server/module.ts';
import { hurry, takeDueCorps } from './transfer.repo.ts';

/** Asks WeCom for the friendships and groups of a corp that are due, and looks what came of others. */
export const moveInWecom = defineJob(
  'customers.move-in-wecom',
  z.object({ corpId: z.uuid() }),
  // What is left over is due again by itself.
  { attempts: 3 },
);

export const orderMoves = (ctx: TxCtx, corpIds: readonly string[]): Promise<void> =>
  enqueueMany(
    ctx,
    moveInWecom,
    [...new Set(corpIds)].map((corpId) => ({ corpId })),
  );

/** Transfers take a day, and WeCom may be busy: what is due is asked for again. */
export const transfersDue: Ticker = {
  name: 'customers.transfers-due',
  run: (ctx: Ctx) =>
    inTx(ctx, async (ctx) => {
      const due = await takeDueCorps(ctx);
      for (const { orgId, corpId } of due)
        await orderMoves(asSystem(ctx, orgId, 'customers'), [corpId]);
      return due.length;
    }),
};

/** WeCom told of an end before anybody looked. */
export async function hearTransfer(
  ctx: TxCtx,
  told: { corpId: string; externalUserid: string; transferred?: boolean },
): Promise<void> {
  if (told.transferred === false) return;
  if (await hurry(ctx, told.corpId, told.externalUserid)) await orderMoves(ctx, [told.corpId]);
}
