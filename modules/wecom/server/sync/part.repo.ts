import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { MirrorKind } from '../../contract/sync.ts';

/** A stretch of a step's reading: whose lists, and how far it came. */
export interface Part {
  readonly part: number;
  readonly items: readonly string[];
  readonly cursor: string;
}

export async function hasParts(ctx: Ctx, runId: string, kind: MirrorKind): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('wecom.syncPart')
    .select('part')
    .where('orgId', '=', ctx.orgId)
    .where('runId', '=', runId)
    .where('kind', '=', kind)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertParts(
  ctx: TxCtx,
  runId: string,
  kind: MirrorKind,
  lists: readonly (readonly string[])[],
): Promise<void> {
  if (lists.length === 0) return;
  await ctx.db
    .insertInto('wecom.syncPart')
    .values(
      lists.map((items, part) => ({
        orgId: ctx.orgId,
        runId,
        kind,
        part,
        items: [...items],
        cursor: '',
        done: false,
      })),
    )
    .execute();
}

export async function openParts(ctx: Ctx, runId: string, kind: MirrorKind): Promise<Part[]> {
  return ctx.db
    .selectFrom('wecom.syncPart')
    .select(['part', 'items', 'cursor'])
    .where('orgId', '=', ctx.orgId)
    .where('runId', '=', runId)
    .where('kind', '=', kind)
    .where('done', '=', false)
    .orderBy('part')
    .execute();
}

export async function setPart(
  ctx: TxCtx,
  runId: string,
  kind: MirrorKind,
  part: number,
  change: { cursor?: string; done?: boolean },
): Promise<void> {
  await ctx.db
    .updateTable('wecom.syncPart')
    .set(change)
    .where('orgId', '=', ctx.orgId)
    .where('runId', '=', runId)
    .where('kind', '=', kind)
    .where('part', '=', part)
    .execute();
}

/** Two in place of one; the new one begins at its beginning, and so does the old. */
export async function splitPart(
  ctx: TxCtx,
  runId: string,
  kind: MirrorKind,
  { part, items }: Part,
): Promise<Part[]> {
  const half = Math.ceil(items.length / 2);
  const [first, second] = [items.slice(0, half), items.slice(half)];
  await ctx.db
    .updateTable('wecom.syncPart')
    .set({ items: [...first], cursor: '' })
    .where('orgId', '=', ctx.orgId)
    .where('runId', '=', runId)
    .where('kind', '=', kind)
    .where('part', '=', part)
    .execute();
  const { rows } = await sql<{ part: number }>`
    insert into wecom.sync_part (org_id, run_id, kind, part, items, cursor, done)
    select ${ctx.orgId}, ${runId}, ${kind}, max(part) + 1, ${[...second]}::text[], '', false
      from wecom.sync_part
     where org_id = ${ctx.orgId} and run_id = ${runId} and kind = ${kind}
    returning part`.execute(ctx.db);
  return [
    { part, items: first, cursor: '' },
    { part: rows[0]!.part, items: second, cursor: '' },
  ];
}
