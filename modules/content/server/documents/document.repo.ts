import type { z } from 'zod';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Kept } from './change.kind.ts';
import { insertDecided } from './decided.repo.ts';

export type DocumentKind = 'script' | 'persona' | 'template';
export type DocumentState = 'draft' | 'approved' | 'withdrawn';

export interface DocumentRow<D, Id extends string = string> extends Kept<D, DocumentState> {
  readonly id: Id;
  readonly key: string;
  readonly changedAt: Date;
  /** What is written beside what is in use. */
  readonly draft: D | null;
}

const columns = [
  ...(['id', 'key', 'state', 'version', 'document', 'draft', 'changedBy', 'changedAt'] as const),
];

/** Documents of one kind, which is read by its schema wherever it comes out. */
export function documentsOf<S extends z.ZodType, Id extends string>(kind: DocumentKind, schema: S) {
  type D = z.output<S>;
  const asRow = (row: { document: unknown; draft: unknown }): DocumentRow<D, Id> =>
    ({
      ...row,
      document: schema.parse(row.document),
      draft: row.draft === null ? null : schema.parse(row.draft),
    }) as DocumentRow<D, Id>;
  const select = (ctx: Ctx) =>
    ctx.db
      .selectFrom('content.document')
      .select(columns)
      .where('orgId', '=', ctx.orgId)
      .where('kind', '=', kind);
  const first = (row: Parameters<typeof asRow>[0] | undefined) => (row ? asRow(row) : null);
  return {
    all: async (ctx: Ctx): Promise<DocumentRow<D, Id>[]> =>
      (await select(ctx).orderBy('key').execute()).map(asRow),
    find: async (ctx: Ctx, id: string): Promise<DocumentRow<D, Id> | null> =>
      first(await select(ctx).where('id', '=', id).executeTakeFirst()),
    findByKey: async (ctx: Ctx, key: string): Promise<DocumentRow<D, Id> | null> =>
      first(await select(ctx).where('key', '=', key).executeTakeFirst()),
    lock: async (ctx: TxCtx, id: string): Promise<DocumentRow<D, Id> | null> =>
      first(await select(ctx).where('id', '=', id).forUpdate().executeTakeFirst()),
    /** False when what came with the product under this key is there already. */
    insert: async (
      ctx: TxCtx,
      { id, key, document, state }: { id: Id; key: string; document: D; state: DocumentState },
    ): Promise<boolean> => {
      const { numInsertedOrUpdatedRows } = await ctx.db
        .insertInto('content.document')
        .values({
          ...{ id, kind, key, state, version: 1, document: JSON.stringify(document) },
          ...{ orgId: ctx.orgId, changedBy: ctx.actor.name, changedAt: ctx.now() },
        })
        .onConflict((c) => c.columns(['orgId', 'kind', 'key']).doNothing())
        .executeTakeFirst();
      if (!numInsertedOrUpdatedRows) return false;
      // What comes with the product and may be used at once is the first of its versions.
      if (state !== 'draft')
        await insertDecided(ctx, id, { kind, version: 1, state, document, approvalId: null });
      return true;
    },
    /** Puts into use, or takes out, what was decided; nothing is left beside it. */
    set: (ctx: TxCtx, id: string, document: D, state: DocumentState): Promise<void> =>
      update(ctx, id, { document: JSON.stringify(document), state, draft: null }),
    /** What is written: instead of a draft, beside what is in use. */
    setDraft: (ctx: TxCtx, row: DocumentRow<D, Id>, draft: D): Promise<void> =>
      update(
        ctx,
        row.id,
        row.state === 'draft'
          ? { document: JSON.stringify(draft) }
          : { draft: JSON.stringify(draft) },
      ),
  };
}

async function update(
  ctx: TxCtx,
  id: string,
  values: { document?: string; draft?: string | null; state?: DocumentState },
): Promise<void> {
  await ctx.db
    .updateTable('content.document')
    .set((eb) => ({
      ...values,
      ...{ version: eb('version', '+', 1), changedBy: ctx.actor.name, changedAt: ctx.now() },
    }))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}
