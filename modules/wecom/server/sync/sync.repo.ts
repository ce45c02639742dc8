import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { CorpId } from '../../contract/corp.ts';
import type {
  MirrorKind,
  SyncMode,
  SyncRunId,
  SyncRunState,
  SyncStepState,
} from '../../contract/sync.ts';

export interface RunRow {
  id: SyncRunId;
  corpId: CorpId;
  mode: SyncMode;
  state: SyncRunState;
  taskId: string;
  startedById: string | null;
  startedByName: string | null;
  startedAt: Date;
  endedAt: Date | null;
  differences: number;
}

export interface StepRow {
  runId: SyncRunId;
  kind: MirrorKind;
  state: SyncStepState;
  began: number | null;
  done: number;
  total: number | null;
  records: number;
  changed: number;
  problem: number | null;
  startedAt: Date | null;
  endedAt: Date | null;
}

const runColumns = [
  'id',
  'corpId',
  'mode',
  'state',
  'taskId',
  'startedById',
  'startedByName',
  'startedAt',
  'endedAt',
  'differences',
] as const;

/** False when one of this corp is under way. */
export async function insertRun(
  ctx: TxCtx,
  run: Omit<RunRow, 'state' | 'endedAt' | 'differences'>,
  kinds: readonly MirrorKind[],
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('wecom.syncRun')
    .values({ ...run, orgId: ctx.orgId, state: 'running', differences: 0 })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) return false;
  await ctx.db
    .insertInto('wecom.syncStep')
    .values(
      kinds.map((kind, position) => ({
        orgId: ctx.orgId,
        runId: run.id,
        kind,
        position,
        state: 'waiting',
        done: 0,
        records: 0,
        changed: 0,
      })),
    )
    .execute();
  return true;
}

export async function setTask(ctx: TxCtx, id: string, taskId: string): Promise<void> {
  await ctx.db
    .updateTable('wecom.syncRun')
    .set({ taskId })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export async function findRun(ctx: Ctx, corpId: CorpId, id: string): Promise<RunRow | null> {
  const row = await ctx.db
    .selectFrom('wecom.syncRun')
    .select(runColumns)
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('id', '=', id)
    .executeTakeFirst();
  return (row as RunRow | undefined) ?? null;
}

export interface RunFilter {
  page: number;
  size: number;
  mode?: SyncMode | undefined;
  state?: SyncRunState;
}

/** Newest first. */
export async function listRunRows(
  ctx: Ctx,
  corpId: CorpId,
  { page, size, mode, state }: RunFilter,
): Promise<{ items: RunRow[]; total: number }> {
  const found = ctx.db
    .selectFrom('wecom.syncRun')
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .$if(mode !== undefined, (q) => q.where('mode', '=', mode!))
    .$if(state !== undefined, (q) => q.where('state', '=', state!));
  const items = await found
    .select(runColumns)
    .orderBy('startedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(size)
    .offset((page - 1) * size)
    .execute();
  const { total } = await found.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return { items: items as RunRow[], total };
}

export async function findSteps(ctx: Ctx, runIds: readonly string[]): Promise<StepRow[]> {
  if (runIds.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('wecom.syncStep')
    .select([
      'runId',
      'kind',
      'state',
      'began',
      'done',
      'total',
      'records',
      'changed',
      'problem',
      'startedAt',
      'endedAt',
    ])
    .where('orgId', '=', ctx.orgId)
    .where('runId', 'in', [...runIds])
    .orderBy('position')
    .execute();
  return rows as StepRow[];
}

/** A step that goes on after a crash keeps its beginning. */
export async function beginStep(
  ctx: Ctx,
  runId: string,
  kind: MirrorKind,
  reading: number,
): Promise<number> {
  const row = await ctx.db
    .updateTable('wecom.syncStep')
    .set((eb) => ({
      state: 'running',
      began: eb.fn.coalesce('began', eb.val(reading)),
      startedAt: eb.fn.coalesce('startedAt', eb.val(ctx.now())),
    }))
    .where('orgId', '=', ctx.orgId)
    .where('runId', '=', runId)
    .where('kind', '=', kind)
    .returning('began')
    .executeTakeFirstOrThrow();
  return row.began!;
}

export interface StepGain {
  done?: number;
  total?: number;
  records?: number;
  changed?: number;
}

export async function gainStep(
  ctx: TxCtx,
  runId: string,
  kind: MirrorKind,
  { done = 0, total, records = 0, changed = 0 }: StepGain,
): Promise<void> {
  await ctx.db
    .updateTable('wecom.syncStep')
    .set((eb) => ({
      done: eb('done', '+', done),
      records: eb('records', '+', records),
      changed: eb('changed', '+', changed),
      ...(total === undefined ? {} : { total }),
    }))
    .where('orgId', '=', ctx.orgId)
    .where('runId', '=', runId)
    .where('kind', '=', kind)
    .execute();
}

export async function endStep(
  ctx: Ctx,
  runId: string,
  kind: MirrorKind,
  state: SyncStepState,
  problem: number | null = null,
): Promise<void> {
  await ctx.db
    .updateTable('wecom.syncStep')
    .set({ state, problem, endedAt: ctx.now() })
    .where('orgId', '=', ctx.orgId)
    .where('runId', '=', runId)
    .where('kind', '=', kind)
    .execute();
}

export async function endRun(ctx: TxCtx, id: string, state: SyncRunState): Promise<void> {
  await ctx.db
    .updateTable('wecom.syncStep')
    .set({ state: state === 'cancelled' ? 'cancelled' : 'failed', endedAt: ctx.now() })
    .where('orgId', '=', ctx.orgId)
    .where('runId', '=', id)
    .where('state', 'in', ['waiting', 'running'])
    .execute();
  await ctx.db
    .updateTable('wecom.syncRun')
    .set({ state, endedAt: ctx.now() })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  await ctx.db
    .deleteFrom('wecom.syncPart')
    .where('orgId', '=', ctx.orgId)
    .where('runId', '=', id)
    .execute();
}

/** Runs that ended long ago, with what they found. */
export async function deleteRuns(ctx: TxCtx, before: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    delete from wecom.sync_run where org_id = ${ctx.orgId} and id in
      (select id from wecom.sync_run
        where org_id = ${ctx.orgId} and state <> 'running' and ended_at < ${before}
        order by ended_at limit ${limit})
    returning id`.execute(ctx.db);
  const ids = rows.map((row) => row.id);
  for (const table of ['wecom.syncStep', 'wecom.difference'] as const)
    if (ids.length > 0)
      await ctx.db
        .deleteFrom(table)
        .where('orgId', '=', ctx.orgId)
        .where('runId', 'in', ids)
        .execute();
  return ids.length;
}
