import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { ActualEntry, Lane, PilotAnswer, PilotDecision } from '../../contract/project.ts';
import type { UnitRef } from '../../contract/unit.ts';

export interface TaskRow {
  id: string;
  lane: Lane;
  title: string;
  ownerId: string | null;
  ownerName: string | null;
  dueOn: string;
  dueAt: Date;
  mandatory: boolean;
  doneAt: Date | null;
  doneById: string | null;
  doneByName: string | null;
}

export async function findUnitsOf(ctx: Ctx, projectId: string): Promise<UnitRef[]> {
  const rows = await ctx.db
    .selectFrom('org.projectUnit as pu')
    .innerJoin('org.unit as u', (join) =>
      join.onRef('u.orgId', '=', 'pu.orgId').onRef('u.id', '=', 'pu.unitId'),
    )
    .select(['u.id', 'u.code', 'u.name', 'u.kind', 'u.path'])
    .where('pu.orgId', '=', ctx.orgId)
    .where('pu.projectId', '=', projectId)
    .orderBy('u.path')
    .execute();
  return rows as UnitRef[];
}

export async function findStakeholders(
  ctx: Ctx,
  projectId: string,
): Promise<{ lane: Lane; id: string; name: string; active: boolean }[]> {
  const rows = await ctx.db
    .selectFrom('org.projectStakeholder as h')
    .innerJoin('org.staff as s', (join) =>
      join.onRef('s.orgId', '=', 'h.orgId').onRef('s.id', '=', 'h.staffId'),
    )
    .select(['h.lane', 's.id', 's.name', sql<boolean>`s.state = 'active'`.as('active')])
    .where('h.orgId', '=', ctx.orgId)
    .where('h.projectId', '=', projectId)
    .orderBy('h.lane')
    .orderBy('s.name')
    .execute();
  return rows as { lane: Lane; id: string; name: string; active: boolean }[];
}

export async function replaceStakeholders(
  ctx: TxCtx,
  projectId: string,
  stakeholders: readonly { lane: Lane; staffId: string }[],
): Promise<void> {
  await ctx.db
    .deleteFrom('org.projectStakeholder')
    .where('orgId', '=', ctx.orgId)
    .where('projectId', '=', projectId)
    .execute();
  if (stakeholders.length === 0) return;
  await ctx.db
    .insertInto('org.projectStakeholder')
    .values(stakeholders.map((s) => ({ orgId: ctx.orgId, projectId, ...s })))
    .onConflict((c) => c.doNothing())
    .execute();
}

export async function findTasks(ctx: Ctx, projectId: string): Promise<TaskRow[]> {
  const rows = await ctx.db
    .selectFrom('org.projectTask as t')
    .leftJoin('org.staff as s', (join) =>
      join.onRef('s.orgId', '=', 't.orgId').onRef('s.id', '=', 't.ownerId'),
    )
    .select([
      't.id',
      't.lane',
      't.title',
      't.ownerId',
      's.name as ownerName',
      't.dueOn',
      't.dueAt',
      't.mandatory',
      't.doneAt',
      't.doneById',
      't.doneByName',
    ])
    .where('t.orgId', '=', ctx.orgId)
    .where('t.projectId', '=', projectId)
    .orderBy('t.dueAt')
    .orderBy('t.id')
    .execute();
  return rows as TaskRow[];
}

export interface TaskContent {
  lane: Lane;
  title: string;
  ownerId: string | null;
  dueOn: string;
  dueAt: Date;
  mandatory: boolean;
}

export async function insertTask(
  ctx: TxCtx,
  projectId: string,
  id: string,
  task: TaskContent,
): Promise<void> {
  await ctx.db
    .insertInto('org.projectTask')
    .values({ ...task, orgId: ctx.orgId, id, projectId, createdAt: ctx.now() })
    .execute();
}

