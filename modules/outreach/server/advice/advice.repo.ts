import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import { inScope } from '#platform/server/scope.ts';

/** Who is in an audience of the reader's units; null: there is no such audience. */
export async function countBands(
  ctx: Ctx,
  permission: string,
  audienceId: string,
  bands: readonly string[],
): Promise<{ customers: number; affluent: number } | null> {
  const { rows } = await sql<{ customers: number; affluent: number }>`
    select count(c.customer_id)::int as customers,
           (count(c.customer_id) filter (where exists (
              select from customers.attribute b
                join customers.attribute_value v on v.attribute_id = b.attribute_id
               where b.org_id = ${ctx.orgId} and b.code = 'value_band'
                 and v.customer_id = c.customer_id and v.words && ${[...bands]}::text[])))::int as affluent
      from audiences.audience a
      join org.unit u on u.org_id = a.org_id and u.id = a.unit_id
      left join audiences.member m on m.audience_id = a.id and m.org_id = a.org_id
      left join customers.customer c on c.customer_id = m.customer_id and c.state = 'active'
     where a.org_id = ${ctx.orgId} and a.id = ${audienceId}
       and ${inScope(ctx, permission, 'u.path')}
     group by a.id`.execute(ctx.db);
  return rows[0] ?? null;
}
