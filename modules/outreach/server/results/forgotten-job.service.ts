import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { HandoverDeps } from '../handover/deps.ts';
import { addCounts, lockHandover, setHandover } from '../handover/handover.repo.ts';
import type { HandoverRow } from '../handover/handover.ts';
import { targetsOf } from '../handover/recipients.repo.ts';
import { tellSettled } from '../handover/settle.service.ts';
import { endTouches } from '../handover/touch-state.repo.ts';

/** WeCom knows no such job, or not any more: it keeps one for a day. */
const FORGOTTEN: ReadonlySet<number> = new Set([60136, 40058]);
export const isForgotten = (code: number): boolean => FORGOTTEN.has(code);

/**
 * What a job made stays when the job is forgotten: the moment is looked for among the colleague's, and
 * goes on as if the job had named it. Where there is none, nothing has left and nothing will: it ends
 * and is counted back, and is never made a second time.
 */
export async function afterForgotten(
  ctx: Ctx,
  deps: HandoverDeps,
  handover: HandoverRow,
  code: number,
): Promise<{ task: string } | { read: 'nothing' | 'over' }> {
  const sender = deps.senders.get(handover.channel);
  const found = sender?.find
    ? await sender.find(ctx, { ...handover, targets: await targetsOf(ctx, handover) })
    : { found: 'later' as const };
  if (found.found === 'later') return { read: 'nothing' };
  return inTx(ctx, async (ctx) => {
    const now = await lockHandover(ctx, handover.id);
    if (now?.state !== 'sent') return { read: 'over' };
    // Somebody else has found it meanwhile.
    if (now.task) return { task: now.task };
    if (found.found === 'yes') {
      await setHandover(ctx, handover.id, { task: found.task });
      return { task: found.task };
    }
    const reason = 'job-forgotten';
    const ended = await endTouches(ctx, handover.id, undefined, 'failed', reason);
    await addCounts(ctx, handover.id, { failed: ended.length });
    await tellSettled(ctx, 'failed', ended, reason);
    const settledAt = ctx.now();
    await setHandover(ctx, handover.id, {
      ...{ state: 'failed', code, failure: reason, settledAt, pollAt: null },
    });
    return { read: 'over' };
  });
}
