import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import { inScope } from '#platform/server/scope.ts';
import type { PlanLine } from '../../contract.ts';

export interface PlanRow {
  readonly id: string;
  readonly kind: string;
  readonly class: string;
  readonly name: string;
  readonly state: string;
  readonly need: string | null;
  readonly deletionLimit: number | null;
  readonly createdAt: Date;
  /** Work items of a sequence go out under a plan of their own. */
  readonly followPlanId: string | null;
}

/** A plan of the caller's units. */
export async function findPlan(
  ctx: Ctx,
  permission: string,
  id: string,
): Promise<PlanRow | undefined> {
  const { rows } = await sql<PlanRow>`
    select p.plan_id as id, p.kind, p.class, p.name, p.state, p.need, p.deletion_limit, p.created_at,
           (select r.follow_plan_id from sequences.run r
             where r.plan_id = p.plan_id and r.org_id = p.org_id) as follow_plan_id
      from outreach.plan p join org.unit u on u.org_id = p.org_id and u.id = p.unit_id
     where p.org_id = ${ctx.orgId} and p.plan_id = ${id}
       and ${inScope(ctx, permission, 'u.path')}`.execute(ctx.db);
  return rows[0];
}

export async function planLines(
  ctx: Ctx,
  permission: string,
  { page, size, q }: { page: number; size: number; q?: string | undefined },
): Promise<{ items: PlanLine[]; total: number }> {
  const like = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : null;
  const { rows } = await sql<Omit<PlanLine, 'startedAt'> & { createdAt: Date; total: number }>`
    with listed as (
      select p.*, c.lesson, count(*) over ()::int as total
        from outreach.plan p join org.unit u on u.org_id = p.org_id and u.id = p.unit_id
        left join insights.plan_closing c on c.org_id = p.org_id and c.plan_id = p.plan_id
       where p.org_id = ${ctx.orgId} and p.class <> 'follow_up' and p.kind in ('sequence', 'bulk')
         and (${like}::text is null or p.name ilike ${like} or p.need ilike ${like} or c.lesson ilike ${like})
         and ${inScope(ctx, permission, 'u.path')}
       order by p.created_at desc, p.plan_id limit ${size} offset ${(page - 1) * size})
    select l.plan_id as id, l.kind, l.class, l.name, l.state, l.lesson, l.created_at, l.total,
           coalesce(a.reached, 0)::int as reached, coalesce(a.control, 0)::int as control,
           coalesce(t.delivered, 0)::int as delivered
      from listed l
      left join lateral (
        select count(*) filter (where arm = 'reached') as reached,
               count(*) filter (where arm = 'control') as control
          from outreach.assignment a where a.org_id = l.org_id and a.plan_id = l.plan_id) a on true
      left join lateral (
        select count(*) as delivered from outreach.touch t
         where t.org_id = l.org_id and t.plan_id = l.plan_id and t.state = 'delivered') t on true
     order by l.created_at desc, l.plan_id`.execute(ctx.db);
  return {
    items: rows.map(({ createdAt, total: _, ...line }) => ({
      ...line,
      startedAt: createdAt.toISOString(),
    })),
    total: rows[0]?.total ?? 0,
  };
}

/** Each arm's people, and the span of what was planned. */
export async function planSpan(ctx: Ctx, id: string) {
  const { rows } = await sql<{
    reached: number;
    control: number;
    from: Date | null;
    touched: number;
  }>`
    select (select count(*)::int from outreach.assignment
             where org_id = ${ctx.orgId} and plan_id = ${id} and arm = 'reached') as reached,
           (select count(*)::int from outreach.assignment
             where org_id = ${ctx.orgId} and plan_id = ${id} and arm = 'control') as control,
           min(planned_at) as "from",
           count(distinct customer_id) filter (where handed_at is not null and customer_id <> 0)::int as touched
      from outreach.touch where org_id = ${ctx.orgId} and plan_id = ${id}`.execute(ctx.db);
  return rows[0]!;
}
