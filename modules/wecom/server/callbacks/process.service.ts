import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { readPush } from '#protocol/wecom/callbacks/events.ts';
import { lockCallback, setCallback } from './callback.repo.ts';
import { tellingOf } from './tell.ts';

/**
 * Reads a stored push and tells the rest of the product. Done twice it tells once, unless somebody
 * asks for a replay. What goes wrong stands on the callback, where people see it, and is tried again.
 */
export async function workOnCallback(
  ctx: Ctx,
  { callbackId, replay }: { callbackId: string; replay: boolean },
): Promise<void> {
  try {
    await inTx(ctx, (ctx) => tell(ctx, callbackId, replay));
  } catch (err) {
    const problem = (err as Error).message.slice(0, 300);
    await inTx(ctx, (ctx) => setCallback(ctx, callbackId, { state: 'failed', problem }));
    throw err;
  }
}

async function tell(ctx: TxCtx, id: string, replay: boolean): Promise<void> {
  const callback = await lockCallback(ctx, id);
  if (!callback || callback.state === 'processed') return;
  // After a replay only the replay's own order counts.
  if (!replay && callback.state === 'unknown') return;
  const message = await ctx.vault.decrypt('wecom.callback.message', callback.message);
  const read = readPush(message);
  if (!read.ok) {
    // The same text gives the same answer: it waits for a version that can read it, and a replay.
    await setCallback(ctx, id, { state: 'failed', problem: `unreadable: ${read.reason}` });
    return;
  }
  const { push } = read;
  if (push.name === 'unknown') {
    const problem = [push.event, push.changeType].filter(Boolean).join('/') || null;
    await setCallback(ctx, id, { state: 'unknown', problem, name: 'unknown' });
    return;
  }
  const { event, payload } = tellingOf(push, {
    corpId: callback.corpId,
    callbackId: id,
    at: callback.sentAt.toISOString(),
  });
  await publish(ctx, event, payload);
  await setCallback(ctx, id, { state: 'processed', problem: null, name: push.name });
}
