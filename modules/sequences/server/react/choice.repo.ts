import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Choice } from '../../definition/personal.ts';

/** Who switched personalised recommendations off on the page of consents, or had it done (CR-013). */
export const switchedOff = (customerId: RawBuilder<unknown>): RawBuilder<boolean> => sql`exists (
  select from customers.consent k
   where k.customer_id = ${customerId} and k.purpose = 'personalisation' and k.channel = 'any'
     and k.state = 'withdrawn')`;

/** Whenever these customers switched them off or on. */
export async function choicesOf(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<(Choice & { customerId: number })[]> {
  const { rows } = await sql<Choice & { customerId: number }>`
    select customer_id as "customerId", step_id::text as id, at, act = 'withdrawn' as off
      from customers.consent_step
     where customer_id = any (${[...customerIds]}::bigint[]) and org_id = ${ctx.orgId}
       and purpose = 'personalisation' and channel = 'any'`.execute(ctx.db);
  return rows;
}
