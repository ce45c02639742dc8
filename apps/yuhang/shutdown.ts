import type { Log } from '#platform/server/log.ts';

const LIMIT_MS = 20_000;
/** A killed launcher's database waits ten seconds for us before it stops too. */
const ORPHAN_LIMIT_MS = 9_000;

export interface StopWatch {
  /** Resolves when the process is asked to stop. */
  readonly asked: Promise<void>;
}

/**
 * Watches for SIGINT, SIGTERM and the end of a parent that started us with a channel. The same
 * signal a second time ends the process at once; two different ones are a terminal and a parent
 * asking for the same thing.
 */
export function untilAskedToStop(log: Log): StopWatch {
  const asking = Promise.withResolvers<void>();
  const seen = new Set<string>();
  const ask = (reason: string) => {
    if (seen.has(reason)) process.exit(130);
    if (seen.size === 0) log.info({ reason }, 'stopping');
    seen.add(reason);
    asking.resolve();
  };
  process.on('SIGINT', ask);
  process.on('SIGTERM', ask);
  // Started with a channel: `send` stays even when the parent is gone already.
  if (process.send) {
    process.channel?.unref();
    // Our output went to the parent as well: nobody reads it any more.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
    const orphaned = () => {
      setTimeout(() => process.exit(1), ORPHAN_LIMIT_MS).unref();
      ask('the parent is gone');
    };
    if (process.connected) process.once('disconnect', orphaned);
    else orphaned();
  }
  return { asked: asking.promise };
}

/** What nobody caught leaves the process in an unknown state: it says so and ends, to be started again. */
export function endWhenBroken(log: Log): void {
  const end = (err: unknown) => {
    log.error({ err }, 'broken: ending');
    process.exit(70);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

export type StopStep = readonly [name: string, step: () => Promise<unknown>];

/** Runs the steps of a stop one after the other; what is not done within 20 s is given up. */
export async function stopWithin(log: Log, steps: readonly StopStep[]): Promise<void> {
  let at = '';
  const limit = setTimeout(() => {
    log.error({ at }, 'not stopped within 20 s; ending anyway');
    process.exit(1);
  }, LIMIT_MS);
  for (const [name, step] of steps) {
    at = name;
    await step().catch((err) => log.warn({ err, at }, 'stopping met an error'));
  }
  clearTimeout(limit);
}
