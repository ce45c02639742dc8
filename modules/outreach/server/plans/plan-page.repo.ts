import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Mode, PlanPurpose, TouchClass } from '../../contract/channel.ts';
import type { PlanId, PlanKind, PlanState } from '../../contract/plan.ts';
import { stoppedStates, type TouchState } from '../../contract/touch.ts';

export interface ShownPlan {
  readonly id: PlanId;
  readonly kind: PlanKind;
  readonly subjectId: string;
  readonly name: string;
  readonly need: string | null;
  readonly projectId: string;
  readonly projectName: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly class: TouchClass;
  readonly purpose: PlanPurpose;
  readonly controlShare: number;
  readonly deletionLimit: number | null;
  readonly state: PlanState;
  readonly stateReason: Phrase | null;
  readonly stateAt: Date;
  readonly createdBy: string;
  readonly createdAt: Date;
}

const columns = sql`p.plan_id as id, p.kind, p.subject_id as "subjectId", p.name, p.need,
  p.project_id as "projectId", coalesce(j.name, '') as "projectName", p.unit_id as "unitId",
  coalesce(u.name, '') as "unitName", p.class, p.purpose, p.control_share as "controlShare",
  p.deletion_limit as "deletionLimit", p.state, p.state_reason as "stateReason",
  p.state_at as "stateAt", p.created_by_name as "createdBy", p.created_at as "createdAt"`;
const from = sql`outreach.plan p
  left join org.unit u on u.org_id = p.org_id and u.id = p.unit_id
  left join org.project j on j.org_id = p.org_id and j.id = p.project_id`;

/** Of the reader's units; and those that reach customers of the reader's units. */
const seenBy = (ctx: Ctx, scope: UnitScope): RawBuilder<SqlBool> =>
  scope.whole
    ? sql`true`
    : sql`(p.unit_id = any (${scope.units}::uuid[]) or exists (
        select from outreach.touch t where t.org_id = ${ctx.orgId} and t.plan_id = p.plan_id
           and t.unit_id = any (${scope.units}::uuid[])))`;

export async function findShownPlan(
  ctx: Ctx,
  id: string,
  scope: UnitScope,
): Promise<ShownPlan | null> {
  const { rows } = await sql<ShownPlan>`select ${columns} from ${from}
    where p.org_id = ${ctx.orgId} and p.plan_id = ${id} and ${seenBy(ctx, scope)}`.execute(ctx.db);
  return rows[0] ?? null;
}

export interface PlanCounts {
  readonly planned: number;
  readonly reserved: number;
  readonly delivered: number;
  readonly refused: number;
}

const seenTouches = (scope: UnitScope): RawBuilder<SqlBool> =>
  scope.whole ? sql`true` : sql`t.unit_id = any (${scope.units}::uuid[])`;

export async function pageOfPlans(
  ctx: Ctx,
  filter: {
    page: number;
    size: number;
    q?: string | undefined;
    kind?: string | undefined;
    state?: string | undefined;
  },
  scope: UnitScope,
): Promise<{ items: (ShownPlan & PlanCounts)[]; total: number }> {
  const all = [sql`p.org_id = ${ctx.orgId}`, seenBy(ctx, scope)];
  if (filter.q) all.push(sql`strpos(lower(p.name), lower(${filter.q})) > 0`);
  if (filter.kind) all.push(sql`p.kind = ${filter.kind}`);
  if (filter.state) all.push(sql`p.state = ${filter.state}`);
  const where = sql.join(all, sql` and `);
  const { rows } = await sql<ShownPlan & PlanCounts>`
    select shown.*, counts.* from (
      select ${columns} from ${from} where ${where}
       order by p.created_at desc, p.plan_id
       limit ${filter.size} offset ${(filter.page - 1) * filter.size}) shown
      cross join lateral (
        select count(*)::int as planned,
               (count(*) filter (where t.state = 'reserved'))::int as reserved,
               (count(*) filter (where t.state = 'delivered'))::int as delivered,
               (count(*) filter (where t.state = 'refused'))::int as refused
          from outreach.touch t
         where t.org_id = ${ctx.orgId} and t.plan_id = shown.id and ${seenTouches(scope)}) counts
     order by shown."createdAt" desc, shown.id`.execute(ctx.db);
  const counted = await sql<{ total: number }>`
    select count(*) as total from ${from} where ${where}`.execute(ctx.db);
  return { items: rows, total: counted.rows[0]!.total };
}

export async function countsOf(ctx: Ctx, planId: string, scope: UnitScope) {
  const mine = sql`t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and ${seenTouches(scope)}`;
  const states = await sql<{ state: TouchState; count: number }>`
    select t.state, count(*)::int as count from outreach.touch t where ${mine}
     group by 1 order by 2 desc`.execute(ctx.db);
  const modes = await sql<{ mode: Mode | null; count: number; delivered: number }>`
    select t.mode, count(*)::int as count,
           (count(*) filter (where t.state = 'delivered'))::int as delivered
      from outreach.touch t where ${mine} group by 1 order by 2 desc`.execute(ctx.db);
  const reasons = await sql<{
    state: TouchState;
    rule: string | null;
    failure: string | null;
    count: number;
  }>`
    select t.state,
           -- A rule that spoke up again just before the handover took it back.
           case when t.state in ('refused', 'deferred', 'displaced')
                     or (t.failure is null and t.outcome = 'refused') then t.rule end as rule,
           case when t.state in ('withdrawn', 'expired', 'failed') then t.failure end as failure,
           count(*)::int as count
      from outreach.touch t
     where ${mine} and t.state = any (${[...stoppedStates]}::text[])
     group by 1, 2, 3 order by 4 desc, 1, 2, 3`.execute(ctx.db);
  const days = await sql<{ day: string; count: number; delivered: number }>`
    select (((t.due_at at time zone 'UTC') + interval '8 hours')::date)::text as day,
           count(*)::int as count,
           (count(*) filter (where t.state = 'delivered'))::int as delivered
      from outreach.touch t where ${mine} group by 1 order by 1 limit 400`.execute(ctx.db);
  const arms = await sql<{ reached: number; control: number }>`
    select (count(*) filter (where a.arm = 'reached'))::int as reached,
           (count(*) filter (where a.arm = 'control'))::int as control
      from outreach.assignment a
      left join customers.customer c on c.customer_id = a.customer_id
     where a.org_id = ${ctx.orgId} and a.plan_id = ${planId}
       and ${scope.whole ? sql`true` : sql`c.unit_id = any (${scope.units}::uuid[])`}`.execute(
    ctx.db,
  );
  return {
    states: states.rows,
    modes: modes.rows,
    reasons: reasons.rows,
    days: days.rows,
    arms: arms.rows[0]!,
  };
}
