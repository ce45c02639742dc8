import { type RawBuilder, sql } from 'kysely';
import type { BucketRange } from '#platform/server/buckets.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { type Channel, touchClasses } from '../../contract/channel.ts';
import { type Basis, isTimed } from '../rules/basis.ts';
import { columnsOf } from '../rules/facts.ts';
import type { Policy } from '../rules/policy.ts';
import { untilSql } from '../rules/settle.ts';
import { NO_CORP } from '../touches/take-back.repo.ts';
import type { Kind } from './basis.service.ts';
import {
  asked,
  factColumns,
  factsOf,
  factsRow,
  type Gathering,
  gather,
  timeJoins,
} from './gather.repo.ts';
import { firstSaid, saysOf } from './judged.repo.ts';

/** The better, the smaller: classes in their order. */
export const classRank = (column: RawBuilder<unknown>): RawBuilder<number> =>
  sql`array_position(${sql.lit(`{${touchClasses.join(',')}}`)}::text[], ${column})`;

export interface DueKind extends Kind {
  readonly class: string;
  readonly contacts: number;
  readonly plannedFrom: Date;
  readonly plannedTo: Date;
}

/** As the index `touch_next` knows them. */
const inBuckets = ({ from, to }: BucketRange): RawBuilder<unknown> => sql`
  (hashint8(t.customer_id) & 1023) >= ${from}::int and (hashint8(t.customer_id) & 1023) < ${to}::int`;

/** What wants to be decided now, by kind: the better classes first. */
export async function dueKinds(ctx: Ctx, { from, to }: BucketRange): Promise<DueKind[]> {
  const { rows } = await sql<DueKind & { channel: Channel }>`
    select t.plan_id as "planId", t.channel, t.content_kind as "contentKind",
           t.content_id as "contentId", t.content_version as "contentVersion",
           t.product_id as "productId", t.class, count(*)::int as contacts,
           min(t.planned_at) as "plannedFrom", max(t.planned_at) as "plannedTo"
      from outreach.touch t
     where t.org_id = ${ctx.orgId} and t.next_at <= ${ctx.now()}
       and ${inBuckets({ from, to })}
     group by 1, 2, 3, 4, 5, 6, 7
     order by ${classRank(sql`t.class`)}, count(*) desc`.execute(ctx.db);
  return rows;
}

/**
 * Of which kinds the best contacts of customers are that still want to be decided: what another round
 * would decide.
 */
export async function nextKinds(ctx: TxCtx, range: BucketRange, planned: Planned): Promise<Kind[]> {
  const { rows } = await sql<Kind>`
    select distinct best."planId", best.channel, best."contentKind", best."contentId",
           best."contentVersion", best."productId"
      from (select t.plan_id as "planId", t.channel, t.content_kind as "contentKind",
                   t.content_id as "contentId", t.content_version as "contentVersion",
                   t.product_id as "productId", row_number() over (${bestFirst}) as nth
              from ${waitingIn(ctx, range, planned)}) best
     where nth = 1`.execute(ctx.db);
  return rows;
}

