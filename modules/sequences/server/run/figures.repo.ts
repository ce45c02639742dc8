import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { ExitReason } from '../../contract/run.ts';

export interface RunCounts {
  readonly enrolled: number;
  readonly active: number;
  readonly control: number;
  readonly ended: number;
  readonly converted: number;
}
export const noCounts: RunCounts = { enrolled: 0, active: 0, control: 0, ended: 0, converted: 0 };

export async function countRuns(
  ctx: Ctx,
  planIds: readonly string[],
): Promise<Map<string, RunCounts>> {
  if (planIds.length === 0) return new Map();
  const { rows } = await sql<RunCounts & { planId: string }>`
    select p.plan_id as "planId", coalesce(e.enrolled, 0) as enrolled, coalesce(e.active, 0) as active,
           coalesce(e.ended, 0) as ended, coalesce(e.converted, 0) as converted,
           (select count(*)::int from outreach.assignment a
             where a.org_id = ${ctx.orgId} and a.plan_id = p.plan_id and a.arm = 'control') as control
      from unnest(${[...planIds]}::uuid[]) as p (plan_id)
      left join (
        select plan_id, count(*)::int as enrolled,
               (count(*) filter (where state <> 'ended'))::int as active,
               (count(*) filter (where state = 'ended'))::int as ended,
               (count(*) filter (where exit_reason = 'converted'))::int as converted
          from sequences.enrolment where plan_id = any (${[...planIds]}::uuid[])
         group by plan_id) e on e.plan_id = p.plan_id`.execute(ctx.db);
  return new Map(rows.map(({ planId, ...counts }) => [planId, counts]));
}

export interface RunFigures {
  readonly exits: { reason: ExitReason; count: number }[];
  readonly steps: { step: number; now: number; reached: number; dwellDays: number | null }[];
  readonly needStages: { key: string; count: number }[];
  readonly modes: { key: string; count: number }[];
  readonly days: { day: number; count: number }[];
  readonly rounds: { round: number; entered: number; completed: number }[];
}

const needKeys = ['unknown', 'identified', 'deepened', 'explicit'];

export async function runFigures(
  ctx: Ctx,
  planId: string,
  { rounds, daysPerRound }: { rounds: number; daysPerRound: number },
): Promise<RunFigures> {
  const { rows } = await sql<{
    state: string;
    step: number;
    need: number;
    mode: string;
    day: number;
    reason: ExitReason | null;
    count: number;
  }>`
    select state, step, need_stage as need, mode, day, exit_reason as reason, count(*)::int as count
      from sequences.enrolment where org_id = ${ctx.orgId} and plan_id = ${planId}
     group by 1, 2, 3, 4, 5, 6`.execute(ctx.db);
  const sum = (which: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(which).reduce((n, row) => n + row.count, 0);
  const live = (row: (typeof rows)[number]) => row.state !== 'ended';
  const group = <K extends string | number>(
    keys: readonly K[],
    of: (row: (typeof rows)[number]) => K,
  ) => keys.map((key) => ({ key, count: sum((row) => live(row) && of(row) === key) }));
  const dwell = await dwellDays(ctx, planId);
  const reasons = [...new Set(rows.flatMap(({ reason }) => (reason ? [reason] : [])))];
  return {
    exits: reasons
      .map((reason) => ({ reason, count: sum((row) => row.reason === reason) }))
      .sort((a, b) => b.count - a.count),
    steps: [1, 2, 3].map((step) => ({
      step,
      now: sum((row) => live(row) && row.step === step),
      reached: sum((row) => row.step >= step),
      dwellDays: dwell.get(step) ?? null,
    })),
    needStages: group([0, 1, 2, 3], (row) => row.need).map(({ key, count }) => ({
      key: needKeys[key]!,
      count,
    })),
    modes: group(['aida', 'three_w'], (row) => row.mode),
    days: [...new Set(rows.filter(live).map(({ day }) => day))]
      .sort((a, b) => a - b)
      .map((day) => ({ day, count: sum((row) => live(row) && row.day === day) })),
    rounds: Array.from({ length: rounds }, (_, i) => {
      const [first, last] = [i * daysPerRound, (i + 1) * daysPerRound];
      return {
        round: i + 1,
        entered: sum((row) => row.day > first || i === 0),
        completed: sum((row) => row.day > last || (row.day === last && row.reason === 'completed')),
      };
    }),
  };
}

/** From coming into a step to leaving it, in days. Whoever is still there counts until now. */
async function dwellDays(ctx: Ctx, planId: string): Promise<Map<number, number>> {
  const { rows } = await sql<{ step: number; days: number }>`
    with moves as (
      select m.customer_id, (m.detail ->> 'step')::int as step, m.at,
             lead(m.at) over (partition by m.customer_id order by m.at, m.detail ->> 'step') as next_at
        from sequences.movement m
       where m.plan_id = ${planId} and m.kind = 'step')
    select m.step, avg(extract(epoch from coalesce(m.next_at, e.ended_at, ${ctx.now()}) - m.at)
             / 86400)::float8 as days
      from moves m
      join sequences.enrolment e on e.customer_id = m.customer_id and e.plan_id = ${planId}
     group by 1`.execute(ctx.db);
  return new Map(rows.map(({ step, days }) => [step, Math.max(0, days)]));
}
