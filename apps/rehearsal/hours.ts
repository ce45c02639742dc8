import { sql } from 'kysely';
import { readClock, writeClock } from '#platform/server/clock.ts';
import type { Asked, Drained } from '#platform/server/drain.ts';
import type { Installation } from '../yuhang/installation.ts';
import type { BankSpec } from './bank-spec.ts';

const HOUR = 3_600_000;
/** It begins so many hours before midnight. */
const EVENING = 2;
/**
 * Nobody is written to at night and next to nobody looks at a phone: from two o'clock on the hours of a
 * night are one step, and who would have looked then does so at six.
 */
const ASLEEP: ReadonlySet<number> = new Set([2, 3, 4, 5]);
/**
 * Days pass faster here than the database looks over its tables by itself: before each day is laid out,
 * and once more before the first messages leave.
 */
const looksOver = (hour: number) => hourOfDay(hour) === 0 || hour === EVENING + 6;
const GROWING = [
  'outreach.touch',
  'outreach.handover',
  'outreach.moment_tag',
  'sequences.enrolment',
];
const hourOfDay = (hour: number) => (24 - EVENING + hour) % 24;
/** People answer, the product answers them: so often within an hour at most. */
const ROUNDS = 4;
/** What moves a plan is asked for every hour, the keeping of the house once a day, at one. */
const DAILY = 1;
const OFTEN =
  /^(outreach|sequences|audiences|wecom|customers|content|workbench|insights)\.|^platform\.(wake-tasks|daily)$/;

/** Drives the clocks of bank and simulator, and lets everything of an hour happen before the next. */
export function hourByHour(
  { begin, days, simulatorUrl, worldUrl }: BankSpec,
  { database: { db }, clock }: Installation,
) {
  const ask = async <T>(url: string, method = 'GET', body?: object): Promise<T> => {
    const response = await fetch(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!response.ok) throw new Error(`${method} ${url}: ${await response.text()}`);
    return (await response.json()) as T;
  };

  const spent = new Map<string, { runs: number; ms: number }>();
  async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
    const since = performance.now();
    const result = await work();
    const so = spent.get(name) ?? { runs: 0, ms: 0 };
    spent.set(name, { runs: so.runs + 1, ms: so.ms + performance.now() - since });
    return result;
  }

  async function standAt(at: Date): Promise<void> {
    const { version } = await readClock(db);
    const standing = { mode: 'standing' as const, realAt: new Date(), businessAt: at, factor: 1 };
    await writeClock(db, standing, version);
    await clock.refresh();
  }

  async function lookOver(): Promise<void> {
    for (const table of GROWING) await sql`analyze ${sql.table(table)}`.execute(db);
  }

  async function live(drain: (asked: Asked) => Promise<Drained>, onDay: (days: number) => void) {
    const start = Date.parse(begin);
    for (let hour = 1; hour <= days * 24 + EVENING; hour++) {
      if (ASLEEP.has(hourOfDay(hour))) continue;
      const at = new Date(start + hour * HOUR);
      await timed('clock', async () => {
        await standAt(at);
        await ask(`${simulatorUrl}/sim/clock`, 'POST', { now: at.toISOString() });
      });
      if (looksOver(hour)) await timed('statistics', lookOver);
      await drain(hourOfDay(hour) === DAILY ? 'all' : OFTEN);
      for (let round = 0; round < ROUNDS; round++) {
        const { acts } = await timed('people', () =>
          ask<{ acts: number }>(`${worldUrl}/step`, 'POST'),
        );
        await timed('callbacks', () =>
          ask(`${simulatorUrl}/sim/callbacks/idle`, 'POST', { timeoutMs: 60_000 }),
        );
        // What the people did is heard now; what is due because of it, with the next hour.
        const { jobs } = await drain('none');
        if (acts === 0 || jobs === 0) break;
      }
      if (hour % 6 === 0) onDay(Math.max(0, Math.min(days, (hour - EVENING) / 24)));
    }
    onDay(days);
    const { totals } = await ask<{ totals: CallTotals }>(`${simulatorUrl}/sim/calls?limit=1`);
    const { acts } = await ask<{ acts: Record<string, { done: number }> }>(`${worldUrl}/health`);
    return {
      calls: callsOf(totals),
      work: [...spent].map(([name, { runs, ms }]) => ({ name, runs, seconds: ms / 1000 })),
      acts: Object.entries(acts).map(([act, { done }]) => ({ act, done })),
    };
  }
  return { standAt, live };
}

type CallTotals = Record<string, { calls: number; failures: number }>;
const callsOf = (totals: CallTotals) =>
  Object.entries(totals).map(([path, { calls, failures }]) => ({
    path,
    calls,
    refused: failures,
  }));
