import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

export interface PosterKey {
  readonly itemId: string;
  readonly version: number;
  readonly staffId: string;
  /** Of what the code says and how the picture is drawn. */
  readonly codeHash: Buffer;
}

export async function findPoster(ctx: Ctx, key: PosterKey): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('content.poster')
    .select('fileId')
    .where('orgId', '=', ctx.orgId)
    .where('itemId', '=', key.itemId)
    .where('version', '=', key.version)
    .where('staffId', '=', key.staffId)
    .where('codeHash', '=', key.codeHash)
    .executeTakeFirst();
  return row?.fileId ?? null;
}

/** Of two that were drawn at once the first stays; answers which that is. */
export async function insertPoster(ctx: TxCtx, key: PosterKey, fileId: string): Promise<string> {
  await ctx.db
    .insertInto('content.poster')
    .values({ ...key, fileId, orgId: ctx.orgId, madeAt: ctx.now() })
    .onConflict((c) => c.columns(['orgId', 'itemId', 'version', 'staffId', 'codeHash']).doNothing())
    .execute();
  return (await findPoster(ctx, key))!;
}
