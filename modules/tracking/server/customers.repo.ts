import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

/** The customer an id stands for now: itself, or whom it was merged into. Nobody of another bank. */
export async function findCurrent(ctx: Ctx, ids: readonly number[]): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  let open = new Map(ids.map((id) => [id, [id]]));
  // Merged customers form short chains; one step for all of them at a time.
  for (let depth = 0; open.size > 0 && depth < 20; depth++) {
    const { rows } = await sql<{ id: number; into: number | null; state: string }>`
      select customer_id as id, merged_into as into, state from customers.customer
       where org_id = ${ctx.orgId} and customer_id = any(${[...open.keys()]}::bigint[])`.execute(
      ctx.db,
    );
    const next = new Map<number, number[]>();
    for (const { id, into, state } of rows) {
      const asked = open.get(id)!;
      if (into !== null) next.set(into, [...(next.get(into) ?? []), ...asked]);
      else if (state === 'active') for (const one of asked) found.set(one, id);
    }
    open = next;
  }
  return found;
}
