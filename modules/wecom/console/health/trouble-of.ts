import type { CorpHealth } from '../../contract.ts';

const LATE_MS = 5 * 60_000;

/** What of a corp's health needs somebody. Times of doors and tokens are the machine's, as `now` is. */
export function troubleOf(health: CorpHealth, now: Date) {
  const { apps, quotas, callbacks, calls } = health;
  const doors = quotas
    .filter((quota) => quota.closedUntil !== null && new Date(quota.closedUntil) > now)
    .map((quota) => ({ ...quota, closedUntil: quota.closedUntil! }));
  const oldest = callbacks.oldestWaitingAt;
  const latest = callbacks.lastReceivedAt;
  // Both by the bank's clock, which may run or stand: they are compared with each other alone.
  const late =
    oldest && latest && Date.parse(latest) - Date.parse(oldest) > LATE_MS ? oldest : null;
  return {
    tokens: apps.filter((app) => app.state === 'active' && app.token.state === 'failed'),
    doors,
    failed: callbacks.failed,
    late,
    fresh: calls.length === 0 && latest === null,
  };
}
