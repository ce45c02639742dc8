import type { Ctx } from '#platform/server/ctx.ts';
import { unitErrors } from '../../contract/unit.ts';

/** Where a unit stands in the tree. */
export async function findUnitPath(ctx: Ctx, id: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('org.unit')
    .select('path')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw unitErrors.unitNotFound({ id });
  return row.path;
}

/** What concerns the whole bank is decided at its head office. */
export async function findHeadOffice(ctx: Ctx): Promise<{ id: string; path: string }> {
  return ctx.db
    .selectFrom('org.unit')
    .select(['id', 'path'])
    .where('orgId', '=', ctx.orgId)
    .where('parentId', 'is', null)
    .executeTakeFirstOrThrow();
}
