import { type RawBuilder, sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import { channels, modeOf } from '../../contract/channel.ts';
import type { Candidate } from '../../contract/touch.ts';
import type { PlanRow } from '../plans/plan.repo.ts';
import { HORIZON_DAYS } from './touch.ts';

const modeByChannel = sql.join(
  channels.map((channel) => sql`when ${sql.lit(channel)} then ${sql.lit(modeOf[channel])}`),
  sql` `,
);

/** Between which hours all of a set are planned. */
export interface PlannedBetween {
  readonly from: Date;
  readonly to: Date;
}

/** Proposed again for an hour so far from the first, it is another contact. */
const SAME_MS = 62 * 86_400_000;
const SAME = sql`interval '62 days'`;

/** Where what was proposed before is looked for: in few months when the caller knows which. */
const near = (between: PlannedBetween | undefined): RawBuilder<unknown> =>
  between
    ? sql`known.planned_at >= ${new Date(between.from.getTime() - SAME_MS)}::timestamptz
        and known.planned_at <= ${new Date(between.to.getTime() + SAME_MS)}::timestamptz`
    : sql`known.planned_at >= (select min(first.planned_at) from named first) - ${SAME}
        and known.planned_at <= (select max(last.planned_at) from named last) + ${SAME}`;

/**
 * Writes candidates down as proposed touches. What was proposed before, also for another hour, stays
 * as it is. Answers how many are new. The id is the hash of who, what, why and when, marked as such (8).
 *
 * What is known of each is looked up by its key, row by row: tables that were filled a moment ago have
 * no statistics, and a join of sets, which the planner then chooses by guess, would read all of them
 * again for every range of buckets. `limit` and `offset` keep the look-ups from becoming such joins.
 */
export async function insertTouches(
  ctx: TxCtx,
  plan: PlanRow,
  batchId: string,
  candidates: RawBuilder<unknown>,
  between?: PlannedBetween,
): Promise<number> {
  const { numAffectedRows } = await sql`
    with named as materialized (
      select c.*, overlay(overlay(md5(concat_ws(chr(31), ${plan.planId}::text, c.customer_id,
               coalesce(c.recipient, ''), c.item_key, c.occurrence, c.channel))
               placing '8' from 13) placing '8' from 17)::uuid as touch_id
        from (${candidates}) as c)
    insert into outreach.touch (customer_id, planned_at, touch_id, org_id, plan_id, batch_id,
      item_key, occurrence, channel, mode, corp_id, staff_id, unit_id, recipient, content_kind,
      content_id, content_version, product_id, params, class, purpose, score, due_at, next_at, state)
    select distinct on (n.customer_id, n.touch_id) n.customer_id, n.planned_at, n.touch_id,
           ${ctx.orgId}::uuid, ${plan.planId}::uuid, ${batchId}::uuid, n.item_key, n.occurrence,
           n.channel, case n.channel ${modeByChannel} end, n.corp_id, n.staff_id,
           coalesce(customer.unit_id, staff.unit_id, ${plan.unitId}::uuid), n.recipient,
           coalesce(n.content_kind, 'none'), coalesce(n.content_id, ''),
           coalesce(n.content_version, 1), n.product_id, n.params,
           ${plan.class}, ${plan.purpose}, n.score, n.planned_at,
           ${plan.state === 'running' ? sql`n.planned_at - interval '${sql.lit(HORIZON_DAYS)} days'` : sql`null::timestamptz`},
           'proposed'
      from named n
      left join lateral (
        select c.customer_id, c.unit_id from customers.customer c
         where c.customer_id = n.customer_id and c.org_id = ${ctx.orgId} offset 0) customer on true
      left join lateral (
        select s.unit_id from org.staff s
         where n.customer_id = 0 and s.org_id = ${ctx.orgId} and s.id = n.staff_id offset 0) staff on true
     where (n.customer_id = 0 or customer.customer_id is not null)
       and (select true from outreach.touch known
             where known.customer_id = n.customer_id and known.touch_id = n.touch_id
               and ${near(between)} limit 1) is null
     order by n.customer_id, n.touch_id, n.planned_at
    on conflict (customer_id, touch_id, planned_at) do nothing`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}

/** Single candidates as the select that `propose` takes. */
export function candidateRows(candidates: readonly Candidate[]): RawBuilder<unknown> {
  return sql`
    select * from jsonb_to_recordset(${JSON.stringify(candidates.map(asRow))}::jsonb) as r (
      customer_id bigint, planned_at timestamptz, item_key text, occurrence text, channel text,
      corp_id uuid, staff_id uuid, recipient text, content_kind text, content_id text,
      content_version int, product_id uuid, params jsonb, score real)`;
}

const asRow = (c: Candidate) => ({
  customer_id: c.customerId,
  planned_at: c.plannedAt,
  item_key: c.itemKey,
  occurrence: c.occurrence,
  channel: c.channel,
  corp_id: c.corpId,
  staff_id: c.staffId,
  recipient: c.recipient,
  content_kind: c.contentKind,
  content_id: c.contentId,
  content_version: c.contentVersion,
  product_id: c.productId,
  params: c.params,
  score: c.score,
});

/** A select with the columns of a candidate. */
export type CandidateSet = RawBuilder<unknown>;

export const customersIn = (candidates: CandidateSet): CandidateSet =>
  sql`select distinct drawn.customer_id from (${candidates}) as drawn`;
