import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

/**
 * What a customer holds at the bank, in fen: as the bank says it, else the sum of what it says of
 * deposits, wealth products and funds; null when it says nothing.
 */
export const heldAssets = (ctx: Ctx, customer: string): RawBuilder<unknown> => sql`
  select coalesce(max(v.number) filter (where k.code = 'aum'),
                  sum(v.number) filter (where k.code <> 'aum')) as held
    from customers.attribute_value v
    join customers.attribute k on k.attribute_id = v.attribute_id and k.org_id = ${ctx.orgId}
   where v.customer_id = ${sql.ref(customer)} and k.code in ('aum', 'deposits', 'wealth', 'funds')`;
