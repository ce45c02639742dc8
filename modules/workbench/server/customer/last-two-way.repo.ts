import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

export async function lastTwoWay(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<ReadonlyMap<number, Date>> {
  const { rows } = await sql<{ customerId: number; at: Date }>`
    select r.customer_id, max(r.last_two_way_at) as at from customers.relationship r
     where r.customer_id = any(${[...customerIds]}::bigint[]) and r.org_id = ${ctx.orgId}
       and r.last_two_way_at is not null
     group by r.customer_id`.execute(ctx.db);
  return new Map(rows.map((row) => [row.customerId, row.at]));
}
