import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

/** Plans by their ids, for feeds that speak of them. */
export async function namesOfPlans(
  ctx: Ctx,
  ids: readonly string[],
): Promise<(readonly [string, string])[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select plan_id as id, name from outreach.plan
     where org_id = ${ctx.orgId} and plan_id = any (${ids}::uuid[])`.execute(ctx.db);
  return rows.map(({ id, name }) => [id, name] as const);
}
