import type { Ctx } from '#platform/server/ctx.ts';

/** Those of these units that are open, with their place in the tree. */
export async function findOpenUnits(
  ctx: Ctx,
  ids: readonly string[],
): Promise<{ id: string; path: string; name: string }[]> {
  return ctx.db
    .selectFrom('org.unit')
    .select(['id', 'path', 'name'])
    .where('orgId', '=', ctx.orgId)
    .where('id', 'in', [...ids])
    .where('state', '=', 'open')
    .execute();
}
