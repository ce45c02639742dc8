import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { cancelMassMessage } from '#protocol/wecom/endpoints/mass-messages.ts';
import { cancelMomentTask } from '#protocol/wecom/endpoints/moments.ts';
import type { HandoverDeps } from '../handover/deps.ts';
import { addCounts, findHandover, lockHandover, setHandover } from '../handover/handover.repo.ts';
import type { HandoverRow } from '../handover/handover.ts';
import { tellSettled } from '../handover/settle.service.ts';
import { endTouches } from '../handover/touch-state.repo.ts';
import { findPlan } from '../plans/plan.repo.ts';
import { ask } from '../senders/wecom.ts';

/**
 * Ends what nobody confirmed in time, or whose plan was stopped: called off at WeCom first, so that it
 * cannot go out after it was given back. What has been published or sent stays.
 */
export async function endIfOver(
  ctx: Ctx,
  deps: HandoverDeps,
  id: string,
  look: (handover: HandoverRow) => Promise<unknown>,
): Promise<boolean> {
  const handover = await findHandover(ctx, id);
  if (!handover?.expiresAt || !mayEnd(handover)) return false;
  const stopped = (await findPlan(ctx, handover.planId))?.state !== 'running';
  if (!stopped && handover.expiresAt > ctx.now()) return false;
  if (!(await callOff(ctx, deps, handover))) return false;
  // Somebody may have confirmed in the last moment: what went out went out.
  await look(handover);
  const [state, reason] = stopped
    ? (['withdrawn', 'plan-stopped'] as const)
    : (['expired', 'not-confirmed'] as const);
  return inTx(ctx, async (ctx) => {
    const now = await lockHandover(ctx, id);
    if (!now || !mayEnd(now)) return false;
    const ended = await endTouches(ctx, id, undefined, state, reason);
    await addCounts(ctx, id, { failed: ended.length });
    await tellSettled(ctx, state, ended, reason);
    const over = now.state === 'confirmed' ? 'done' : state;
    await setHandover(ctx, id, {
      state: over,
      failure: reason,
      settledAt: ctx.now(),
      pollAt: null,
    });
    return true;
  });
}

/** Of a moment, those who have not published; of a message, nobody once it was confirmed. */
export const mayEnd = ({ state, channel }: Pick<HandoverRow, 'state' | 'channel'>) =>
  state === 'sent' || (state === 'confirmed' && channel === 'moments');

/**
 * True when nobody can send it any more. Called off before is as good; a moment that WeCom still makes
 * has no number yet by which it could be.
 */
export async function callOff(
  ctx: Ctx,
  { wecom }: HandoverDeps,
  { channel, corpId, job, task }: HandoverRow,
): Promise<boolean> {
  if (channel === 'moments' && job && !task) return false;
  if (!corpId || !task) return true;
  const answer =
    channel === 'moments'
      ? await ask(ctx, wecom, corpId, cancelMomentTask, { body: { moment_id: task } })
      : await ask(ctx, wecom, corpId, cancelMassMessage, { body: { msgid: task } });
  return answer.outcome === 'ok' || (answer.outcome === 'refused' && GONE.has(answer.code));
}

const GONE: ReadonlySet<number> = new Set([41047, 41093, 41060]);
