import type { Ctx } from '#platform/server/ctx.ts';
import { insertCalls, type RecordedCall } from './call-log.repo.ts';

/** Everything recorded while the last write was under way is one write. */
export function createCallLog(): (ctx: Ctx, call: RecordedCall) => Promise<void> {
  let waiting: RecordedCall[] = [];
  let writing: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  async function write(ctx: Ctx): Promise<void> {
    const calls = waiting;
    waiting = [];
    next = null;
    try {
      for (let i = 0; i < calls.length; i += 500) await insertCalls(ctx, calls.slice(i, i + 500));
    } catch (err) {
      // The call itself was made; its outcome must not be lost with its record.
      ctx.log.error({ err, calls: calls.length }, 'calls to WeCom could not be recorded');
    }
  }

  return (ctx, call) => {
    waiting.push(call);
    next ??= (writing ?? Promise.resolve()).then(() => {
      writing = write(ctx);
      return writing;
    });
    return next;
  };
}
