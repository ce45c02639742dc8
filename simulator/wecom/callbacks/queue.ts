import type pg from 'pg';
import { z } from 'zod';
import { CALLBACK_ATTEMPTS } from '#protocol/wecom/limits.ts';
import type { Clock } from '../core/clock.ts';
import { row, rows, run } from '../core/db.ts';
import type { Directory } from '../core/directory.ts';
import type { Ids } from '../core/ids.ts';
import { closeSenders, send } from './send.ts';

/** What goes wrong with callbacks on request. Shares are between 0 and 1. */
export const CallbackFaults = z.object({
  duplicate: z.number().min(0).max(1).default(0),
  drop: z.number().min(0).max(1).default(0),
  /** Overtaken by what follows. */
  reorder: z.number().min(0).max(1).default(0),
  delay: z.number().min(0).max(1).default(0),
  /** Machine milliseconds, for `delay` and `reorder`. */
  delayMs: z.int().min(0).max(600_000).default(2000),
  /** Nothing is sent until it is lifted. */
  paused: z.boolean().default(false),
});
export type CallbackFaults = z.infer<typeof CallbackFaults>;

export interface CallbackQueue {
  /** Something was committed: look. */
  wake(): void;
  setFaults(faults: CallbackFaults): void;
  faults(): CallbackFaults;
  setRetryDelays(ms: readonly number[]): void;
  counts(): Promise<Record<string, number>>;
  /** True when nothing waits; false when it still does after so long. */
  idle(timeoutMs: number): Promise<boolean>;
  resend(id: number): Promise<boolean>;
  stop(): Promise<void>;
}

interface Item {
  id: number;
  corp_id: string;
  agent_id: number;
  subject: string;
  message: string;
  attempts: number;
  held: boolean;
}

const BATCH = 500;
const MOST_UNDER_WAY = 1000;
const LANES = 16;
const FLUSH_MS = 10;
const NO_FAULTS = CallbackFaults.parse({});

