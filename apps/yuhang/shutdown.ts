import type { Log } from '#platform/server/log.ts';

const LIMIT_MS = 20_000;

/**
 * Resolves when the process is asked to stop: SIGINT, SIGTERM, or its parent is gone. The same
 * signal a second time ends it at once (a terminal and a parent may each send their own).
 */
export function untilAskedToStop(log: Log): Promise<string> {
  return new Promise((resolve) => {
    const asked = new Set<string>();
    const on = (reason: string) => {
      if (asked.has(reason)) process.exit(130);
      asked.add(reason);
      if (asked.size === 1) log.info({ reason }, 'stopping');
      resolve(reason);
    };
    process.on('SIGINT', () => on('SIGINT'));
    process.on('SIGTERM', () => on('SIGTERM'));
    if (process.connected) process.once('disconnect', () => on('parent gone'));
  });
}

/** Runs the steps of a stop one after the other; what is not done within 20 s is given up. */
export async function stopWithin(
  log: Log,
  steps: readonly (readonly [name: string, step: () => Promise<unknown>])[],
): Promise<void> {
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