/** A new due day may lie in the future again, so its flag is taken back. */
export async function setTask(ctx: TxCtx, id: string, task: TaskContent): Promise<void> {
  await ctx.db
    .updateTable('org.projectTask')
    .set({ ...task, overdueAt: null })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export async function setTaskDone(
  ctx: TxCtx,
  id: string,
  done: { at: Date; byId: string; byName: string } | null,
): Promise<void> {
  await ctx.db
    .updateTable('org.projectTask')
    .set({
      doneAt: done?.at ?? null,
      doneById: done?.byId ?? null,
      doneByName: done?.byName ?? null,
    })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export async function deleteTask(ctx: TxCtx, id: string): Promise<void> {
  await ctx.db
    .deleteFrom('org.projectTask')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

/** Open tasks past their day that nobody was told of yet, over all banks. */
export async function findNewlyOverdue(
  ctx: Ctx,
  limit: number,
): Promise<{ orgId: string; id: string; projectId: string }[]> {
  return ctx.db
    .selectFrom('org.projectTask as t')
    .innerJoin('org.project as p', (join) =>
      join.onRef('p.orgId', '=', 't.orgId').onRef('p.id', '=', 't.projectId'),
    )
    .select(['t.orgId', 't.id', 't.projectId'])
    .where('t.doneAt', 'is', null)
    .where('t.overdueAt', 'is', null)
    .where('t.dueAt', '<=', ctx.now())
    .where('p.state', '<>', 'ended')
    .orderBy('t.dueAt')
    .limit(limit)
    .execute();
}

/** False when it was finished or flagged in between. */
export async function setTaskOverdue(ctx: TxCtx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('org.projectTask')
    .set({ overdueAt: ctx.now() })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('doneAt', 'is', null)
    .where('overdueAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function findActuals(ctx: Ctx, projectId: string): Promise<ActualEntry[]> {
  const rows = await ctx.db
    .selectFrom('org.projectActual')
    .select(['id', 'kind', 'onDay', 'amount', 'note', 'byId', 'byName'])
    .where('orgId', '=', ctx.orgId)
    .where('projectId', '=', projectId)
    .orderBy('onDay', 'desc')
    .orderBy('createdAt', 'desc')
    .limit(500)
    .execute();
  return rows.map(({ onDay, byId, byName, ...row }) => ({
    ...row,
    kind: row.kind as ActualEntry['kind'],
    on: onDay,
    by: { id: byId, name: byName },
  }));
}

export async function insertActual(
  ctx: TxCtx,
  projectId: string,
  id: string,
  entry: { kind: ActualEntry['kind']; on: string; amount: number; note?: string },
): Promise<void> {
  await ctx.db
    .insertInto('org.projectActual')
    .values({
      orgId: ctx.orgId,
      id,
      projectId,
      kind: entry.kind,
      onDay: entry.on,
      amount: entry.amount,
      note: entry.note ?? null,
      byId: ctx.actor.id,
      byName: ctx.actor.name,
      createdAt: ctx.now(),
    })
    .execute();
}

export async function findDecisions(ctx: Ctx, projectId: string): Promise<PilotDecision[]> {
  const rows = await ctx.db
    .selectFrom('org.projectDecision')
    .select(['answer', 'reason', 'endsOn', 'byId', 'byName', 'at'])
    .where('orgId', '=', ctx.orgId)
    .where('projectId', '=', projectId)
    .orderBy('at', 'desc')
    .execute();
  return rows.map(({ byId, byName, at, ...row }) => ({
    ...row,
    answer: row.answer as PilotAnswer,
    by: { id: byId, name: byName },
    at: at.toISOString(),
  }));
}

export async function insertDecision(
  ctx: TxCtx,
  projectId: string,
  id: string,
  decision: { answer: PilotAnswer; reason: string; endsOn: string | null },
): Promise<void> {
  await ctx.db
    .insertInto('org.projectDecision')
    .values({
      ...decision,
      orgId: ctx.orgId,
      id,
      projectId,
      byId: ctx.actor.id,
      byName: ctx.actor.name,
      at: ctx.now(),
    })
    .execute();
}
