import { z } from 'zod';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { defineJob, enqueueMany } from '#platform/server/jobs.ts';
import { listMassMessageTasks } from '#protocol/wecom/endpoints/mass-messages.ts';
import type { HandoverDeps } from '../handover/deps.ts';
import { addCounts, findHandover, lockHandover, setHandover } from '../handover/handover.repo.ts';
import type { HandoverRow } from '../handover/handover.ts';
import { tellSettled } from '../handover/settle.service.ts';
import { endTouches, returnTouches } from '../handover/touch-state.repo.ts';
import { askAll } from '../senders/wecom.ts';
import { findSettings } from '../settings/setting.repo.ts';
import { openTasks, openTasksOf, optedOutOf } from './call-off.repo.ts';
import { callOff } from './over.service.ts';

/** Takes a task back from its colleague, so that it does not go out as it is. */
export const callOffTask = defineJob('outreach.call-off-task', z.object({ id: z.uuid() }), {
  attempts: 12,
});

/** Customers have opted out: what waits at WeCom for a confirmation does not reach them (CR-006, CR-093). */
export async function orderCallOff(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  await order(ctx, await openTasksOf(ctx, customerIds));
}

/** All marketing is stopped: what nobody has confirmed does not go out either (CR-108). */
export async function orderCallOffAll(ctx: TxCtx): Promise<void> {
  await order(ctx, await openTasks(ctx));
}

const order = (ctx: TxCtx, ids: readonly string[]) =>
  enqueueMany(
    ctx,
    callOffTask,
    ids.map((id) => ({ id })),
  );

const SENT = 2;

/**
 * WeCom takes nobody out of a task: the whole of it is called off. Who opted out is withdrawn, everybody
 * else is given out anew, after the rules were asked once more. Nothing is given out anew before it is
 * sure that nobody has confirmed.
 */
export async function callOffOne(ctx: Ctx, deps: HandoverDeps, id: string): Promise<void> {
  const handover = await findHandover(ctx, id);
  if (handover?.state === 'calling') throw new Error('Its answer is not here yet');
  if (handover?.state !== 'sent' || !(await isUnwanted(ctx, id))) return;
  if (!(await callOff(ctx, deps, handover))) throw new Error('WeCom calls it off later');
  if (await isConfirmed(ctx, deps, handover)) return setHandover(ctx, id, { pollAt: ctx.now() });
  await inTx(ctx, async (ctx) => {
    if ((await lockHandover(ctx, id))?.state !== 'sent') return;
    const gone = await optedOutOf(ctx, id);
    if (gone.length > 0) {
      const ended = await endTouches(ctx, id, gone, 'withdrawn', 'opted-out');
      await addCounts(ctx, id, { failed: ended.length });
      await tellSettled(ctx, 'withdrawn', ended, 'CR-093');
    }
    await returnTouches(ctx, id, false);
    await setHandover(ctx, id, {
      state: 'withdrawn',
      failure: 'called-off',
      settledAt: ctx.now(),
      pollAt: null,
    });
  });
}

/** Somebody may have agreed again, and marketing may go on again, before its turn came. */
async function isUnwanted(ctx: Ctx, id: string): Promise<boolean> {
  if ((await optedOutOf(ctx, id)).length > 0) return true;
  return (await findSettings(ctx)).settings.stopped.on;
}

/** What went out in the last moment went out. */
async function isConfirmed(
  ctx: Ctx,
  { wecom }: HandoverDeps,
  { corpId, task, userid }: HandoverRow,
): Promise<boolean> {
  const tasks = await askAll(
    ctx,
    wecom,
    corpId!,
    listMassMessageTasks,
    { msgid: task!, limit: 1000 },
    (reply) => reply.task_list,
  );
  if (tasks.outcome !== 'ok') throw new Error('WeCom does not say whether it was confirmed');
  return tasks.list.some(
    (one) => one.userid.toLowerCase() === userid?.toLowerCase() && one.status === SENT,
  );
}
