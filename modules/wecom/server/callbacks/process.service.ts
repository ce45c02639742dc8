import type { Event } from '#platform/contract/event.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publishMany } from '#platform/server/events.ts';
import { type Push, readPush } from '#protocol/wecom/callbacks/events.ts';
import type { CorpId } from '../../contract/corp.ts';
import { hear } from '../mirror/hear.ts';
import { takeHeard } from '../mirror/take.service.ts';
import {
  type CallbackEnd,
  lockCallbacks,
  type StoredCallback,
  setCallbacks,
  setFailed,
} from './callback.repo.ts';
import { tellingOf } from './tell.ts';

/**
 * Reads stored pushes and tells the rest of the product. Done twice it tells once, unless somebody
 * asks for a replay. What goes wrong stands on the callback, where people see it, and is tried
 * again; it does not hold up the others.
 */
export async function workOnCallbacks(
  ctx: Ctx,
  { callbackIds, replay }: { callbackIds: readonly string[]; replay: boolean },
): Promise<void> {
  try {
    await inTx(ctx, (ctx) => tell(ctx, callbackIds, replay));
  } catch (err) {
    const [id, ...others] = callbackIds;
    if (others.length === 0) {
      const problem = (err as Error).message.slice(0, 300);
      await inTx(ctx, (ctx) => setFailed(ctx, id!, problem));
      throw err;
    }
    await eachAlone(ctx, callbackIds, replay);
  }
}

async function eachAlone(ctx: Ctx, ids: readonly string[], replay: boolean): Promise<void> {
  const ends = [];
  for (const id of ids)
    ends.push(
      await workOnCallbacks(ctx, { callbackIds: [id], replay }).catch((err: unknown) => ({ err })),
    );
  const failed = ends.find((end) => end !== undefined);
  if (failed) throw failed.err;
}

async function tell(ctx: TxCtx, ids: readonly string[], replay: boolean): Promise<void> {
  const callbacks = (await lockCallbacks(ctx, ids)).filter(
    // After a replay only the replay's own order counts.
    ({ state }) => state !== 'processed' && (replay || state !== 'unknown'),
  );
  const read = await Promise.all(callbacks.map((callback) => readOne(ctx, callback)));
  const pushes = read.flatMap(({ push, callback }) => (push ? [{ push, callback }] : []));

  const heard = Map.groupBy(pushes, ({ callback }) => callback.corpId);
  for (const [corpId, pushes] of heard)
    await takeHeard(
      ctx,
      corpId as CorpId,
      pushes.map(({ push }) => hear(push)),
    );

  const told = pushes.map(({ push, callback }) =>
    tellingOf(push, {
      corpId: callback.corpId,
      callbackId: callback.id,
      at: callback.sentAt.toISOString(),
    }),
  );
  const byEvent = Map.groupBy(told, ({ event }): Event => event);
  for (const [event, tellings] of byEvent)
    await publishMany(
      ctx,
      event,
      tellings.map(({ payload }) => payload),
    );
  await setCallbacks(
    ctx,
    read.map(({ end }) => end),
  );
}

interface ReadCallback {
  readonly callback: StoredCallback;
  /** What is to be told; null when there is nothing this version can tell. */
  readonly push: Push | null;
  readonly end: CallbackEnd;
}

async function readOne(ctx: Ctx, callback: StoredCallback): Promise<ReadCallback> {
  const { id, name } = callback;
  const message = await ctx.vault.decrypt('wecom.callback.message', callback.message);
  const read = readPush(message);
  // The same text gives the same answer: it waits for a version that can read it, and a replay.
  if (!read.ok)
    return {
      callback,
      push: null,
      end: { id, name, state: 'failed', problem: `unreadable: ${read.reason}` },
    };
  const { push } = read;
  if (push.name === 'unknown') {
    const problem = [push.event, push.changeType].filter(Boolean).join('/') || null;
    return { callback, push: null, end: { id, name: 'unknown', state: 'unknown', problem } };
  }
  return { callback, push, end: { id, name: push.name, state: 'processed', problem: null } };
}
