import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import { columnsOf } from '../rules/facts.ts';
import { untilSql } from '../rules/settle.ts';
import { NO_CORP } from '../touches/take-back.repo.ts';
import type { Kind } from './basis.service.ts';
import type { DecideSet } from './decide.repo.ts';
import { asked, factColumns, factsOf, factsRow, gather, timeJoins } from './gather.repo.ts';
import { firstSaid, saysOf } from './judged.repo.ts';

/** Of these touches those in a state, by kind, and whose they are. */
export async function kindsOf(
  ctx: TxCtx,
  state: 'reserved' | 'handed_over',
  which: RawBuilder<SqlBool>,
): Promise<{ kinds: Kind[]; customerIds: number[] }> {
  const { rows } = await sql<Kind & { customerIds: number[] }>`
    select t.plan_id as "planId", t.channel, t.content_kind as "contentKind",
           t.content_id as "contentId", t.content_version as "contentVersion",
           t.product_id as "productId", array_agg(distinct t.customer_id) as "customerIds"
      from outreach.touch t
     where t.org_id = ${ctx.orgId}::uuid and t.state = ${state} and ${which}
     group by 1, 2, 3, 4, 5, 6`.execute(ctx.db);
  return {
    kinds: rows.map(({ customerIds: _, ...kind }) => kind),
    customerIds: [...new Set(rows.flatMap((row) => row.customerIds.map(Number)))],
  };
}

export const ofKind = (kind: Kind) => sql<SqlBool>`
  t.plan_id = ${kind.planId}::uuid and t.channel = ${kind.channel}
  and t.content_kind = ${kind.contentKind} and t.content_id = ${kind.contentId}
  and t.content_version = ${kind.contentVersion}::int
  and t.product_id is not distinct from ${kind.productId}::uuid`;

export interface FailedAgain {
  readonly customerId: number;
  readonly touchId: string;
  readonly plannedAt: Date;
  readonly itemKey: string;
  readonly outcome: 'refused' | 'deferred';
  readonly rule: string;
}

interface Again extends Pick<DecideSet, 'basis' | 'policies' | 'gathering'> {
  readonly kind: Kind;
}

/** The reserved touches of a kind (`due`) and what the rules say of each of them now (`judged`). */
function judgedAnew(
  ctx: TxCtx,
  { kind, basis, policies, gathering }: Again,
  which: RawBuilder<SqlBool>,
) {
  const rules = asked(policies, basis);
  const names = factsOf(rules, basis);
  const { joins, fact } = gather(basis, names, { ...gathering, held: true });
  const f = columnsOf('f');
  const judged = sql`
    due as materialized (
      select t.* from outreach.touch t
       where t.org_id = ${ctx.orgId}::uuid and t.state = 'reserved' and ${which}
         and ${ofKind(kind)}),
    facts as materialized (
      select x.handover_id, x.customer_id, x.planned_at, x.touch_id, x.item_key, x.counted_on,
             ${factColumns(names, fact)}
        from due x ${timeJoins(ctx.now())} ${joins}),
    judged as materialized (
      select f.*, ${firstSaid(rules, f, basis)} as said from facts f)`;
  return { judged, rules, names, f };
}

/** The handovers in which any of them no longer passes, or goes out on another day than it is counted on. */
export async function changedIn(
  ctx: TxCtx,
  again: Again,
  which: RawBuilder<SqlBool>,
): Promise<string[]> {
  const { judged } = judgedAnew(ctx, again, which);
  const { rows } = await sql<{ handoverId: string }>`
    with ${judged}
    select distinct handover_id from judged where said is not null or counted_on <> day`.execute(
    ctx.db,
  );
  return rows.map(({ handoverId }) => handoverId);
}

/**
 * Judges reserved touches of one kind anew. What no longer passes is changed with its decision, the
 * earlier one is kept, and the ledger is given back. What passes stays as it is, and is counted on the
 * day on which it goes out, which need not be the one it was reserved for.
 */
