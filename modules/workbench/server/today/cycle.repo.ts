import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

/** How many customers a colleague looks after, and how many of them were in touch since then. */
export async function countInCycle(
  ctx: Ctx,
  staffId: string,
  since: Date,
): Promise<{ all: number; inCycle: number }> {
  const { rows } = await sql<{ all: number; inCycle: number }>`
    select count(*)::int as all, count(*) filter (where touched)::int as in_cycle
      from (
        select exists (
                 select 1 from customers.relationship r
                  where r.customer_id = c.customer_id and r.last_two_way_at >= ${since})
               or exists (
                 select 1 from outreach.touch t
                  where t.customer_id = c.customer_id and t.org_id = c.org_id
                    and t.planned_at >= ${since} and t.state = 'delivered')
               or exists (
                 select 1 from workbench.item i
                  where i.customer_id = c.customer_id and i.org_id = c.org_id
                    and i.done_at >= ${since}) as touched
          from customers.customer c
         where c.org_id = ${ctx.orgId} and c.rm_id = ${staffId}::uuid and c.state = 'active') q`.execute(
    ctx.db,
  );
  return rows[0]!;
}
