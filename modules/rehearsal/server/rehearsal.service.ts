import type { ReportDeps } from '#modules/insights/server/index.ts';
import { said, type TaskId } from '#platform/contract/task.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { getTask, stopTask } from '#platform/server/tasks/task.service.ts';
import { startTask } from '#platform/server/tasks/task.ts';
import {
  type Rehearsal,
  type RehearsalId,
  type RehearsalOptions,
  type RehearsalSubject,
  rehearsalErrors,
} from '../contract.ts';
import * as repo from './rehearsal.repo.ts';
import { READ, rehearseKind, START } from './rehearse-kind.ts';
import { describeSubject, listSubjects } from './subjects/subject.service.ts';
import { toldIn } from './told.ts';

const MOST_AT_ONCE = 1;

export const listRehearsable = async (ctx: Ctx) => ({ items: await listSubjects(ctx, START) });

export async function startRehearsal(
  ctx: Ctx,
  { subject, options }: { subject: RehearsalSubject; options: RehearsalOptions },
): Promise<Rehearsal> {
  const described = await describeSubject(ctx, subject, START);
  if (!described) throw rehearsalErrors.subjectNotFound(subject);
  return inTx(ctx, async (ctx) => {
    if ((await repo.underWay(ctx)) >= MOST_AT_ONCE) throw rehearsalErrors.tooMany();
    const id = newId(ctx.now()) as RehearsalId;
    const { name, version, unitId } = described;
    await repo.insertRehearsal(ctx, { id, unitId, subject, name, version, options });
    const taskId = await startTask(
      ctx,
      rehearseKind,
      { rehearsalId: id },
      {
        title: said(['沙盘推演“{name}”', 'Rehearsal of “{name}”'], { name }),
        permission: START,
        subject: { kind: 'rehearsal', id },
        total: options.days * 24,
      },
    );
    await repo.setRehearsal(ctx, id, { taskId });
    audit(ctx, {
      action: 'rehearsal.started',
      subject: { kind: 'rehearsal', id, name },
      unitId,
      after: { subject, options },
    });
    return asRehearsal((await repo.findRehearsal(ctx, START, id))!);
  });
}

export async function listRehearsals(
  ctx: Ctx,
  query: { page: number; size: number; subjectId?: string | undefined },
) {
  const { rows, total } = await repo.listRehearsalRows(ctx, READ, query);
  return { items: rows.map(asRehearsal), total };
}

export async function getRehearsal(ctx: Ctx, { nameRule }: ReportDeps, id: RehearsalId) {
  const row = await visible(ctx, READ, id);
  const report = row.state === 'done' ? await repo.findReport(ctx, id) : null;
  return {
    rehearsal: asRehearsal(row),
    task: await taskOf(ctx, row),
    report: report && toldIn(ctx.lang, (rule) => nameRule(ctx, rule), report),
  };
}

/** The task is shown to whoever may see tasks of others; everybody else sees how far it is. */
const taskOf = (ctx: Ctx, { taskId }: repo.RehearsalRow) =>
  taskId ? getTask(ctx, taskId as TaskId).catch(() => null) : null;

export async function cancelRehearsal(ctx: Ctx, id: RehearsalId): Promise<Rehearsal> {
  const row = await visible(ctx, START, id);
  if (row.state !== 'queued' && row.state !== 'running') throw rehearsalErrors.hasEnded({ id });
  await stopTask(ctx, row.taskId as TaskId);
  return asRehearsal(await visible(ctx, START, id));
}

export async function restartRehearsal(ctx: Ctx, id: RehearsalId): Promise<Rehearsal> {
  const { state, subject, options } = await visible(ctx, START, id);
  if (state === 'queued' || state === 'running') throw rehearsalErrors.notEnded({ id });
  return startRehearsal(ctx, { subject, options });
}

async function visible(ctx: Ctx, permission: string, id: RehearsalId): Promise<repo.RehearsalRow> {
  const row = await repo.findRehearsal(ctx, permission, id);
  if (!row) throw rehearsalErrors.notFound({ id });
  return row;
}

const asRehearsal = (row: repo.RehearsalRow): Rehearsal => ({
  id: row.id,
  subject: { ...row.subject, name: row.name, version: row.version },
  options: row.options,
  state: row.state,
  phase: row.phase,
  daysDone: row.daysDone,
  taskId: row.taskId as Rehearsal['taskId'],
  startedBy: { id: row.startedBy, name: row.startedByName },
  createdAt: row.createdAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
  error: row.error,
});
