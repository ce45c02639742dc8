import type { Ctx, TxCtx } from '../ctx.ts';
import { newId } from '../ids.ts';

export interface StoredHold {
  id: string;
  record: string;
  since: Date | null;
  reason: string;
  placedBy: string;
  placedAt: Date;
}

export async function findOwnDays(ctx: Ctx): Promise<ReadonlyMap<string, number>> {
  const rows = await ctx.db
    .selectFrom('platform.retentionRule')
    .select(['record', 'days'])
    .where('orgId', '=', ctx.orgId)
    .execute();
  return new Map(rows.map(({ record, days }) => [record, days]));
}

export async function setOwnDays(
  ctx: TxCtx,
  record: string,
  days: number,
  reason: string,
): Promise<void> {
  const rule = { days, reason, setBy: ctx.actor.id, setAt: ctx.now() };
  await ctx.db
    .insertInto('platform.retentionRule')
    .values({ orgId: ctx.orgId, record, ...rule })
    .onConflict((c) => c.columns(['orgId', 'record']).doUpdateSet(rule))
    .execute();
}

const holdColumns = ['id', 'record', 'since', 'reason', 'placedBy', 'placedAt'] as const;

export function findOpenHolds(ctx: Ctx): Promise<StoredHold[]> {
  return ctx.db
    .selectFrom('platform.retentionHold')
    .select(holdColumns)
    .where('orgId', '=', ctx.orgId)
    .where('releasedAt', 'is', null)
    .orderBy('placedAt')
    .execute();
}

export async function insertHold(
  ctx: TxCtx,
  hold: { record: string; since: Date | null; reason: string },
): Promise<StoredHold> {
  const row = { id: newId(ctx.now()), ...hold, placedBy: ctx.actor.name, placedAt: ctx.now() };
  await ctx.db
    .insertInto('platform.retentionHold')
    .values({ orgId: ctx.orgId, ...row, releasedAt: null })
    .execute();
  return row;
}

/** The hold as it was; null when there is none open. */
export async function setReleased(ctx: TxCtx, id: string): Promise<StoredHold | null> {
  const row = await ctx.db
    .updateTable('platform.retentionHold')
    .set({ releasedAt: ctx.now() })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('releasedAt', 'is', null)
    .returning(holdColumns)
    .executeTakeFirst();
  return row ?? null;
}
