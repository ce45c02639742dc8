import { setTimeout as pause } from 'node:timers/promises';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { WecomEndpoint } from '#protocol/wecom/endpoint.ts';
import type { Caller } from '../corps/app.repo.ts';
import * as repo from './bucket.repo.ts';
import { blockMs, filled, type Limit, limitsOf, waitFor } from './limits.ts';

export type Permit =
  | {
      readonly granted: true;
      /** The first after a pause: if it passes, the door is open again. */
      readonly probe: boolean;
    }
  | { readonly granted: false; readonly code: number | null; readonly retryAt: Date };

export interface Permits {
  /** Waits at most so long; answers at once when it is clear that it would be longer. */
  take(ctx: Ctx, caller: Caller, endpoint: WecomEndpoint, patienceMs: number): Promise<Permit>;
  /** The platform says that calls come too fast. */
  shut(ctx: Ctx, caller: Caller, endpoint: WecomEndpoint, code: number): Promise<void>;
  opened(ctx: Ctx, caller: Caller, endpoint: WecomEndpoint): Promise<void>;
}

export interface PermitSettings {
  readonly common?: readonly Limit[];
  readonly blockMs?: (code: number, strikes: number) => number;
}

interface Waiting {
  readonly until: number;
  readonly decide: (permit: Permit) => void;
  readonly fail: (err: unknown) => void;
}

interface Queue {
  readonly waiting: Waiting[];
  running: boolean;
  /** Until then nothing is to be had. */
  dry: { until: number; code: number | null; retryAt: Date } | null;
}

let paced = true;

/**
 * For a process whose hours pass in a moment, as a rehearsal's do: what the platform allows in an hour
 * of its clock is far more than is called in one, and by the machine's clock it would only be waited for.
 */
export function callWithoutPace(): void {
  paced = false;
}

const MOST_AT_ONCE = 200;
const LONGEST_SLEEP_MS = 500;

/**
 * Permits of one process, drawn from the bucket that all processes share: one look at the bucket
 * for everybody who waits at that moment, so a full load costs few looks and nothing is held back.
 */
export function createPermits(settings: PermitSettings = {}): Permits {
  const queues = new Map<string, Queue>();
  const limits = (endpoint: WecomEndpoint) => limitsOf(endpoint, settings.common);

  async function draw(ctx: Ctx, caller: Caller, endpoint: WecomEndpoint, wanted: number) {
    const all = limits(endpoint);
    return inTx(ctx, async (ctx) => {
      let rows = await repo.lockBuckets(ctx, caller, endpoint.name, all);
      if (rows.length < all.length) {
        await repo.ensureBuckets(ctx, caller, endpoint.name, all);
        rows = await repo.lockBuckets(ctx, caller, endpoint.name, all);
      }
      const now = ctx.realNow();
      const door = rows.find((row) => row.limit.per === 'corp' && row.limit.span === 'minute');
      if (door?.closedUntil && door.closedUntil > now)
        return { granted: 0, probe: false, retryAt: door.closedUntil, code: door.closedCode };
      const probe = (door?.strikes ?? 0) > 0;
      const levels = rows.map((row) => ({ ...row, level: filled(row.limit, row, now) }));
      const there = Math.floor(Math.min(...levels.map(({ level }) => level)));
      const granted = Math.min(there, probe ? 1 : wanted);
      if (granted < 1) {
        const ms = Math.max(...levels.map(({ limit, level }) => waitFor(limit, level, now)));
        return { granted: 0, probe, retryAt: new Date(now.getTime() + ms), code: null };
      }
      const at = (row: repo.BucketRow) => (row.at > now ? row.at : now);
      await repo.setLevels(
        ctx,
        caller,
        endpoint.name,
        levels.map((row) => ({ limit: row.limit, level: row.level - granted, at: at(row) })),
      );
      return { granted, probe, retryAt: now, code: null };
    });
  }

  async function serve(ctx: Ctx, caller: Caller, endpoint: WecomEndpoint, queue: Queue) {
    while (queue.waiting.length > 0) {
      const wanted = Math.min(queue.waiting.length, MOST_AT_ONCE);
      const { granted, probe, retryAt, code } = await draw(ctx, caller, endpoint, wanted);
      for (const waiting of queue.waiting.splice(0, granted))
        waiting.decide({ granted: true, probe });
      if (granted > 0) {
        // Whether the door is open shows the first one; the others wait a moment for it.
        if (probe) await pause(50);
        continue;
      }
      const now = performance.now();
      const ms = retryAt.getTime() - ctx.realNow().getTime();
      queue.dry = { until: now + ms, code, retryAt };
      for (const waiting of queue.waiting.splice(0)) {
        if (waiting.until < queue.dry.until) waiting.decide({ granted: false, code, retryAt });
        else queue.waiting.push(waiting);
      }
      if (queue.waiting.length > 0) await pause(Math.max(5, Math.min(ms, LONGEST_SLEEP_MS)));
      queue.dry = null;
    }
    queue.running = false;
  }

  return {
    take(ctx, caller, endpoint, patienceMs) {
      if (!paced) return Promise.resolve({ granted: true, probe: false });
      const key = `${caller.orgId} ${caller.appId} ${endpoint.name}`;
      const queue = queues.get(key) ?? { waiting: [], running: false, dry: null };
      queues.set(key, queue);
      const until = performance.now() + patienceMs;
      if (queue.dry && until < queue.dry.until) {
        const { code, retryAt } = queue.dry;
        return Promise.resolve({ granted: false, code, retryAt });
      }
      return new Promise((resolve, reject) => {
        queue.waiting.push({ until, decide: resolve, fail: reject });
        if (queue.running) return;
        queue.running = true;
        serve(ctx, caller, endpoint, queue).catch((err) => {
          queue.running = false;
          queue.dry = null;
          for (const waiting of queue.waiting.splice(0)) waiting.fail(err);
        });
      });
    },
    shut: (ctx, caller, endpoint, code) =>
      inTx(ctx, (ctx) =>
        repo.shutDoor(ctx, caller, endpoint.name, code, (strikes) =>
          (settings.blockMs ?? blockMs)(code, strikes),
        ),
      ),
    opened: (ctx, caller, endpoint) =>
      inTx(ctx, (ctx) => repo.openDoor(ctx, caller, endpoint.name)),
  };
}
