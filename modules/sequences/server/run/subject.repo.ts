import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

export interface AudienceFacts {
  readonly name: string;
  readonly state: string;
  readonly unitId: string;
  readonly unitPath: string;
  readonly ruleVersion: number;
}

/** The audience a run works on; no reader is asked here. */
export async function findAudienceFacts(ctx: Ctx, id: string): Promise<AudienceFacts | null> {
  const { rows } = await sql<AudienceFacts>`
    select a.name, a.state, a.unit_id as "unitId", u.path as "unitPath",
           a.rule_version as "ruleVersion"
      from audiences.audience a
      join org.unit u on u.org_id = a.org_id and u.id = a.unit_id
     where a.org_id = ${ctx.orgId} and a.id = ${id}`.execute(ctx.db);
  return rows[0] ?? null;
}

export interface ProductFacts {
  readonly name: string;
  readonly kind: string;
  readonly onSale: boolean;
}

export async function findProductFacts(
  ctx: Ctx,
  id: string,
  today: string,
): Promise<ProductFacts | null> {
  const { rows } = await sql<ProductFacts>`
    select name, kind, state = 'listed' and coalesce(sale_from <= ${today}::date, true)
             and coalesce(sale_to >= ${today}::date, true) as "onSale"
      from content.product where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
  return rows[0] ?? null;
}
