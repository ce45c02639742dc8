import { type RawBuilder, sql } from 'kysely';
import type { BucketRange } from '#platform/server/buckets.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { switchedOff } from '../react/choice.repo.ts';

export interface Tick {
  readonly planId: string;
  /** The bank's day, and when its next begins. */
  readonly today: string;
  readonly tomorrowAt: Date;
  readonly versions: readonly TickVersion[];
}

/** Of a version, what moves its customers: one entry for each day of the sequence. */
export interface TickVersion {
  readonly version: number;
  readonly inactivityDays: number | null;
  readonly days: readonly { day: number; round: number; stage: number; step: number }[];
}

/** The layout of days as rows, so that a tick joins it: a day after the last is not in it. */
const layout = ({ versions }: Tick): RawBuilder<unknown> => {
  const rows = versions.flatMap(({ version, days }) => days.map((day) => ({ version, ...day })));
  const column = (key: 'version' | 'day' | 'round' | 'stage' | 'step') =>
    rows.map((row) => row[key]);
  return sql`unnest(${column('version')}::int[], ${column('day')}::int[], ${column('round')}::int[],
    ${column('stage')}::int[], ${column('step')}::int[]) as l (version, day, round, stage, step)`;
};
const patience = ({ versions }: Tick): RawBuilder<unknown> =>
  sql`unnest(${versions.map((v) => v.version)}::int[],
    ${versions.map((v) => v.inactivityDays)}::int[]) as v (version, inactivity)`;

/**
 * Moves everybody of a range who is due to today, in one statement, and writes down what changed.
 * A cell moves by one a step, recognition first: trust comes before need is worked on (R-073). Of whoever
 * wants no personalised recommendations neither is looked at: they go by the days alone (CR-013).
 * Whoever could not be moved in time is put back by the days that were missed.
 */
