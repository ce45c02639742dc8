import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

/** Contents and products by their ids, for feeds that speak of them. */
export async function namesOfContent(
  ctx: Ctx,
  ids: readonly string[],
): Promise<(readonly [string, string])[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from content.item where org_id = ${ctx.orgId} and id = any (${ids}::uuid[])
    union all
    select id, product ->> 'name' from content.product
     where org_id = ${ctx.orgId} and id = any (${ids}::uuid[])`.execute(ctx.db);
  return rows.map(({ id, name }) => [id, name] as const);
}