/** Banks in which something wants to be decided. */
export async function banksWithDue(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select b.id from org.bank b where exists (
      select from outreach.touch t where t.org_id = b.id and t.next_at <= ${ctx.now()})`.execute(
    ctx.db,
  );
  return rows.map(({ id }) => id);
}

export interface DecidedLine {
  readonly outcome: 'allowed' | 'refused' | 'deferred';
  readonly said: string | null;
  readonly rule: string | null;
  readonly count: number;
  /** Keys of those that were refused, or that found no place while a lesser one of theirs has one. */
  readonly keys: readonly [
    customerId: number,
    touchId: string,
    plannedAt: string,
    itemKey: string,
  ][];
}

/** The hours of everything that waits: they tell the planner which months it need not look into. */
export interface Planned {
  readonly from: Date;
  readonly to: Date;
}

const waitingIn = (ctx: Ctx, range: BucketRange, planned: Planned): RawBuilder<unknown> => sql`
  outreach.touch t
   where t.org_id = ${ctx.orgId}::uuid and t.next_at <= ${ctx.now()}::timestamptz
     and ${inBuckets(range)}
     and ${within(planned)}`;

/** A touch knows microseconds of its hour, whoever asks only milliseconds. */
const within = ({ from, to }: Planned): RawBuilder<unknown> => sql`
  t.planned_at >= ${new Date(from.getTime() - 1_000)}::timestamptz
  and t.planned_at <= ${new Date(to.getTime() + 1_000)}::timestamptz`;

/** The contacts of a customer or group, the best first. */
const bestFirst = sql`partition by t.customer_id, coalesce(t.recipient, '')
  order by ${classRank(sql`t.class`)}, t.score desc, t.due_at, t.touch_id`;

export interface DecideSet {
  readonly range: BucketRange;
  /** Of all kinds that are decided in this run. */
  readonly planned: Planned;
  readonly kind: DueKind;
  readonly basis: Basis;
  readonly basisId: string;
  readonly policies: readonly Policy[];
  readonly gathering: Gathering;
}

/**
 * Decides in one statement: of every customer in the range the best contact that wants to be decided,
 * when it is of this kind. Facts are gathered, rules judged, the decision written, an earlier one moved
 * to the history, and the ledger counted up. Whoever calls holds the lock of the buckets, and calls
 * again until nothing is left: so contacts of one customer are decided one after the other.
 */
export async function decideSet(ctx: TxCtx, set: DecideSet): Promise<DecidedLine[]> {
  const { rows } = await decideStatement(ctx, set).execute(ctx.db);
  return rows;
}

/** The statement itself, so that its plan can be looked at. */
export function decideStatement(ctx: Ctx, set: DecideSet): RawBuilder<DecidedLine> {
  const { range, kind, basis, policies, gathering } = set;
  const rules = asked(policies, basis);
  const names = factsOf(rules, basis);
  const gathered = gather(basis, names, gathering);
  const f = columnsOf('f');
  const now = sql`${ctx.now()}::timestamptz`;
  const counts = isTimed(basis);
  return sql<DecidedLine>`
    with due as materialized (
      select * from (
        select t.customer_id, t.planned_at, t.touch_id, t.due_at, t.corp_id, t.staff_id, t.unit_id,
               t.recipient, t.score, t.item_key, t.plan_id, t.channel, t.content_kind, t.content_id,
               t.content_version, t.product_id, t.decided, t.decided_at, t.outcome, t.rule,
               t.rule_version, t.verdict, t.until_at, t.facts, t.basis_id,
               row_number() over (${bestFirst}) as nth
          from ${waitingIn(ctx, range, set.planned)}) best
       where nth = 1 and plan_id = ${kind.planId}::uuid and channel = ${kind.channel}
         and content_kind = ${kind.contentKind} and content_id = ${kind.contentId}
         and content_version = ${kind.contentVersion}::int
         and product_id is not distinct from ${kind.productId}::uuid),
    facts as (
      select x.customer_id, x.planned_at, x.touch_id, x.item_key, x.score, x.recipient,
             ${gathered.staff} as staff_id,
             ${gathered.corp} as corp_id, coalesce(c.unit_id, x.unit_id) as unit_id,
             ${factColumns(names, gathered.fact)}
        from due x ${timeJoins(ctx.now())} ${gathered.joins} offset 0),
    judged as (
      select f.*, ${firstSaid(rules, f, basis)} as said from facts f offset 0),
    decided as materialized (
      select f.*, case when f.said is null then 'allowed' when f.says = 'refuse' then 'refused'
               when f.wait <> 'resume' and f.until > f.planned_at + ${basis.settings.deferDays} * interval '1 day'
                 then 'refused' else 'deferred' end as outcome
        from (select f.*, says.outcome as says, says.rule, says.version, says.wait,
                     case when says.wait is not null
                       then ${untilSql(sql`says.wait`, f, sql`f.touch_id`, basis)} end as until
                from judged f cross join ${saysOf(rules, basis, sql`f.said`)} offset 0) f),
    earlier as (
      insert into outreach.decision (customer_id, touch_id, nth, org_id, decided_at, outcome, rule,
        rule_version, verdict, until_at, facts, basis_id)
      select customer_id, touch_id, decided, ${ctx.orgId}::uuid, decided_at, outcome, rule,
             rule_version, verdict, until_at, facts, basis_id from due where decided > 0
      on conflict do nothing),
    changed as (
      update outreach.touch t
         set state = case f.outcome when 'allowed' then 'reserved' else f.outcome end,
             outcome = f.outcome, rule = f.rule, rule_version = f.version,
             verdict = split_part(f.said, ':', 2),
             until_at = case f.outcome when 'deferred' then f.until end,
             next_at = case f.outcome when 'deferred' then f.until end,
             due_at = case f.outcome when 'deferred' then coalesce(f.until, t.due_at) else t.due_at end,
             decided_at = ${now}, decided = t.decided + 1,
             facts = ${factsRow(names)}, basis_id = ${set.basisId}::uuid,
             staff_id = f.staff_id, corp_id = f.corp_id, unit_id = f.unit_id,
             purpose = ${basis.purpose},
             counted_on = case when f.outcome = 'allowed' and ${counts}::boolean then f.day end,
             settled_at = case f.outcome when 'refused' then ${now} end
        from decided f
       where t.customer_id = f.customer_id and t.touch_id = f.touch_id
         and t.planned_at = f.planned_at and t.next_at is not null
         and ${within({ from: kind.plannedFrom, to: kind.plannedTo })}
      returning t.customer_id, t.counted_on, t.channel, t.corp_id, t.recipient),
    counted as (
      insert into outreach.contact_day as held (customer_id, day, channel, corp_id, recipient, org_id,
        contacts, marketing)
      select customer_id, counted_on, channel, coalesce(corp_id, ${NO_CORP}::uuid),
             coalesce(recipient, ''), ${ctx.orgId}::uuid, 1, ${basis.purpose === 'marketing' ? 1 : 0}::int
        from changed where counted_on is not null
      on conflict (customer_id, day, channel, corp_id, recipient) do update
         set contacts = held.contacts + excluded.contacts,
             marketing = held.marketing + excluded.marketing)
    select f.outcome, f.said, f.rule, count(*)::int as count,
           coalesce(jsonb_agg(jsonb_build_array(f.customer_id, f.touch_id, f.planned_at, f.item_key))
             filter (where f.outcome = 'refused' or (f.outcome = 'deferred' and split_part(f.said, ':', 1) = any (${slots(rules)}::text[])
               and exists (select from outreach.touch v
                 where v.customer_id = f.customer_id
                   and ${lesser(ctx.orgId, sql`v`, { class: sql`${kind.class}`, score: sql`f.score`, recipient: sql`f.recipient` }, kind)}))), '[]') as keys
      from decided f group by 1, 2, 3`;
}

/** How far a contact that holds a place was planned from one that wants it. */
const NEAR_MS = 62 * 86_400_000;

/**
 * `v` holds a place, has not left, and is less than the other: in class, or in score within a class.
 * Looked for in the months around those hours, and by customer: `is not distinct from` keeps the planner,
 * which may know nothing of what was reserved a moment ago, from walking all that is reserved instead.
 */
export function lesser(
  orgId: string,
  v: RawBuilder<unknown>,
  other: Readonly<Record<'class' | 'score' | 'recipient', RawBuilder<unknown>>>,
  planned: { readonly plannedFrom: Date; readonly plannedTo: Date },
): RawBuilder<boolean> {
  return sql`(${v}.org_id is not distinct from ${orgId}::uuid and ${v}.state is not distinct from 'reserved'
    and ${v}.handover_id is null and ${v}.counted_on is not null
    and ${v}.recipient is not distinct from ${other.recipient}
    and ${v}.planned_at >= ${new Date(planned.plannedFrom.getTime() - NEAR_MS)}::timestamptz
    and ${v}.planned_at <= ${new Date(planned.plannedTo.getTime() + NEAR_MS)}::timestamptz
    and (${classRank(sql`${v}.class`)} > ${classRank(other.class)}
         or ${v}.class = ${other.class} and ${v}.score < ${other.score}))`;
}

const slots = (policies: readonly Policy[]) =>
  policies.filter((policy) => policy.slot).map((policy) => policy.key);
