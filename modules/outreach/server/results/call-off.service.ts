import { z } from 'zod';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { defineJob, enqueueMany } from '#platform/server/jobs.ts';
import type { HandoverDeps } from '../handover/deps.ts';
import { unwantedBy } from '../handover/failure.ts';
import { addCounts, findHandover, lockHandover, setHandover } from '../handover/handover.repo.ts';
import type { HandoverRow } from '../handover/handover.ts';
import { tellSettled } from '../handover/settle.service.ts';
import { endTouches, returnTouches } from '../handover/touch-state.repo.ts';
import { findSettings } from '../settings/setting.repo.ts';
import { openTasks, openTasksOf, unwantedIn } from './call-off.repo.ts';
import { mayEnd } from './over.service.ts';
import { takeOff } from './take-off.service.ts';

/** Takes a task back from its colleague, so that it does not go out as it is. */
export const callOffTask = defineJob('outreach.call-off-task', z.object({ id: z.uuid() }), {
  attempts: 12,
});

/** Customers have opted out: what waits at WeCom for a confirmation does not reach them (CR-006, CR-093). */
export async function orderCallOff(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  await orderCallOffOf(ctx, await openTasksOf(ctx, customerIds));
}

/** All marketing is stopped: what nobody has confirmed does not go out either (CR-108). */
export async function orderCallOffAll(ctx: TxCtx): Promise<void> {
  await orderCallOffOf(ctx, await openTasks(ctx));
}

/** What is noted as unwanted in these handovers does not go out. */
export const orderCallOffOf = (ctx: TxCtx, ids: readonly string[]) =>
  enqueueMany(
    ctx,
    callOffTask,
    ids.map((id) => ({ id })),
  );

/**
 * WeCom takes nobody out of a task: the whole of it is called off. What is unwanted is withdrawn, everybody
 * else is given out anew, after the rules were asked once more. Of a moment, what was published stays,
 * and the part of the others comes back.
 */
export async function callOffOne(ctx: Ctx, deps: HandoverDeps, id: string): Promise<void> {
  const handover = await findHandover(ctx, id);
  if (handover?.state === 'calling') throw new Error('Its answer is not here yet');
  if (!handover || !mayEnd(handover) || !(await isUnwanted(ctx, id))) return;
  if (!(await takeOff(ctx, deps, id))) return;
  await inTx(ctx, async (ctx) => {
    const now = await lockHandover(ctx, id);
    if (!now || !mayEnd(now)) return;
    await endUnwanted(ctx, [id]);
    await returnTouches(ctx, id, false);
    await closeCalledOff(ctx, now, 'called-off');
  });
}

/** Withdraws what may not reach its customer any more of what has left in handovers, and says by which rule. */
export async function endUnwanted(ctx: TxCtx, ids: readonly string[]): Promise<void> {
  const unwanted = await unwantedIn(ctx, ids);
  for (const [id, inOne] of Map.groupBy(unwanted, (touch) => touch.handoverId))
    for (const [rule, some] of Map.groupBy(inOne, (touch) => touch.rule)) {
      const ended = await endTouches(ctx, id, some, 'withdrawn', unwantedBy(rule));
      await addCounts(ctx, id, { failed: ended.length });
      await tellSettled(ctx, 'withdrawn', ended, rule);
    }
}

/** It is over: what some of its colleagues published is done, and the rest says why it is not. */
export const closeCalledOff = (ctx: TxCtx, { id, state }: HandoverRow, why: string) =>
  setHandover(ctx, id, {
    state: state === 'confirmed' ? 'done' : 'withdrawn',
    failure: state === 'confirmed' ? `${why}-rest` : why,
    settledAt: ctx.now(),
    pollAt: null,
  });

/** Somebody may have agreed again, and marketing may go on again, before its turn came. */
async function isUnwanted(ctx: Ctx, id: string): Promise<boolean> {
  if ((await unwantedIn(ctx, [id])).length > 0) return true;
  return (await findSettings(ctx)).settings.stopped.on;
}