/** Several lanes at once; what concerns the same subject goes down the same lane, in order. */
export async function openCallbackQueue(
  pool: pg.Pool,
  clock: Clock,
  directory: Directory,
  ids: Ids,
  afterDelivery: (item: Item, answer: string) => Promise<void>,
): Promise<CallbackQueue> {
  await run(pool, `update outbox set state = 'waiting' where state = 'sending'`);
  let faults = NO_FAULTS;
  // Not published: how long WeCom waits between its three attempts.
  let retryDelays: readonly number[] = [1000, 3000];
  let working: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function deliver(item: Item): Promise<void> {
    const app = directory.corp(item.corp_id)?.apps.get(item.agent_id);
    if (!app?.callback || app.closed) return settle(item, 'dropped', null, 'no callback');
    const outcome = await send(item.corp_id, app, app.callback, item.message, clock.now());
    if (outcome.answered) {
      await afterDelivery(item, outcome.body).catch(() => {});
      return settle(item, 'delivered', outcome.status, null);
    }
    if (item.attempts + 1 >= CALLBACK_ATTEMPTS) return settle(item, 'lost', null, outcome.problem);
    const delay = retryDelays[item.attempts] ?? retryDelays.at(-1) ?? 0;
    await run(
      pool,
      `update outbox set state = 'waiting', attempts = attempts + 1, problem = $2,
              not_before_ms = $3 where id = $1`,
      [item.id, outcome.problem, Date.now() + delay],
    );
  }

  const settled: { id: number; state: string; status: number | null; problem: string | null }[] =
    [];
  let flushTimer: NodeJS.Timeout | undefined;
  function settle(item: Item, state: string, status: number | null, problem: string | null): void {
    settled.push({ id: item.id, state, status, problem });
    // Somebody waits, and this was the last they wait for.
    if (flushed.length > 0 && underWay <= 1) void flush().catch(() => {});
    else flushTimer ??= setTimeout(() => void flush().catch(() => {}), FLUSH_MS);
  }
  async function flush(): Promise<void> {
    clearTimeout(flushTimer);
    flushTimer = undefined;
    if (settled.length === 0) return;
    const batch = settled.splice(0);
    const told = flushed.splice(0);
    await run(
      pool,
      `update outbox o set state = s.state, status = s.status, problem = s.problem,
              attempts = o.attempts + 1
         from unnest($1::bigint[], $2::text[], $3::smallint[], $4::text[]) s(id, state, status, problem)
        where o.id = s.id`,
      [
        batch.map((s) => s.id),
        batch.map((s) => s.state),
        batch.map((s) => s.status),
        batch.map((s) => s.problem),
      ],
    );
    for (const tell of told) tell();
  }
  /** Whoever waits for something to have been settled. */
  const flushed: (() => void)[] = [];

  /** First attempts only; retries have had their trouble. */
  async function withFaults(item: Item): Promise<void> {
    if (item.attempts > 0 || item.held || faults === NO_FAULTS) return deliver(item);
    if (faults.drop && ids.chance() < faults.drop) return settle(item, 'dropped', null, 'fault');
    const late =
      (faults.delay && ids.chance() < faults.delay) ||
      (faults.reorder && ids.chance() < faults.reorder);
    if (late) {
      const until = Date.now() + 1 + Math.floor(ids.chance() * faults.delayMs);
      await run(
        pool,
        `update outbox set state = 'waiting', held = true, not_before_ms = $2 where id = $1`,
        [item.id, until],
      );
      return;
    }
    await deliver(item);
    if (faults.duplicate && ids.chance() < faults.duplicate) await deliver(item);
  }

  const lanes = new Map<string, Promise<void>>();
  let underWay = 0;
  let roomMade = () => {};
  function push(item: Item): void {
    underWay++;
    const lane = laneOf(item);
    const next = (lanes.get(lane) ?? Promise.resolve())
      .then(() => withFaults(item))
      .catch((error) => settle(item, 'lost', null, String(error)))
      .finally(() => {
        underWay--;
        if (lanes.get(lane) === next) lanes.delete(lane);
        roomMade();
        if (underWay === 0) wake();
      });
    lanes.set(lane, next);
  }

  async function work(): Promise<void> {
    while (!stopped && !faults.paused) {
      while (underWay >= MOST_UNDER_WAY && !stopped)
        await new Promise<void>((resolve) => {
          roomMade = resolve;
        });
      again = false;
      const items = await rows<Item>(
        pool,
        `update outbox set state = 'sending' where id in (
           select id from outbox where state = 'waiting' and not_before_ms <= $1
            order by id limit ${BATCH} for update skip locked)
         returning id, corp_id, agent_id, subject, message, attempts, held`,
        [Date.now()],
      );
      items.sort((a, b) => a.id - b.id);
      for (const item of items) push(item);
      if (items.length === 0 && !again) break;
    }
    const next = await row<{ at: number | null }>(
      pool,
      `select min(not_before_ms) at from outbox where state = 'waiting'`,
    );
    if (next?.at && !stopped && !faults.paused) {
      clearTimeout(timer);
      timer = setTimeout(wake, Math.max(5, next.at - Date.now()));
    }
  }

  function wake(): void {
    again = true;
    if (working || stopped) return;
    working = work()
      .catch(() => {})
      .finally(() => {
        working = null;
        if (again && !stopped && !faults.paused) setTimeout(wake, 50);
      });
  }

  wake();
  return {
    wake,
    faults: () => faults,
    setFaults(next) {
      const quiet = JSON.stringify(next) === JSON.stringify(NO_FAULTS);
      faults = quiet ? NO_FAULTS : next;
      wake();
    },
    setRetryDelays(ms) {
      retryDelays = ms;
    },
    async counts() {
      const found = await rows<{ state: string; n: number }>(
        pool,
        'select state, count(*) n from outbox group by state',
      );
      return Object.fromEntries(found.map((c) => [c.state, c.n]));
    },
    async idle(timeoutMs) {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const waiting = await row<{ n: number }>(
          pool,
          `select count(*) n from outbox where state in ('waiting', 'sending')`,
        );
        if (!waiting?.n) return true;
        if (Date.now() >= deadline) return false;
        wake();
        await new Promise<void>((resolve) => {
          flushed.push(resolve);
          setTimeout(resolve, 10);
        });
      }
    },
    async resend(id) {
      const changed = await run(
        pool,
        `update outbox set state = 'waiting', attempts = 0, not_before_ms = 0 where id = $1`,
        [id],
      );
      wake();
      return changed > 0;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      roomMade();
      await working;
      closeSenders();
      await Promise.all(lanes.values());
      await flush();
    },
  };
}

function laneOf(item: Item): string {
  let hash = item.agent_id;
  for (const char of item.subject) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) | 0;
  return `${item.corp_id} ${item.agent_id} ${Math.abs(hash) % LANES}`;
}
