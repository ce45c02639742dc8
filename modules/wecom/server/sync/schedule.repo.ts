import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { CorpId } from '../../contract/corp.ts';

export interface Schedule {
  reconcileAt: string | null;
  dueAt: Date | null;
}

export async function findSchedule(ctx: Ctx, corpId: CorpId): Promise<Schedule | null> {
  const row = await ctx.db
    .selectFrom('wecom.syncSchedule')
    .select(['reconcileAt', 'dueAt'])
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .executeTakeFirst();
  return row ?? null;
}

export async function setSchedule(ctx: TxCtx, corpId: CorpId, schedule: Schedule): Promise<void> {
  await ctx.db
    .insertInto('wecom.syncSchedule')
    .values({ ...schedule, orgId: ctx.orgId, corpId })
    .onConflict((c) => c.columns(['orgId', 'corpId']).doUpdateSet(schedule))
    .execute();
}

/** Of every bank. */
export async function lockDue(
  ctx: TxCtx,
  limit: number,
): Promise<{ orgId: string; corpId: CorpId; reconcileAt: string | null }[]> {
  const rows = await ctx.db
    .selectFrom('wecom.syncSchedule')
    .select(['orgId', 'corpId', 'reconcileAt'])
    .where('dueAt', '<=', ctx.now())
    .orderBy('dueAt')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows as { orgId: string; corpId: CorpId; reconcileAt: string | null }[];
}
