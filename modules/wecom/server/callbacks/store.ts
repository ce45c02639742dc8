import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { enqueueMany } from '#platform/server/jobs.ts';
import type { CorpId } from '../../contract/corp.ts';
import { type Heard, together } from '../mirror/hear.ts';
import { markStale } from '../mirror/stale.repo.ts';
import { insertCallbacks, type NewCallback } from './callback.repo.ts';
import { PUSHES_AT_ONCE, processCallbacks } from './jobs.ts';

interface Waiting {
  readonly callback: NewCallback;
  readonly stale: Heard['stale'];
  readonly stored: () => void;
  readonly failed: (err: unknown) => void;
}

/** Of each bank: what arrived while the last commit was under way. */
const queues = new Map<string, { waiting: Waiting[]; writing: boolean }>();

/**
 * Keeps a push, with the order to work on it. Everything that arrives while one commit is under way
 * shares the next, so a storm costs few commits; alone, a push is written at once. Whoever waits is
 * answered after the commit, not before.
 */
export function storeCallback(
  ctxOf: () => Ctx,
  orgId: string,
  callback: NewCallback,
  stale: Heard['stale'],
): Promise<void> {
  const queue = queues.get(orgId) ?? { waiting: [], writing: false };
  queues.set(orgId, queue);
  return new Promise((stored, failed) => {
    queue.waiting.push({ callback, stale, stored, failed });
    if (queue.writing) return;
    queue.writing = true;
    void (async () => {
      while (queue.waiting.length > 0)
        await write(ctxOf(), queue.waiting.splice(0, PUSHES_AT_ONCE));
      queue.writing = false;
    })();
  });
}

async function write(ctx: Ctx, batch: readonly Waiting[]): Promise<void> {
  try {
    await inTx(ctx, async (ctx) => {
      const callbackIds = await insertCallbacks(ctx, counted(batch.map((w) => w.callback)));
      if (callbackIds.length > 0) await enqueueMany(ctx, processCallbacks, [{ callbackIds }]);
      await readRepeated(ctx, batch, new Set(callbackIds));
    });
    for (const { stored } of batch) stored();
  } catch (err) {
    for (const { failed } of batch) failed(err);
  }
}

/**
 * Two changes of one thing in one second have the same text: what looks like a repeat may tell of
 * the second. It is told once, but read again.
 */
async function readRepeated(
  ctx: TxCtx,
  batch: readonly Waiting[],
  fresh: ReadonlySet<string>,
): Promise<void> {
  const repeated = batch.filter(({ callback }) => !fresh.has(callback.id));
  for (const [corpId, waiting] of Map.groupBy(repeated, ({ callback }) => callback.corpId)) {
    const { stale } = together(waiting.map((w) => ({ facts: [], stale: w.stale })));
    await markStale(ctx, corpId as CorpId, stale);
  }
}

/** A push and its repeats in one batch are one. */
function counted(callbacks: readonly NewCallback[]): NewCallback[] {
  const found = new Map<string, NewCallback>();
  for (const callback of callbacks) {
    const key = `${callback.corpId} ${callback.key}`;
    const first = found.get(key);
    found.set(key, first ? { ...first, copies: first.copies + callback.copies } : callback);
  }
  return [...found.values()];
}
