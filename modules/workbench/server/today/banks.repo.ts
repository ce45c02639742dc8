import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

/**
 * Banks in which some RM's day has not been planned yet. Asked every minute: one customer is looked up
 * for each colleague, for as sets all customers would be read to find that nothing is left to do.
 */
export async function banksWithRms(ctx: Ctx, day: string): Promise<string[]> {
  const { rows } = await sql<{ orgId: string }>`
    select b.id as org_id from org.bank b
     where exists (
       select 1 from org.staff s
        left join workbench.chosen_day d on d.org_id = s.org_id and d.staff_id = s.id
        where s.org_id = b.id and s.state = 'active' and (d.day is null or d.day < ${day}::date)
          and (select true from customers.customer c
                where c.org_id = s.org_id and c.rm_id = s.id and c.state = 'active' limit 1))`.execute(
    ctx.db,
  );
  return rows.map((row) => row.orgId);
}
