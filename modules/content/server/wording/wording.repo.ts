import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

export async function findWords(ctx: Ctx): Promise<Map<string, unknown>> {
  const rows = await ctx.db
    .selectFrom('content.wording')
    .select(['key', 'words'])
    .where('orgId', '=', ctx.orgId)
    .execute();
  return new Map(rows.map((row) => [row.key, row.words]));
}

export async function setWords(ctx: TxCtx, key: string, words: unknown): Promise<void> {
  const row = { words: JSON.stringify(words), changedBy: ctx.actor.name, changedAt: ctx.now() };
  await ctx.db
    .insertInto('content.wording')
    .values({ orgId: ctx.orgId, key, ...row })
    .onConflict((c) => c.columns(['orgId', 'key']).doUpdateSet(row))
    .execute();
}
