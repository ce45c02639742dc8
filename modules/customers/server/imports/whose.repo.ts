import { sql } from 'kysely';
import { arrayParam } from '#platform/server/array-param.ts';
import type { Ctx } from '#platform/server/ctx.ts';

/** Paths of the units to which these customers belong; whoever is gone has none. */
export async function findUnitPathsOf(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<Map<number, string>> {
  const { rows } = await sql<{ customerId: number; path: string }>`
    select c.customer_id as "customerId", u.path from customers.customer c
      join org.unit u on u.org_id = c.org_id and u.id = c.unit_id
     where c.org_id = ${ctx.orgId} and c.state = 'active'
       and c.customer_id = any(${arrayParam(customerIds)}::bigint[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.customerId, row.path]));
}
