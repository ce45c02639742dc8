import { setTimeout as pause } from 'node:timers/promises';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Reply, WecomEndpoint } from '#protocol/wecom/endpoint.ts';
import type { CorpId } from '../../contract/corp.ts';
import { callWecom } from '../gateway/call-wecom.ts';
import type { CallInput } from '../gateway/gateway.ts';

/** WeCom answered that it will not: its code. */
export class WecomRefusal extends Error {
  readonly code: number;
  constructor(endpoint: string, code: number) {
    super(`${endpoint}: ${code}`);
    this.code = code;
  }
}

/** Nothing is to be had before then. */
export class NotNow extends Error {
  readonly retryAt: Date;
  readonly code: number | null;
  constructor(retryAt: Date, code: number | null) {
    super(`not before ${retryAt.toISOString()}`);
    this.retryAt = retryAt;
    this.code = code;
  }
}

/** One reading. With a signal it waits as long as the limits want; without, it says `NotNow`. */
export async function ask<E extends WecomEndpoint>(
  ctx: Ctx,
  corpId: CorpId,
  endpoint: E,
  input: CallInput<E>,
  signal?: AbortSignal,
): Promise<Reply<E>> {
  for (;;) {
    signal?.throwIfAborted();
    const answer = await callWecom(ctx, { corpId }, endpoint, input);
    if (answer.outcome === 'ok') return answer.reply;
    if (answer.outcome === 'refused') throw new WecomRefusal(endpoint.name, answer.code);
    if (answer.outcome === 'unknown') throw new Error(`${endpoint.name}: ${answer.why}`);
    if (!signal) throw new NotNow(answer.retryAt, answer.code);
    const ms = answer.retryAt.getTime() - ctx.realNow().getTime();
    await pause(Math.max(50, ms), undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** What WeCom answers about something that is no longer there, or not for our eyes. */
export const ABSENT = {
  contact: new Set([84061, 40096]),
  member: new Set([60111, 40003]),
  group: new Set([40050, 49008, 86001, 86003, 90501, 90509]),
} as const;

/** The answer, or null when there is no such thing. */
export async function askFor<E extends WecomEndpoint>(
  ctx: Ctx,
  corpId: CorpId,
  endpoint: E,
  input: CallInput<E>,
  absent: ReadonlySet<number>,
  signal?: AbortSignal,
): Promise<Reply<E> | null> {
  try {
    return await ask(ctx, corpId, endpoint, input, signal);
  } catch (err) {
    if (err instanceof WecomRefusal && absent.has(err.code)) return null;
    throw err;
  }
}

/** Works on each with at most so many at a time; the first failure ends it. */
export async function eachOf<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed = false;
  const lane = async () => {
    while (!failed && next < items.length) {
      const item = items[next++]!;
      try {
        await work(item);
      } catch (err) {
        failed = true;
        throw err;
      }
    }
  };
  const ends = await Promise.allSettled(
    Array.from({ length: Math.min(lanes, items.length) }, lane),
  );
  const first = ends.find((end) => end.status === 'rejected');
  if (first) throw first.reason;
}
