import { type RawBuilder, sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import { gateSteps } from '../../contract/gate.ts';
import { type Basis, isMass } from '../rules/basis.ts';
import { type Columns, columnsOf } from '../rules/facts.ts';
import type { Policy } from '../rules/policy.ts';
import { NO_CORP } from '../touches/take-back.repo.ts';
import { classRank, type DecideSet, lesser } from './decide.repo.ts';
import { asked, factColumns, factsOf, gather, isPoint, timeJoins } from './gather.repo.ts';
import { firstSaid } from './judged.repo.ts';

export interface Victim {
  readonly customerId: number;
  readonly touchId: string;
  readonly plannedAt: Date;
  readonly basisId: string;
  readonly facts: unknown;
  /** The better one it gives way to. */
  readonly winnerId: string;
  readonly winnerPlannedAt: Date;
}

/** What tells how contacts of a kind are judged, and when they are planned. */
export type Placing = Pick<DecideSet, 'kind' | 'basis' | 'policies' | 'gathering'>;

export type TouchRef = readonly [customerId: number, touchId: string, plannedAt: string];

/**
 * For contacts that found no place: the least of the lesser reserved ones without which they would
 * have. Reserved and in no handover yet; lesser in class, or in score within a class. A lesser one gives
 * way to one contact only, and a contact needs one place only.
 */
export async function findVictims(
  ctx: TxCtx,
  { kind, basis, policies, gathering }: Placing,
  losers: readonly TouchRef[],
): Promise<Victim[]> {
  const rules = afterSlots(asked(policies, basis));
  const names = factsOf(asked(policies, basis), basis);
  const gathered = gather(basis, names, gathering);
  const keys = losers.map(([c, t, p]) => ({ c, t, p }));
  const { rows } = await sql<Victim>`
    with lost as (
      select t.customer_id, t.planned_at, t.touch_id, t.corp_id, t.staff_id, t.unit_id, t.recipient,
             t.class, t.score,
             -- When it was judged for, not where it was deferred to.
             coalesce((t.facts).at, t.due_at) as due_at
        from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k (c bigint, t uuid, p timestamptz)
        join outreach.touch t on t.customer_id = k.c and t.touch_id = k.t and t.planned_at = k.p
       where t.org_id = ${ctx.orgId}::uuid),
    facts as materialized (
      select x.customer_id, x.planned_at, x.touch_id, x.class, x.score, x.recipient,
             coalesce(${gathered.corp}, ${NO_CORP}::uuid) as corp_id,
             ${factColumns(names, gathered.fact)}
        from lost x ${timeJoins(ctx.now())} ${gathered.joins}),
    pairs as (
      select f.touch_id as winner_id, f.planned_at as winner_planned_at, v.customer_id, v.touch_id,
             v.planned_at, v.basis_id, to_jsonb(v.facts) as facts, ${classRank(sql`v.class`)} as rank, v.score,
             ${firstSaid(rules, relieved(basis, gathering.weights), basis)} as said
        from facts f
        join outreach.touch v on v.customer_id = f.customer_id
         and ${lesser(ctx.orgId, sql`v`, { class: sql`f.class`, score: sql`f.score`, recipient: sql`f.recipient` }, kind)}
         and v.counted_on between f.day - 31 and f.day + 31),
    ranked as (
      select *, row_number() over (partition by winner_id order by rank desc, score, touch_id) as nth
        from pairs where said is null)
    select distinct on (customer_id, touch_id) customer_id as "customerId", touch_id as "touchId",
           planned_at as "plannedAt", basis_id as "basisId", facts, winner_id as "winnerId",
           winner_planned_at as "winnerPlannedAt"
      from ranked where nth = 1
     order by customer_id, touch_id, winner_id`.execute(ctx.db);
  return rows;
}

/** The rules from the one on that counts places; those before have let the contact pass. */
const afterSlots = (rules: readonly Policy[]) =>
  rules.filter(({ step }) => gateSteps.indexOf(step) >= gateSteps.indexOf('frequency'));

/** The counts of `f` as they would be without `v`. */
function relieved(basis: Basis, weights: DecideSet['gathering']['weights']): Columns {
  const f = columnsOf('f');
  const minus = (count: RawBuilder<never>, ...when: RawBuilder<unknown>[]) =>
    sql`(${count} - (${sql.join(when, sql` and `)})::int)` as unknown as RawBuilder<never>;
  const near = (days: number) => sql`abs(v.counted_on - f.day) < ${days}::int`;
  const same = (span: string) =>
    sql`date_trunc(${sql.lit(span)}, v.counted_on::timestamp) = date_trunc(${sql.lit(span)}, f.day::timestamp)`;
  const marketing = sql`v.purpose = 'marketing'`;
  const point = isPoint(sql`v.channel`);
  const call = sql`v.channel = 'call_list'`;
  const mass = isMass(basis)
    ? sql`v.channel = ${basis.channel} and coalesce(v.corp_id, ${NO_CORP}::uuid) = f.corp_id`
    : sql`false`;
  const weight = sql`case v.channel ${sql.join(
    [['', 0] as const, ...Object.entries(weights)].map(
      ([channel, w]) => sql`when ${channel} then ${w ?? 0}::float8`,
    ),
    sql` `,
  )} else 0 end`;
  return {
    ...f,
    pointDay: minus(f.pointDay, marketing, point, near(1)),
    pointWeek: minus(f.pointWeek, marketing, point, near(7)),
    pointMonth: minus(f.pointMonth, marketing, point, near(30)),
    callDay: minus(f.callDay, marketing, call, near(1)),
    callMonth: minus(f.callMonth, marketing, call, near(30)),
    massDay: minus(f.massDay, mass, near(1)),
    massWeek: minus(f.massWeek, mass, same('week')),
    massMonth: minus(f.massMonth, mass, same('month')),
    fatigue: sql`(f.fatigue - case when ${marketing} and ${near(basis.settings.days)}
      then ${weight} else 0 end)` as unknown as RawBuilder<never>,
  };
}

export interface Displacement {
  readonly customerId: number;
  readonly touchId: string;
  readonly plannedAt: Date;
  /** Null: no other place can be found in time. */
  readonly until: Date | null;
  readonly facts: unknown;
  readonly version: number;
}

/** Moves reserved contacts out of their places, with their decision kept, and the ledger given back. */
export async function displace(ctx: TxCtx, displaced: readonly Displacement[]): Promise<void> {
  const keys = displaced.map((d) => ({
    c: d.customerId,
    t: d.touchId,
    p: d.plannedAt,
    u: d.until,
    f: d.facts,
    v: d.version,
  }));
  await sql`
    with given as (
      select t.*, k.u as new_until,
             jsonb_populate_record(null::outreach.facts, k.f) as new_facts, k.v as new_version
        from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb)
               as k (c bigint, t uuid, p timestamptz, u timestamptz, f jsonb, v int)
        join outreach.touch t on t.customer_id = k.c and t.touch_id = k.t and t.planned_at = k.p
       where t.org_id = ${ctx.orgId}::uuid and t.state = 'reserved'),
    earlier as (
      insert into outreach.decision (customer_id, touch_id, nth, org_id, decided_at, outcome, rule,
        rule_version, verdict, until_at, facts, basis_id)
      select customer_id, touch_id, decided, org_id, decided_at, outcome, rule, rule_version, verdict,
             until_at, facts, basis_id from given
      on conflict do nothing),
    changed as (
      update outreach.touch t
         set state = case when g.new_until is null then 'displaced' else 'deferred' end,
             outcome = case when g.new_until is null then 'refused' else 'deferred' end,
             rule = 'GATE-004', rule_version = g.new_version, verdict = 'displaced',
             until_at = g.new_until, next_at = g.new_until, due_at = coalesce(g.new_until, t.due_at),
             decided_at = ${ctx.now()}, decided = t.decided + 1, facts = g.new_facts,
             counted_on = null, handover_id = null,
             settled_at = case when g.new_until is null then ${ctx.now()}::timestamptz end
        from given g
       where t.customer_id = g.customer_id and t.touch_id = g.touch_id
         and t.planned_at = g.planned_at and t.state = 'reserved'
      returning t.customer_id, t.touch_id, t.planned_at)
    update outreach.contact_day d
       set contacts = d.contacts - b.contacts, marketing = d.marketing - b.marketing
      from (select g.customer_id, g.counted_on as day, g.channel,
                   coalesce(g.corp_id, ${NO_CORP}::uuid) as corp_id,
                   coalesce(g.recipient, '') as recipient, count(*)::int as contacts,
                   (count(*) filter (where g.purpose = 'marketing'))::int as marketing
              from given g join changed using (customer_id, touch_id, planned_at)
             where g.counted_on is not null group by 1, 2, 3, 4, 5) b
     where d.customer_id = b.customer_id and d.day = b.day and d.channel = b.channel
       and d.corp_id = b.corp_id and d.recipient = b.recipient`.execute(ctx.db);
}

/** Those for whom a place was made are asked once more, in the same run, for the hour they were judged for. */
export async function askAgain(ctx: TxCtx, winners: readonly TouchRef[]): Promise<void> {
  await sql`
    update outreach.touch t
       set next_at = ${ctx.now()}, state = 'proposed', settled_at = null,
           due_at = coalesce((t.facts).at, t.due_at)
      from jsonb_to_recordset(${JSON.stringify(winners.map(([c, t, p]) => ({ c, t, p })))}::jsonb)
             as k (c bigint, t uuid, p timestamptz)
     where t.org_id = ${ctx.orgId}::uuid and t.customer_id = k.c and t.touch_id = k.t
       and t.planned_at = k.p and t.state in ('deferred', 'refused')`.execute(ctx.db);
}
