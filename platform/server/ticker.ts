import { sql } from 'kysely';
import pg from 'pg';
import type { Ctx } from './ctx.ts';
import type { Ticker } from './module.ts';

const LOCK = 7_420_001;
const PAUSE_MS = 500;
const BATCHES_A_TICK = 1_000;

/** Runs every ticker until nothing is due any more. Answers how many rows were handled. */
export async function tickOnce(ctx: Ctx, tickers: readonly Ticker[]): Promise<number> {
  let handled = 0;
  for (const ticker of tickers) {
    for (let i = 0; i < BATCHES_A_TICK; i++) {
      const count = await ticker.run(ctx);
      handled += count;
      if (count === 0) break;
    }
  }
  return handled;
}

export interface TickerLoop {
  stop(): Promise<void>;
}

/**
 * Ticks in one process of the installation at a time: whoever holds the lock. The lock lives on a
 * connection, so a process that dies gives it up at once.
 */
export function startTicker(
  url: string,
  ctx: Ctx,
  tickers: readonly Ticker[],
  onTick: (handled: number, seconds: number) => void = () => {},
): TickerLoop {
  let stopping = false;
  let wake = () => {};
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const loop = (async () => {
    while (!stopping) {
      const client = new pg.Client({ connectionString: url, application_name: 'yuhang-ticker' });
      client.on('error', () => {});
      try {
        await client.connect();
        while (!stopping) {
          const { rows } = await client.query('select pg_try_advisory_lock($1) as held', [LOCK]);
          if (rows[0].held) break;
          await pause(2_000);
        }
        while (!stopping) {
          await client.query('select 1');
          const started = performance.now();
          const handled = await tickEach(ctx, tickers);
          onTick(handled, (performance.now() - started) / 1000);
          await pause(PAUSE_MS);
        }
      } catch (err) {
        if (!stopping) ctx.log.warn({ err }, 'the ticker lost the database; trying again');
        await pause(1_000);
      } finally {
        await client.end().catch(() => {});
      }
    }
  })();

  return {
    async stop() {
      stopping = true;
      wake();
      await loop;
    },
  };
}

/** One broken ticker must not hold up the others. */
async function tickEach(ctx: Ctx, tickers: readonly Ticker[]): Promise<number> {
  let handled = 0;
  for (const ticker of tickers) {
    try {
      handled += await tickOnce(ctx, [ticker]);
    } catch (err) {
      ctx.log.error({ err, ticker: ticker.name }, 'a ticker failed');
      await sql`select 1`.execute(ctx.db);
    }
  }
  return handled;
}
