import type { Ctx } from '#platform/server/ctx.ts';

/** The newest request about a subject, of any of these kinds. */
export async function findLatestApproval(
  ctx: Ctx,
  kinds: readonly string[],
  subjectId: string,
): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('org.approval')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('kind', 'in', [...kinds])
    .where('subjectId', '=', subjectId)
    .orderBy('draftedAt', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row?.id ?? null;
}
