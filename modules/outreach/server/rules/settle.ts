import { type RawBuilder, sql } from 'kysely';
import { addDays, startOfDay } from '#platform/server/holidays.ts';
import { type Basis, isMarketing, isTimed } from './basis.ts';
import type { Columns, Facts } from './facts.ts';
import { placeIn } from './hours.ts';
import type { Says, Wait } from './policy.ts';

const DAY_MS = 86_400_000;

/** The two things about a contact that are no facts of its customer. */
export interface Timing {
  readonly touchId: string;
  readonly plannedAt: Date;
}

export interface Settled {
  readonly outcome: 'refused' | 'deferred';
  /** Null with `deferred`: held until its plan goes on. */
  readonly until: Date | null;
}

const windowed = (basis: Basis) =>
  isMarketing(basis) && isTimed(basis) && basis.hours.ordinary !== null;

/**
 * What becomes of a contact that did not pass. A deferred one goes to the next opening, spread over
 * its first minutes by its own id; one that would come too late to mean anything is not made at all.
 */
export function settle(says: Says, facts: Facts, timing: Timing, basis: Basis): Settled {
  if (says.outcome === 'refuse') return { outcome: 'refused', until: null };
  if (says.wait === 'resume') return { outcome: 'deferred', until: null };
  const until = openingAfter(startOf(says.wait!, facts, basis), facts, timing, basis);
  const latest = timing.plannedAt.getTime() + basis.settings.deferDays * DAY_MS;
  return until > latest
    ? { outcome: 'refused', until: null }
    : { outcome: 'deferred', until: new Date(until) };
}

function startOf(wait: Wait, { at, day }: Facts, basis: Basis): number {
  const moment = Date.parse(at);
  if (wait === 'hour') return moment + 3_600_000;
  if (wait === 'opening') return moment;
  return windowed(basis) ? startOfDay(addDays(day, 1)).getTime() : moment + DAY_MS;
}

function openingAfter(from: number, facts: Facts, { touchId }: Timing, basis: Basis): number {
  if (!windowed(basis)) return from;
  const edges = isElderly(facts, basis) ? basis.hours.elderlyMoments : basis.hours.ordinaryMoments;
  const place = placeIn(edges, from);
  if (place % 2 === 1) return from;
  const [open, close] = [edges[place], edges[place + 1]];
  if (open === undefined || close === undefined) return from + BEYOND_MS;
  const room = Math.min(basis.settings.spreadSeconds, (close - open) / 1000);
  return open + (room < 1 ? 0 : Number.parseInt(touchId.slice(0, 8), 16) % Math.floor(room)) * 1000;
}

/** No opening in the days looked at: later than any deferral may last. */
const BEYOND_MS = 400 * DAY_MS;

const isElderly = ({ age }: Facts, { rules }: Basis): boolean =>
  rules['CR-095'].on && age !== null && age >= rules['CR-095'].values.age;

/**
 * The same for a set: when a contact may be tried again, by `wait`. Null where it is held or refused;
 * `tooLate` says which of those that wait are refused.
 */
export function untilSql(
  wait: RawBuilder<unknown>,
  columns: Columns,
  touchId: RawBuilder<unknown>,
  basis: Basis,
): RawBuilder<Date | null> {
  const { at, day, age } = columns;
  const free = !windowed(basis);
  const start = sql`case ${wait} when 'hour' then ${at} + interval '1 hour'
    when 'opening' then ${at}
    when 'next_day' then ${free ? sql`${at} + interval '1 day'` : sql`(${day} + 1)::timestamp at time zone 'UTC' - interval '8 hours'`} end`;
  if (free) return sql`(${start})`;
  const ordinary = momentsSql(basis.hours.ordinaryMoments);
  const { 'CR-095': rule } = basis.rules;
  const edges = rule.on
    ? sql`case when ${age} >= ${rule.values.age}::int then ${momentsSql(basis.hours.elderlyMoments)} else ${ordinary} end`
    : ordinary;
  return sql`(
    select case when w.place % 2 = 1 then w.start
                when w.edges[w.place + 2] is null then w.start + interval '400 days'
                else w.edges[w.place + 1] + make_interval(secs => case
                  when floor(w.room) < 1 then 0
                  else ('x' || substr(${touchId}::text, 1, 8))::bit(32)::bigint % floor(w.room)::bigint end) end
      from (select s.start, s.edges, s.place, least(${basis.settings.spreadSeconds}::float8,
                     extract(epoch from s.edges[s.place + 2] - s.edges[s.place + 1])::float8) as room
              from (select q.start, q.edges, width_bucket(q.start, q.edges) as place
                      from (select ${start} as start, ${edges} as edges) q) s) w
     where w.start is not null)`;
}

const momentsSql = (moments: readonly number[]) =>
  sql`${moments.map((moment) => new Date(moment).toISOString())}::timestamptz[]`;
