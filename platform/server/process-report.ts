import { hostname } from 'node:os';
import type { Db } from './db.ts';
import { newId } from './ids.ts';
import type { Log } from './log.ts';

const EVERY_MS = 2_000;

/** Lets the other processes, and whoever looks after the system, know that this one lives. */
export async function reportProcess(
  db: Db,
  role: string,
  log: Log,
): Promise<{ stop(): Promise<void> }> {
  const id = newId();
  const startedAt = new Date();
  const report = () =>
    db
      .insertInto('platform.process')
      .values({
        id,
        role,
        host: hostname(),
        pid: process.pid,
        workers: [],
        startedAt,
        seenAt: new Date(),
      })
      .onConflict((c) => c.column('id').doUpdateSet({ seenAt: new Date() }))
      .execute();
  await report();
  const timer = setInterval(() => {
    report().catch((err) => log.debug({ err: err.message }, 'could not report that it lives'));
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await db
        .deleteFrom('platform.process')
        .where('id', '=', id)
        .execute()
        .catch(() => {});
    },
  };
}
