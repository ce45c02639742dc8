import { writeClock } from '#platform/server/clock.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Drain } from '#platform/server/drain.ts';
import type { Installation } from '../yuhang/installation.ts';
import type { BankSpec } from './bank-spec.ts';
import { lookOver } from './statistics.ts';

const HOUR = 3_600_000;
/** It begins so many hours before midnight. */
const EVENING = 2;
const hourOfDay = (hour: number) => (24 - EVENING + hour) % 24;
/**
 * Nobody is written to at night and next to nobody looks at a phone: from two o'clock on the hours of a
 * night are one step, and who would have looked then does so at six.
 */
const ASLEEP: ReadonlySet<number> = new Set([2, 3, 4, 5]);
/** People answer, the product answers them: so often within an hour at most. */
const ROUNDS = 4;
/** What moves a plan: asked in every hour that is lived. */
const MOVING =
  /^(outreach|sequences)\.|^(audiences\.(due|ended-tags)|customers\.expire-tags|wecom\.refresh-copy|platform\.wake-tasks)$/;
/**
 * What a bank does once a day, when the day begins: as much of it as could change what a plan does. No
 * copy of WeCom is compared that nothing can have got lost from, no audit is checked and nothing is
 * thrown away in a bank that is gone in a minute.
 */
const DAILY =
  /^(org|outreach|sequences|audiences|customers|content|tracking)\.|^(wecom\.refresh-copy|platform\.wake-tasks)$/;
/** And when people come to work. */
const MORNING = new RegExp(`${MOVING.source}|^workbench\\.`);
const FIXED: ReadonlyMap<number, RegExp> = new Map([
  [0, DAILY],
  [7, MORNING],
]);
/** Who deletes his manager is known to have done so before anything else leaves. */
const HEARD = /^wecom\.refresh-copy$/;
/** After the day was laid out, and while the most of it leaves. */
const GROWS: ReadonlySet<number> = new Set([1, 8, 10, 14]);
/** What is out is taken back when its customers' hours end; who confirms before that does so in time. */
export const CLOSES = /^outreach\.close-handovers$/;
/** So long before: the last moment in which somebody confirms. */
const LAST_MOMENT = 60_000;
/** Looks that find nothing as long as nobody does anything. */
const WAITED_FOR = new RegExp(`^(?!outreach\\.own-mass$)(?=${MOVING.source})`);

interface Stepped {
  readonly acts: number;
  /** When somebody is going to do something, in seconds. */
  readonly nextDue: number | null;
}

/** Drives the clocks of bank and simulator, and lets everything of an hour happen before the next. */
export function hourByHour(
  { begin, days, simulatorUrl, worldUrl, everyHour }: BankSpec,
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
    const { version } = clock.setting();
    const standing = { mode: 'standing' as const, realAt: new Date(), businessAt: at, factor: 1 };
    if (!(await writeClock(db, standing, version)))
      throw new Error('somebody else moved the clock of a rehearsal');
    await clock.refresh();
  }

  async function live(ctx: Ctx, drain: Drain, onDay: (days: number) => void) {
    const start = Date.parse(begin);
    const last = days * 24 + EVENING;
    let told = 0;
    for (let hour = 1; hour <= last; ) {
      const at = new Date(start + hour * HOUR);
      await goTo(at);
      if (GROWS.has(hourOfDay(hour))) await timed('statistics', () => lookOver(db));
      await drain(ctx, FIXED.get(hourOfDay(hour)) ?? MOVING);
      const stepped = await peopleAct(ctx, drain);
      const next = await nextHour(ctx, drain, hour, stepped);
      await beforeItCloses(ctx, drain, at, new Date(start + next * HOUR));
      hour = next;
      if (hour < told + 6) continue;
      told = hour;
      onDay(Math.max(0, Math.min(days, (hour - EVENING) / 24)));
    }
    onDay(days);
    const { totals } = await ask<{ totals: CallTotals }>(`${simulatorUrl}/sim/calls?limit=1`);
    const {
      acts,
      visits,
      desk = {},
    } = await ask<{
      acts: Record<string, { done: number }>;
      visits: { sent: number };
      desk?: Record<string, { done: number }>;
    }>(`${worldUrl}/health`);
    const did = Object.entries(acts).map(([act, { done }]) => ({ act, done }));
    const atDesks = Object.entries(desk)
      .map(([what, { done }]) => ({ act: `desk.${what}`, done }))
      .sort((a, b) => (a.act < b.act ? -1 : 1));
    const pages = visits.sent > 0 ? [{ act: 'customer.open-page', done: visits.sent }] : [];
    return {
      calls: callsOf(totals),
      work: [...spent].map(([name, { runs, ms }]) => ({ name, runs, seconds: ms / 1000 })),
      acts: [...did, ...pages, ...atDesks],
    };
  }

  const goTo = (at: Date) =>
    timed('clock', () =>
      Promise.all([
        standAt(at),
        ask(`${simulatorUrl}/sim/clock`, 'POST', { now: at.toISOString() }),
      ]),
    );

  async function peopleAct(ctx: Ctx, drain: Drain): Promise<Stepped> {
    for (let round = 1; ; round++) {
      const stepped = await timed('people', () => ask<Stepped>(`${worldUrl}/step`, 'POST'));
      await timed('callbacks', () =>
        ask(`${simulatorUrl}/sim/callbacks/idle`, 'POST', { timeoutMs: 60_000 }),
      );
      // What the people did is heard now; what is due because of it, with the next hour.
      const { jobs } = await drain(ctx, HEARD);
      if (stepped.acts === 0 || jobs === 0 || round === ROUNDS) return stepped;
    }
  }

  /**
   * Windows end at their own minute. Whoever would have confirmed before it does so then: with the full
   * hour that follows it would be too late, and the task would be given out once more for nothing.
   */
  async function beforeItCloses(ctx: Ctx, drain: Drain, at: Date, next: Date): Promise<void> {
    const closes = await drain.nextAt(ctx, CLOSES);
    if (closes === null || closes > next) return;
    const last = new Date(closes.getTime() - LAST_MOMENT);
    if (last <= at) return;
    await goTo(last);
    await peopleAct(ctx, drain);
  }

  /** Hours in which nothing is due, for the bank or for the people, are one step. */
  async function nextHour(ctx: Ctx, drain: Drain, hour: number, stepped: Stepped) {
    let next = hour + 1;
    if (!everyHour && stepped.acts === 0) {
      const bank = await drain.nextAt(ctx, WAITED_FOR);
      const first = Math.min(
        bank?.getTime() ?? Number.POSITIVE_INFINITY,
        stepped.nextDue === null ? Number.POSITIVE_INFINITY : stepped.nextDue * 1000,
      );
      const due = Math.ceil((first - Date.parse(begin)) / HOUR);
      while (next < due && !FIXED.has(hourOfDay(next))) next++;
    }
    while (ASLEEP.has(hourOfDay(next))) next++;
    return next;
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
