import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import type { Db } from './db.ts';
import type { Log } from './log.ts';

/** What one process tells the others: something they hold in memory is to be read again. */
export type Channel = 'yuhang_clock' | 'yuhang_audit' | 'yuhang_keys';

/** Sent when the caller's transaction commits. */
export async function tellAll(db: Db, channel: Channel): Promise<void> {
  await sql`select pg_notify(${channel}, '')`.execute(db);
}

export interface Listening {
  stop(): Promise<void>;
}

/**
 * Runs a channel's handler at each notice, and every handler after the connection was away, since
 * what was said meanwhile is lost. Handlers must bear being called too often.
 */
export function listen(
  url: string,
  handlers: Partial<Record<Channel, () => Promise<void>>>,
  log: Log,
): Listening {
  const stopping = new AbortController();
  const call = (channel: string) =>
    handlers[channel as Channel]?.().catch((err) =>
      log.warn({ err: err.message, channel }, 'a notice could not be followed'),
    );
  let client: pg.Client | null = null;

  const loop = (async () => {
    while (!stopping.signal.aborted) {
      const lost = Promise.withResolvers<void>();
      client = new pg.Client({
        connectionString: url,
        application_name: 'yuhang-notices',
        keepAlive: true,
        connectionTimeoutMillis: 3_000,
      });
      client.on('error', () => lost.resolve());
      client.on('end', () => lost.resolve());
      client.on('notification', ({ channel }) => void call(channel));
      try {
        await client.connect();
        for (const channel of Object.keys(handlers)) await client.query(`listen ${channel}`);
        await Promise.all(Object.keys(handlers).map(call));
        await lost.promise;
      } catch (err) {
        log.debug({ err: (err as Error).message }, 'no connection to listen on');
      } finally {
        client.end().catch(() => {});
      }
      await sleep(500, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();

  return {
    async stop() {
      stopping.abort();
      // A connection that is still being made ends by its own time limit, not by being asked to.
      client?.end().catch(() => {});
      await loop;
    },
  };
}
