import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

/** Colleagues by their ids. */
export async function namesOfStaff(
  ctx: Ctx,
  ids: readonly string[],
): Promise<(readonly [string, string])[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from org.staff
     where org_id = ${ctx.orgId} and id = any (${ids}::uuid[])`.execute(ctx.db);
  return rows.map(({ id, name }) => [id, name] as const);
}
