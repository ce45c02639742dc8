import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';

/** Full years today; null when the date of birth is unknown. */
export async function ageOf(ctx: Ctx, customerId: number): Promise<number | null> {
  const { rows } = await sql<{ age: number | null }>`
    select extract(year from age(${dayOf(ctx.now())}::date, v.day))::int as age
      from customers.attribute_value v
      join customers.attribute a on a.attribute_id = v.attribute_id and a.org_id = v.org_id
     where v.customer_id = ${customerId} and v.org_id = ${ctx.orgId} and a.code = 'birth_date'`.execute(
    ctx.db,
  );
  return rows[0]?.age ?? null;
}
