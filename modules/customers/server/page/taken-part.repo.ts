import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

export interface TakenPartRow {
  readonly kind: string;
  readonly subject: string | null;
  readonly times: number;
  readonly amount: number | null;
  readonly lastAt: Date;
}

/** Events of these kinds by what they were about, the newest first. A title in the event stands for its number. */
export async function findTakenPart(
  ctx: Ctx,
  customerId: number,
  { kinds, families }: { kinds: readonly string[]; families: readonly string[] },
  limit: number,
): Promise<TakenPartRow[]> {
  const { rows } = await sql<TakenPartRow>`
    select e.kind, coalesce(e.properties ->> 'title', e.subject) as subject, count(*)::int as times,
           (array_agg(e.amount order by e.at desc))[1]::float8 as amount, max(e.at) as "lastAt"
      from tracking.event e
     where e.customer_id = ${customerId} and e.org_id = ${ctx.orgId}
       and (e.kind = any(${[...kinds]}::text[]) or e.kind ^@ any(${[...families]}::text[]))
     group by 1, 2 order by max(e.at) desc, 1, 2 limit ${limit}`.execute(ctx.db);
  return rows;
}
