import { said, type TaskId } from '#platform/contract/task.ts';
import { audit } from '#platform/server/audit.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { setStopping } from '#platform/server/tasks/task.repo.ts';
import { startTask } from '#platform/server/tasks/task.ts';
import { type CorpId, wecomErrors } from '../../contract/corp.ts';
import {
  type CorpSync,
  type Difference,
  type MirrorKind,
  mirrorKinds,
  type SyncMode,
  type SyncRun,
  type SyncRunId,
  syncModeText,
} from '../../contract/sync.ts';
import { type CorpRow, findCorp } from '../corps/corp.repo.ts';
import { corpFor, MANAGE, READ } from '../corps/corp.service.ts';
import { errorHelp } from '../error-help.ts';
import { countCopy } from '../mirror/count.repo.ts';
import { countStale } from '../mirror/stale.repo.ts';
import { listDifferenceRows } from './difference.repo.ts';
import { nextDue } from './due.ts';
import { findSchedule, lockDue, setSchedule } from './schedule.repo.ts';
import * as repo from './sync.repo.ts';
import { syncCorp } from './sync-task.ts';

const AT_NIGHT = '02:30';

export async function showSync(ctx: Ctx, id: CorpId): Promise<CorpSync> {
  await corpFor(ctx, READ, id);
  const one = { page: 1, size: 1 };
  const newest = await Promise.all([
    repo.listRunRows(ctx, id, { ...one, state: 'running' }),
    repo.listRunRows(ctx, id, { ...one, mode: 'full' }),
    repo.listRunRows(ctx, id, { ...one, mode: 'reconcile' }),
  ]);
  const [running, lastFull, lastReconcile] = await Promise.all(
    newest.map(async ({ items }) => (await shown(ctx, items))[0] ?? null),
  );
  const schedule = await findSchedule(ctx, id);
  const { problem, oldestAt, ...behind } = await countStale(ctx, id);
  return {
    running: running!,
    lastFull: lastFull!,
    lastReconcile: lastReconcile!,
    reconcileAt: schedule?.reconcileAt ?? null,
    nextReconcileAt: schedule?.dueAt?.toISOString() ?? null,
    counts: await countCopy(ctx, id),
    behind: {
      ...behind,
      oldestAt: oldestAt?.toISOString() ?? null,
      problem: problem === null ? null : errorHelp(problem, ctx.lang),
    },
  };
}

async function shown(ctx: Ctx, runs: readonly repo.RunRow[]): Promise<SyncRun[]> {
  const steps = await repo.findSteps(
    ctx,
    runs.map((run) => run.id),
  );
  return runs.map(({ corpId: _, startedById, startedByName, ...run }) => ({
    ...run,
    taskId: run.taskId as TaskId,
    startedBy: startedById ? { id: startedById, name: startedByName ?? '' } : null,
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
    steps: steps
      .filter((step) => step.runId === run.id)
      .map(({ runId: _, began: __, problem, ...step }) => ({
        ...step,
        problem: problem === null ? null : errorHelp(problem, ctx.lang),
        startedAt: step.startedAt?.toISOString() ?? null,
        endedAt: step.endedAt?.toISOString() ?? null,
      })),
  }));
}

export async function listRuns(
  ctx: Ctx,
  id: CorpId,
  filter: { page: number; size: number; mode?: SyncMode | undefined },
) {
  await corpFor(ctx, READ, id);
  const { items, total } = await repo.listRunRows(ctx, id, filter);
  return { items: await shown(ctx, items), total };
}

async function runFor(ctx: Ctx, permission: string, id: CorpId, runId: SyncRunId) {
  const corp = await corpFor(ctx, permission, id);
  const run = await repo.findRun(ctx, id, runId);
  if (!run) throw wecomErrors.syncRunNotFound({ id: runId });
  return { corp, run };
}

export async function listDifferences(
  ctx: Ctx,
  id: CorpId,
  runId: SyncRunId,
  filter: { page: number; size: number; kind?: MirrorKind | undefined },
) {
  await runFor(ctx, READ, id, runId);
  const { items, total } = await listDifferenceRows(ctx, runId, filter);
  return {
    items: items.map((row) => ({ ...row, repaired: true, at: row.at.toISOString() }) as Difference),
    total,
  };
}

