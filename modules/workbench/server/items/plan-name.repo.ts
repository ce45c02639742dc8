import type { Ctx } from '#platform/server/ctx.ts';

export async function planNames(
  ctx: Ctx,
  planIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (planIds.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('outreach.plan')
    .select(['planId', 'name'])
    .where('orgId', '=', ctx.orgId)
    .where('planId', 'in', [...planIds])
    .execute();
  return new Map(rows.map((row) => [row.planId, row.name]));
}
