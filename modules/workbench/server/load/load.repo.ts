import { sql } from 'kysely';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';

export interface LoadRow {
  readonly staffId: string;
  readonly name: string;
  readonly unit: string;
  readonly customers: number;
  readonly automated: number;
  readonly inCycle: number;
  readonly open: number;
  readonly late: number;
  readonly doneThisWeek: number;
}

export interface LoadFilter {
  readonly page: number;
  readonly size: number;
  readonly over?: 'yes' | 'no' | undefined;
  readonly capacity: number;
  /** In touch since then counts as in the cycle. */
  readonly since: Date;
  readonly weekAgo: Date;
}

/**
 * One row for each colleague with customers: counted once per page of colleagues, not per customer
 * of the bank. Over capacity is who has more customers by hand alone than the bank thinks bearable
 * (R-041).
 */
export async function loadRows(
  ctx: Ctx,
  scope: UnitScope,
  { page, size, over, capacity, since, weekAgo }: LoadFilter,
): Promise<{ items: LoadRow[]; total: number }> {
  const within = scope.whole ? sql`true` : sql`s.unit_id = any(${scope.units}::uuid[])`;
  const kept =
    over === undefined
      ? sql`true`
      : over === 'yes'
        ? sql`l.customers - l.automated > ${capacity}`
        : sql`l.customers - l.automated <= ${capacity}`;
  const loads = sql`
    select s.id as staff_id, s.name, u.name as unit, count(*)::int as customers,
           count(*) filter (where auto.reached)::int as automated
      from org.staff s
      join org.unit u on u.org_id = s.org_id and u.id = s.unit_id
      join customers.customer c on c.org_id = s.org_id and c.rm_id = s.id and c.state = 'active'
      cross join lateral (
        select exists (
          select 1 from outreach.touch t
           where t.customer_id = c.customer_id and t.org_id = c.org_id and t.planned_at >= ${since}
             and t.state in ('reserved', 'handed_over', 'confirmed', 'delivered')) as reached) auto
     where s.org_id = ${ctx.orgId} and s.state = 'active' and ${within}
     group by s.id, s.name, u.name`;
  const { rows } = await sql<
    Omit<LoadRow, 'inCycle' | 'open' | 'late' | 'doneThisWeek'> & { total: number }
  >`
    select l.*, count(*) over ()::int as total from (${loads}) l
     where ${kept}
     order by l.customers - l.automated desc, l.name, l.staff_id
     limit ${size} offset ${(page - 1) * size}`.execute(ctx.db);
  const more = await itemsOf(
    ctx,
    rows.map((row) => row.staffId),
    since,
    weekAgo,
  );
  return {
    items: rows.map(({ total: _, ...row }) => ({ ...row, ...more.get(row.staffId)! })),
    total: rows[0]?.total ?? 0,
  };
}

type Items = Pick<LoadRow, 'inCycle' | 'open' | 'late' | 'doneThisWeek'>;

async function itemsOf(
  ctx: Ctx,
  staffIds: readonly string[],
  since: Date,
  weekAgo: Date,
): Promise<ReadonlyMap<string, Items>> {
  const { rows } = await sql<Items & { staffId: string }>`
    select s.id as staff_id,
           (select count(*)::int from customers.customer c
             where c.org_id = ${ctx.orgId} and c.rm_id = s.id and c.state = 'active'
               and (exists (select 1 from customers.relationship r
                             where r.customer_id = c.customer_id and r.last_two_way_at >= ${since})
                    or exists (select 1 from outreach.touch t
                                where t.customer_id = c.customer_id and t.org_id = c.org_id
                                  and t.planned_at >= ${since} and t.state = 'delivered')
                    or exists (select 1 from workbench.item i
                                where i.customer_id = c.customer_id and i.org_id = c.org_id
                                  and i.done_at >= ${since}))) as in_cycle,
           (select count(*)::int from workbench.item i
             where i.org_id = ${ctx.orgId} and i.staff_id = s.id
               and i.state in ('open', 'snoozed')) as open,
           (select count(*)::int from workbench.item i
             where i.org_id = ${ctx.orgId} and i.staff_id = s.id
               and i.state in ('open', 'snoozed') and i.due_at < ${ctx.now()}) as late,
           (select count(*)::int from workbench.item i
             where i.org_id = ${ctx.orgId} and i.staff_id = s.id and i.state = 'done'
               and i.done_at >= ${weekAgo}) as done_this_week
      from unnest(${[...staffIds]}::uuid[]) as s (id)`.execute(ctx.db);
  return new Map(rows.map(({ staffId, ...items }) => [staffId, items]));
}
