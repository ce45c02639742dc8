import type { Ctx } from '#platform/server/ctx.ts';

/** Those of these units that are open, with their place in the tree. */
export async function findOpenUnits(
  ctx: Ctx,
  ids: readonly string[],
): Promise<{ id: string; path: string }[]> {
  return ctx.db
    .selectFrom('org.unit')
    .select(['id', 'path'])
    .where('orgId', '=', ctx.orgId)
    .where('id', 'in', [...ids])
    .where('state', '=', 'open')
    .execute();
}
