import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

/** Colleagues with customers for whom the day has not been planned yet. */
export async function unplannedStaff(ctx: Ctx, day: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ staffId: string }>`
    select s.id as staff_id
      from org.staff s
      left join workbench.chosen_day d on d.org_id = s.org_id and d.staff_id = s.id
     where s.org_id = ${ctx.orgId} and s.state = 'active'
       and (d.day is null or d.day < ${day}::date)
       and (select true from customers.customer c
             where c.org_id = s.org_id and c.rm_id = s.id and c.state = 'active' limit 1)
     order by s.id limit ${limit}`.execute(ctx.db);
  return rows.map((row) => row.staffId);
}

/** True for the first to plan this day. */
export async function takeDay(ctx: TxCtx, staffId: string, day: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into workbench.chosen_day (org_id, staff_id, day)
    values (${ctx.orgId}, ${staffId}::uuid, ${day}::date)
    on conflict (org_id, staff_id) do update set day = excluded.day
      where workbench.chosen_day.day < excluded.day`.execute(ctx.db);
  return (numAffectedRows ?? 0n) > 0n;
}

export interface Neglected {
  readonly customerId: number;
  readonly lastAt: Date | null;
}

/**
 * Whom nobody reached for the whole cycle, longest first: no two-way contact since they became
 * friends or the bank got to know them, and no message of a plan that arrived. Whoever withdrew
 * consent to marketing is left in peace, and whoever has an item has one already.
 */
export async function neglected(
  ctx: Ctx,
  staffId: string,
  before: Date,
  limit: number,
): Promise<Neglected[]> {
  const { rows } = await sql<Neglected>`
    select c.customer_id, l.last_at
      from customers.customer c
      cross join lateral (
        select max(r.last_two_way_at) as last_at, min(r.started_at) as since
          from customers.relationship r
         where r.customer_id = c.customer_id and r.state <> 'ended') l
     where c.org_id = ${ctx.orgId} and c.rm_id = ${staffId}::uuid and c.state = 'active'
       and coalesce(l.last_at, l.since, c.created_at) < ${before}
       and not exists (
         select 1 from outreach.touch t
          where t.customer_id = c.customer_id and t.org_id = c.org_id and t.planned_at >= ${before}
            and t.state = 'delivered')
       and not exists (
         select 1 from workbench.item i
          where i.customer_id = c.customer_id and i.org_id = c.org_id
            and (i.state in ('open', 'snoozed') or i.done_at >= ${before}))
       and not exists (
         select 1 from customers.consent k
          where k.customer_id = c.customer_id and k.purpose = 'marketing' and k.state = 'withdrawn')
     order by l.last_at nulls first, c.customer_id
     limit ${limit}`.execute(ctx.db);
  return rows;
}