export async function moveDue(ctx: TxCtx, tick: Tick, range: BucketRange): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with due as materialized (
      select e.customer_id, e.version, e.day as was_day, e.round as was_round, e.stage as was_stage,
             e.step as was_step, e.cell as was_cell, e.need_stage as was_need, e.state as was_state,
             greatest(0, ${tick.today}::date - (e.next_at at time zone 'Asia/Shanghai')::date) as late,
             e.anchor, e.shown_step, e.last_signal_at, e.started_at, c.state as customer,
             s.need, s.recognition, coalesce(s.need_stage, 0) as need_stage,
             coalesce(s.cell, 0) as stands, k.off is true as generic
        from sequences.enrolment e
        left join lateral (select c.state from customers.customer c
             where c.customer_id = e.customer_id and c.org_id = ${ctx.orgId} offset 0) c on true
        left join lateral (select ${switchedOff(sql`e.customer_id`)} as off offset 0) k on true
        left join lateral (select s.need, s.recognition, s.need_stage, s.cell from audiences.standing s
             where s.customer_id = e.customer_id and not k.off offset 0) s on true
       where e.plan_id = ${tick.planId} and e.bucket >= ${range.from} and e.bucket < ${range.to}
         and e.state <> 'ended' and e.next_at <= ${ctx.now()}),
    placed as materialized (
      select d.*, d.anchor + d.late as to_anchor, n.day as to_day, l.round as to_round,
             l.stage as to_stage,
             greatest(l.step, d.shown_step, case when d.need_stage >= 2 then 3 else 1 end) as to_step,
             case
               when d.generic then 0
               when d.stands % 3 > d.was_cell % 3 then d.was_cell + 1
               when d.stands / 3 > d.was_cell / 3 then d.was_cell + 3
               when d.stands % 3 < d.was_cell % 3 then d.was_cell - 1
               when d.stands / 3 < d.was_cell / 3 then d.was_cell - 3
               else d.was_cell end as to_cell,
             case
               when coalesce(d.customer, 'erased') <> 'active' then 'gone'
               when l.day is null then 'completed'
               when coalesce(d.last_signal_at, d.started_at)
                      < ${ctx.now()}::timestamptz - make_interval(days => v.inactivity) then 'inactive'
             end as leaves
        from due d
        cross join lateral (select greatest(${tick.today}::date - (d.anchor + d.late), d.was_day) as day) n
        join ${patience(tick)} on v.version = d.version
        left join ${layout(tick)} on l.version = d.version and l.day = n.day),
    moved as (
      update sequences.enrolment e
         set state = case when p.leaves is null then 'active' else 'ended' end,
             exit_reason = p.leaves, ended_at = case when p.leaves is not null then ${ctx.now()}::timestamptz end,
             anchor = p.to_anchor, day = case when p.leaves is null then p.to_day else e.day end,
             round = coalesce(p.to_round, e.round), stage = coalesce(p.to_stage, e.stage),
             step = coalesce(p.to_step, e.step), cell = p.to_cell, need_stage = p.need_stage,
             generic = p.generic, resume_on = null, laid_at = ${ctx.now()},
             next_at = case when p.leaves is null then ${tick.tomorrowAt}::timestamptz end
        from placed p
       where e.customer_id = p.customer_id and e.plan_id = ${tick.planId}
         -- Said again, so that a join of sets reads this range and not the whole plan.
         and e.bucket >= ${range.from} and e.bucket < ${range.to}
      returning e.customer_id),
    told as (
      insert into sequences.movement (customer_id, plan_id, movement_id, org_id, at, kind, cause, detail,
        need, recognition, cell, need_stage)
      select p.customer_id, ${tick.planId}::uuid,
             md5(concat_ws('/', s.kind, ${tick.today}::text, s.detail))::uuid, ${ctx.orgId}::uuid,
             ${ctx.now()}, s.kind, 'tick', s.detail, p.need, p.recognition, p.to_cell, p.need_stage
        from placed p
        cross join lateral (
          select 'exit' as kind, jsonb_build_object('reason', leaves) as detail
           where leaves is not null
          union all
          select 'late', jsonb_build_object('days', late) where late > 0 and leaves is null
          union all
          select 'resume', '{}' where was_state = 'paused' and leaves is null
          union all
          select 'round', jsonb_build_object('round', to_round)
           where to_round <> was_round and leaves is null
          union all
          select 'stage', jsonb_build_object('stage', to_stage, 'from', was_stage, 'day', to_day)
           where to_stage <> was_stage and leaves is null
          union all
          select 'step', jsonb_build_object('step', to_step)
           where to_step <> was_step and leaves is null
          union all
          select 'cell', jsonb_build_object('from', was_cell, 'to', to_cell, 'stands', stands)
           where to_cell <> was_cell and not generic
          union all
          select 'need_stage', jsonb_build_object('from', was_need, 'to', need_stage)
           where need_stage <> was_need and not generic) s
      on conflict do nothing)
    select count(*)::int as count from moved`.execute(ctx.db);
  return rows[0]!.count;
}

/**
 * Statements of a tick are planned each time: a plan kept from when tables were empty reads all of them
 * for every range once they are full.
 */
export async function planForThisTime(ctx: TxCtx): Promise<void> {
  await sql`select set_config('plan_cache_mode', 'force_custom_plan', true)`.execute(ctx.db);
}

/**
 * Moving joins two sets of the same customers. Right after an intake nobody knows how many they are, and
 * one would be looked through for each of the other.
 */
export async function joinAsSets(ctx: TxCtx, sets: boolean): Promise<void> {
  await sql`select set_config('enable_nestloop', ${sets ? 'off' : 'on'}, true)`.execute(ctx.db);
}

/** How long ago a message was, at the most, that an SMS comes after because nobody read it. */
const UNREAD_MS = 30 * 86_400_000;

/**
 * R-076, R-077, R-180: somebody in step 3 whose need was shown and who knows us, for a known product; and
 * who wants such things to be concluded (CR-013).
 */
const mayOffer = sql`not e.generic and e.step = 3 and (e.shown_step = 3 or e.need_stage >= 2) and e.cell % 3 >= 1
  and i.product_id is not null`;

const laid = (tick: Tick, range: BucketRange, ctx: TxCtx) => sql`
    from sequences.enrolment e
    join sequences.plan_item i on i.org_id = ${ctx.orgId} and i.plan_id = ${tick.planId}
     and i.version = e.version and i.day = e.day
   where e.plan_id = ${tick.planId} and e.bucket >= ${range.from} and e.bucket < ${range.to}
     and e.laid_at = ${ctx.now()} and e.state = 'active'
     and i.letter & e.skipped = 0
     and (e.mode = 'aida' or i.lane <> 'one_to_one' or i.three_w)`;

/**
 * What today says to those who were just moved, as outreach takes it. The hour within the window goes
 * by the colleague, so that what one colleague confirms comes together.
 */
export const candidates = (ctx: TxCtx, tick: Tick, range: BucketRange): RawBuilder<unknown> => sql`
  select e.customer_id,
         ((${tick.today}::date + make_interval(secs => i.window_from
           + (hashtextextended(e.staff_id::text, i.day) & 1023) * (i.window_to - i.window_from) / 1024))
           at time zone 'Asia/Shanghai') as planned_at,
         i.item_key, e.round::text as occurrence,
         case i.lane when 'rm_task' then 'work_item' else i.lane end as channel,
         e.corp_id, e.staff_id, null::text as recipient, 'content.item' as content_kind,
         i.content_id::text as content_id, i.content_version, i.product_id,
         case when i.params is not null then jsonb_build_object('values', i.params) end as params,
         (e.step * 10 + e.need_stage * 5)::real as score
  ${laid(tick, range, ctx)}
     and (not i.offer or (${mayOffer}))
     and (i.needs_tag is null or exists (select from customers.customer_tag t
           where t.customer_id = e.customer_id and t.tag_id = i.needs_tag
             and (not e.generic or t.source in ('manual', 'customer', 'questionnaire', 'bank_data'))
             and (t.expires_at is null or t.expires_at > ${ctx.now()})))
     and (i.lane <> 'sms' or exists (select from outreach.touch t
           where t.customer_id = e.customer_id and t.plan_id = e.plan_id and t.item_key = i.after_item
             and t.state in ('handed_over', 'confirmed', 'delivered', 'expired', 'failed')
             and t.planned_at > ${new Date(ctx.now().getTime() - UNREAD_MS)} and t.planned_at < ${tick.tomorrowAt}
             and (e.last_signal_at is null or e.last_signal_at < t.planned_at)))`;

/** Offers that wait, each with why: what is held back is shown, not lost. */
export async function noteHeld(ctx: TxCtx, tick: Tick, range: BucketRange): Promise<void> {
  await sql`
    insert into sequences.movement (customer_id, plan_id, movement_id, org_id, at, kind, cause, detail,
      cell, need_stage)
    select e.customer_id, e.plan_id, md5('held/' || i.item_key)::uuid, e.org_id, ${ctx.now()}, 'held',
           'tick', jsonb_build_object('item', i.item_key, 'why', case
             when i.product_id is null then 'no_product'
             when e.generic then 'generic'
             when e.step < 3 or not (e.shown_step = 3 or e.need_stage >= 2) then 'need_not_shown'
             else 'trust_first' end), e.cell, e.need_stage
    ${laid(tick, range, ctx)} and i.offer and not (${mayOffer})
    on conflict do nothing`.execute(ctx.db);
}

/** Customers of a range who left in this tick, for those who want to hear of it. */
export async function leftNow(
  ctx: TxCtx,
  tick: Tick,
  range: BucketRange,
): Promise<{ customerId: number; reason: string }[]> {
  const { rows } = await sql<{ customerId: number; reason: string }>`
    select customer_id as "customerId", exit_reason as reason from sequences.enrolment
     where plan_id = ${tick.planId} and bucket >= ${range.from} and bucket < ${range.to}
       and state = 'ended' and ended_at = ${ctx.now()}`.execute(ctx.db);
  return rows;
}

/** Versions that customers of a plan still go by. */
export async function versionsOf(ctx: TxCtx, planId: string): Promise<number[]> {
  const { rows } = await sql<{ version: number }>`
    select distinct version from sequences.plan_item
     where org_id = ${ctx.orgId} and plan_id = ${planId} order by 1`.execute(ctx.db);
  return rows.map(({ version }) => version);
}

export async function countDue(ctx: TxCtx, planId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from sequences.enrolment
     where plan_id = ${planId} and state <> 'ended' and next_at <= ${ctx.now()}`.execute(ctx.db);
  return rows[0]!.count;
}
