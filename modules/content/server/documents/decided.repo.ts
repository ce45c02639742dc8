import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { DocumentKind } from './document.repo.ts';

export type DecidedKind = DocumentKind | 'product';

export interface Decided {
  readonly version: number;
  readonly state: string;
  readonly document: unknown;
  readonly decidedBy: string;
  readonly decidedAt: Date;
  readonly approvalId: string | null;
}

/** What was decided stays beside what comes after it, which ends it. */
export async function insertDecided(
  ctx: TxCtx,
  subjectId: string,
  given: Omit<Decided, 'decidedBy' | 'decidedAt'> & { readonly kind: DecidedKind },
): Promise<void> {
  const now = ctx.now();
  await ctx.db
    .updateTable('content.decided')
    .set({ endedAt: now })
    .where('orgId', '=', ctx.orgId)
    .where('subjectId', '=', subjectId)
    .where('endedAt', 'is', null)
    .execute();
  await ctx.db
    .insertInto('content.decided')
    .values({
      ...given,
      document: JSON.stringify(given.document),
      ...{ orgId: ctx.orgId, subjectId, decidedBy: ctx.actor.name, decidedAt: now },
    })
    .execute();
}

/** The newest first. */
export async function findDecided(ctx: Ctx, subjectId: string): Promise<Decided[]> {
  return ctx.db
    .selectFrom('content.decided')
    .select(['version', 'state', 'document', 'decidedBy', 'decidedAt', 'approvalId'])
    .where('orgId', '=', ctx.orgId)
    .where('subjectId', '=', subjectId)
    .orderBy('version', 'desc')
    .execute();
}
