import type { Rate } from '#protocol/wecom/endpoint.ts';

/** Calls in fixed windows. Over the limit everything is refused until the window has passed again. */

const LENGTH_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000, month: 30 * 86_400_000 };
export type Window = Rate['window'];

interface Counter {
  start: number;
  calls: number;
  blockedUntil: number;
}

export interface Rates {
  /** Counts one call; false when it is over the limit or still blocked. */
  take(key: string, window: Window, limit: number, nowMs: number): boolean;
  clear(): void;
  usage(): { key: string; window: Window; calls: number; blockedUntilMs: number }[];
}

export function openRates(): Rates {
  const counters = new Map<string, Counter>();
  let sweepAt = 0;
  return {
    take(key, window, limit, nowMs) {
      if (nowMs > sweepAt) {
        sweepAt = nowMs + 60_000;
        for (const [k, c] of counters)
          if (nowMs - c.start > LENGTH_MS.month && c.blockedUntil < nowMs) counters.delete(k);
      }
      const length = LENGTH_MS[window];
      const name = `${window} ${key}`;
      const counter = counters.get(name) ?? { start: nowMs, calls: 0, blockedUntil: 0 };
      counters.set(name, counter);
      // A clock that was set back starts over.
      if (nowMs - counter.start >= length || nowMs < counter.start) {
        counter.start = nowMs - (nowMs % length);
        counter.calls = 0;
        if (nowMs < counter.start) counter.blockedUntil = 0;
      }
      if (nowMs < counter.blockedUntil) return false;
      if (counter.calls >= limit) {
        counter.blockedUntil = window === 'day' ? counter.start + length : nowMs + length;
        return false;
      }
      counter.calls++;
      return true;
    },
    clear: () => counters.clear(),
    usage: () =>
      [...counters].map(([name, c]) => {
        const [window, ...key] = name.split(' ');
        return {
          key: key.join(' '),
          window: window as Window,
          calls: c.calls,
          blockedUntilMs: c.blockedUntil,
        };
      }),
  };
}