export async function judgeReserved(
  ctx: TxCtx,
  again: Again & { readonly basisId: string },
  which: RawBuilder<SqlBool>,
): Promise<FailedAgain[]> {
  const { basis, basisId } = again;
  const { judged, rules, names, f } = judgedAnew(ctx, again, which);
  const now = sql`${ctx.now()}::timestamptz`;
  const { rows } = await sql<FailedAgain & { movesFrom: string | null; movesTo: string }>`
    with ${judged},
    failed as materialized (
      select f.*, says.outcome as says, says.rule, says.version, says.wait,
             ${untilSql(sql`says.wait`, f, sql`f.touch_id`, basis)} as until
        from judged f cross join ${saysOf(rules, basis, sql`f.said`)}
       where f.said is not null),
    settled as materialized (
      select f.*, case when f.says = 'refuse' then 'refused'
               when f.wait <> 'resume' and f.until > f.planned_at + ${basis.settings.deferDays} * interval '1 day'
                 then 'refused' else 'deferred' end as outcome
        from failed f),
    earlier as (
      insert into outreach.decision (customer_id, touch_id, nth, org_id, decided_at, outcome, rule,
        rule_version, verdict, until_at, facts, basis_id)
      select d.customer_id, d.touch_id, d.decided, d.org_id, d.decided_at, d.outcome, d.rule,
             d.rule_version, d.verdict, d.until_at, d.facts, d.basis_id
        from due d join settled using (customer_id, touch_id, planned_at)
      on conflict do nothing),
    changed as (
      update outreach.touch t
         set state = case f.outcome when 'refused' then 'withdrawn' else 'deferred' end,
             outcome = f.outcome, rule = f.rule, rule_version = f.version,
             verdict = split_part(f.said, ':', 2),
             until_at = case f.outcome when 'deferred' then f.until end,
             next_at = case f.outcome when 'deferred' then f.until end,
             due_at = case f.outcome when 'deferred' then coalesce(f.until, t.due_at) else t.due_at end,
             decided_at = ${now}, decided = t.decided + 1, facts = ${factsRow(names)},
             basis_id = ${basisId}::uuid, counted_on = null, handover_id = null,
             settled_at = case f.outcome when 'refused' then ${now} end
        from settled f
       where t.customer_id = f.customer_id and t.touch_id = f.touch_id
         and t.planned_at = f.planned_at and t.state = 'reserved'
      returning t.customer_id, t.touch_id, t.planned_at, f.item_key, f.outcome, f.rule),
    given as (
      update outreach.contact_day d
         set contacts = d.contacts - b.contacts, marketing = d.marketing - b.marketing
        from (select x.customer_id, x.counted_on as day, x.channel,
                     coalesce(x.corp_id, ${NO_CORP}::uuid) as corp_id,
                     coalesce(x.recipient, '') as recipient, count(*)::int as contacts,
                     (count(*) filter (where x.purpose = 'marketing'))::int as marketing
                from due x join changed using (customer_id, touch_id, planned_at)
               where x.counted_on is not null group by 1, 2, 3, 4, 5) b
       where d.customer_id = b.customer_id and d.day = b.day and d.channel = b.channel
         and d.corp_id = b.corp_id and d.recipient = b.recipient)
    select customer_id as "customerId", touch_id as "touchId", planned_at as "plannedAt",
           item_key as "itemKey", outcome, rule, null::date::text as "movesFrom", null as "movesTo"
      from changed
     union all
    select customer_id, touch_id, planned_at, item_key, null, null, counted_on::text, day::text
      from judged where said is null and counted_on <> day`.execute(ctx.db);
  await countOn(
    ctx,
    rows.filter(({ movesFrom }) => movesFrom !== null),
  );
  return rows.filter(({ movesFrom }) => movesFrom === null);
}

/** Counts contacts on another day than they were reserved for: month and week may be others by then. */
export async function countOn(
  ctx: TxCtx,
  moves: readonly { customerId: number; touchId: string; plannedAt: Date; movesTo: string }[],
): Promise<void> {
  if (moves.length === 0) return;
  const given = moves.map((m) => ({ c: m.customerId, t: m.touchId, p: m.plannedAt, d: m.movesTo }));
  const moved = sql`
    moved as materialized (
      select t.customer_id, t.planned_at, t.touch_id, t.counted_on as was, k.d as day, t.channel,
             coalesce(t.corp_id, ${NO_CORP}::uuid) as corp_id, coalesce(t.recipient, '') as recipient,
             (t.purpose = 'marketing')::int as marketing
        from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
               as k (c bigint, t uuid, p timestamptz, d date)
        join outreach.touch t on t.customer_id = k.c and t.touch_id = k.t and t.planned_at = k.p
       where t.org_id = ${ctx.orgId}::uuid)`;
  await sql`
    with ${moved}
    insert into outreach.contact_day as held (customer_id, day, channel, corp_id, recipient, org_id,
      contacts, marketing)
    select customer_id, day, channel, corp_id, recipient, ${ctx.orgId}::uuid, count(*), sum(marketing)
      from moved group by 1, 2, 3, 4, 5
    on conflict (customer_id, day, channel, corp_id, recipient) do update
       set contacts = held.contacts + excluded.contacts,
           marketing = held.marketing + excluded.marketing`.execute(ctx.db);
  await sql`
    with ${moved},
    kept as (
      update outreach.touch t set counted_on = m.day
        from moved m
       where t.customer_id = m.customer_id and t.touch_id = m.touch_id
         and t.planned_at = m.planned_at)
    update outreach.contact_day d
       set contacts = d.contacts - b.contacts, marketing = d.marketing - b.marketing
      from (select customer_id, was as day, channel, corp_id, recipient, count(*) as contacts,
                   sum(marketing) as marketing
              from moved group by 1, 2, 3, 4, 5) b
     where d.customer_id = b.customer_id and d.day = b.day and d.channel = b.channel
       and d.corp_id = b.corp_id and d.recipient = b.recipient`.execute(ctx.db);
}

export const ofHandovers = (ids: readonly string[]) =>
  sql<SqlBool>`t.handover_id = any(${[...ids]}::uuid[])`;
