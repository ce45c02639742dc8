import type { Ctx } from '#platform/server/ctx.ts';
import { listMassMessageTasks } from '#protocol/wecom/endpoints/mass-messages.ts';
import { listMomentTasks } from '#protocol/wecom/endpoints/moments.ts';
import type { HandoverDeps } from '../handover/deps.ts';
import { findHandover, setHandover } from '../handover/handover.repo.ts';
import type { HandoverRow } from '../handover/handover.ts';
import { sendersOf } from '../handover/sender.repo.ts';
import { askAll } from '../senders/wecom.ts';
import { PUBLISHED, readMoment } from './moments.service.ts';
import { callOff, mayEnd } from './over.service.ts';

const SENT = 2;

/**
 * Takes a task away from whoever has not confirmed it. True: what is left of it can reach nobody any
 * more, and nobody of those who are left was reached. False: everybody it was given to has confirmed, or
 * it ended otherwise. What cannot be told now throws: nothing is given out anew before it is sure.
 */
export async function takeOff(ctx: Ctx, deps: HandoverDeps, id: string): Promise<boolean> {
  let handover = await findHandover(ctx, id);
  if (handover?.channel === 'moments' && mayEnd(handover) && !handover.task) {
    // WeCom makes it while nobody waits: only what is made can be called off.
    await readMoment(ctx, deps, handover);
    handover = await findHandover(ctx, id);
  }
  if (!handover || !mayEnd(handover)) return false;
  if (!(await callOff(ctx, deps, handover))) throw new Error('WeCom calls it off later');
  if (handover.channel === 'moments') return nobodyElsePublished(ctx, deps, handover);
  if (!(await isConfirmed(ctx, deps, handover))) return true;
  await setHandover(ctx, id, { pollAt: ctx.now() });
  return false;
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

/** Whoever published is known, with those who see it, before the others' part is given back. */
async function nobodyElsePublished(
  ctx: Ctx,
  deps: HandoverDeps,
  handover: HandoverRow,
): Promise<boolean> {
  const { id, corpId, task } = handover;
  await readMoment(ctx, deps, handover);
  const tasks = await askAll(
    ctx,
    deps.wecom,
    corpId!,
    listMomentTasks,
    { moment_id: task!, limit: 1000 },
    (reply) => reply.task_list,
  );
  if (tasks.outcome !== 'ok') throw new Error('WeCom does not say who has published it');
  const published = new Set(
    tasks.list.flatMap((one) =>
      one.publish_status === PUBLISHED ? [one.userid.toLowerCase()] : [],
    ),
  );
  const unheard = (await sendersOf(ctx, id)).filter(
    ({ confirmedAt, userid }) => !confirmedAt && published.has(userid.toLowerCase()),
  );
  if (unheard.length > 0) throw new Error('WeCom does not say yet who sees it');
  return true;
}
