import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { DifferenceWhat, MirrorKind } from '../../contract/sync.ts';

export interface FoundDifference {
  subject: string;
  what: DifferenceWhat;
  fields: readonly string[];
}

const MOST = 1000;

/** All are counted, the first thousand kept. */
export async function noteDifferences(
  ctx: TxCtx,
  runId: string,
  kind: MirrorKind,
  found: readonly FoundDifference[],
): Promise<void> {
  if (found.length === 0) return;
  const { differences } = await ctx.db
    .updateTable('wecom.syncRun')
    .set((eb) => ({ differences: eb('differences', '+', found.length) }))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', runId)
    .returning('differences')
    .executeTakeFirstOrThrow();
  const room = MOST - (differences - found.length);
  if (room <= 0) return;
  await ctx.db
    .insertInto('wecom.difference')
    .values(
      found.slice(0, room).map(({ fields, ...difference }) => ({
        ...difference,
        fields: [...fields],
        orgId: ctx.orgId,
        runId,
        kind,
        at: ctx.now(),
      })),
    )
    .onConflict((c) => c.doNothing())
    .execute();
}

export async function listDifferenceRows(
  ctx: Ctx,
  runId: string,
  { page, size, kind }: { page: number; size: number; kind?: MirrorKind | undefined },
) {
  const found = ctx.db
    .selectFrom('wecom.difference')
    .where('orgId', '=', ctx.orgId)
    .where('runId', '=', runId)
    .$if(kind !== undefined, (q) => q.where('kind', '=', kind!));
  const items = await found
    .select(['kind', 'subject', 'what', 'fields', 'at'])
    .orderBy('kind')
    .orderBy('subject')
    .limit(size)
    .offset((page - 1) * size)
    .execute();
  const { total } = await found.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return { items, total };
}