/** Also looks to it that the corp is reconciled at night from now on. */
export function startSync(
  ctx: Ctx,
  id: CorpId,
  { mode, kinds }: { mode: SyncMode; kinds?: readonly MirrorKind[] | undefined },
): Promise<SyncRun> {
  return inTx(ctx, async (ctx) => {
    const corp = await corpFor(ctx, MANAGE, id);
    if (corp.state !== 'active') throw wecomErrors.stopped({ id });
    const run = await start(ctx, corp, mode, kinds);
    if (!run) throw wecomErrors.syncRunning({ id });
    if (!(await findSchedule(ctx, id)))
      await setSchedule(ctx, id, { reconcileAt: AT_NIGHT, dueAt: nextDue(ctx.now(), AT_NIGHT) });
    audit(ctx, {
      action: 'wecom.sync-started',
      subject: { kind: 'corp', id, name: corp.name },
      unitId: corp.unitId,
      after: { mode, kinds: kinds ?? mirrorKinds },
    });
    return (await shown(ctx, [run]))[0]!;
  });
}

async function start(
  ctx: TxCtx,
  corp: CorpRow,
  mode: SyncMode,
  kinds: readonly MirrorKind[] = mirrorKinds,
): Promise<repo.RunRow | null> {
  const runId = newId(ctx.now()) as SyncRunId;
  const { kind, id, name } = ctx.actor;
  const byHand = kind === 'staff';
  const run = {
    id: runId,
    corpId: corp.id,
    mode,
    taskId: runId,
    startedById: byHand ? id : null,
    startedByName: byHand ? name : null,
    startedAt: ctx.now(),
  };
  const wanted = mirrorKinds.filter((one) => kinds.includes(one));
  if (!(await repo.insertRun(ctx, run, wanted))) return null;
  const title = said(['{corp}：{mode}', '{corp}: {mode}'], {
    corp: corp.name,
    mode: syncModeText[mode],
  });
  const taskId = await startTask(
    ctx,
    syncCorp,
    { corpId: corp.id, runId },
    { title, permission: MANAGE, subject: { kind: 'corp', id: corp.id } },
  );
  await repo.setTask(ctx, runId, taskId);
  return { ...run, taskId, state: 'running', endedAt: null, differences: 0 };
}

export function cancelSync(ctx: Ctx, id: CorpId, runId: SyncRunId): Promise<SyncRun> {
  return inTx(ctx, async (ctx) => {
    const { corp, run } = await runFor(ctx, MANAGE, id, runId);
    if (run.state !== 'running' || !(await setStopping(ctx, run.taskId)))
      throw wecomErrors.syncEnded({ id: runId });
    audit(ctx, {
      action: 'wecom.sync-stopped',
      subject: { kind: 'corp', id, name: corp.name },
      unitId: corp.unitId,
      after: { mode: run.mode },
    });
    return (await shown(ctx, [run]))[0]!;
  });
}

export function scheduleReconcile(
  ctx: Ctx,
  id: CorpId,
  reconcileAt: string | null,
): Promise<CorpSync> {
  return inTx(ctx, async (ctx) => {
    const corp = await corpFor(ctx, MANAGE, id);
    const before = await findSchedule(ctx, id);
    const dueAt = reconcileAt ? nextDue(ctx.now(), reconcileAt) : null;
    await setSchedule(ctx, id, { reconcileAt, dueAt });
    audit(ctx, {
      action: 'wecom.reconcile-scheduled',
      subject: { kind: 'corp', id, name: corp.name },
      unitId: corp.unitId,
      before: { reconcileAt: before?.reconcileAt ?? null },
      after: { reconcileAt },
    });
    return showSync(ctx, id);
  });
}

/** Starts what is due; a corp that is being read already waits for the next night. */
export function startDueReconciles(ctx: Ctx): Promise<number> {
  return inTx(ctx, async (ctx) => {
    const due = await lockDue(ctx, 20);
    for (const { orgId, corpId, reconcileAt } of due) {
      const bank = asSystem(ctx, orgId, 'wecom.reconcile');
      const dueAt = reconcileAt ? nextDue(ctx.now(), reconcileAt) : null;
      await setSchedule(bank, corpId, { reconcileAt, dueAt });
      const corp = await findCorp(bank, corpId);
      if (corp?.state === 'active') await start(bank, corp, 'reconcile');
    }
    return due.length;
  });
}
