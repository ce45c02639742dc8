import type { Ctx } from '#platform/server/ctx.ts';

/** The name of an active member of staff; null when there is none with this id. */
export async function findStaffName(ctx: Ctx, id: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('org.staff')
    .select('name')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return row?.name ?? null;
}
