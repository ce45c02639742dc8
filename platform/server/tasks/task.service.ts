import { platformErrors } from '../../contract/errors.ts';
import { type Said, type Task, TaskId, type TaskState, taskErrors } from '../../contract/task.ts';
import { audit } from '../audit.ts';
import { type Ctx, inTx } from '../ctx.ts';
import type { FileReply } from '../file-reply.ts';
import { findFiles } from '../files/file.repo.ts';
import { fileDownload, shownIfKept } from '../files/file.service.ts';
import {
  findVisibleTask,
  listTaskRows,
  setStopping,
  type TaskFilter,
  type TaskRow,
} from './task.repo.ts';

const READ = 'platform.task.read';
const STOP = 'platform.task.stop';

export async function listTasks(
  ctx: Ctx,
  filter: TaskFilter,
): Promise<{ items: Task[]; total: number }> {
  const { rows, total } = await listTaskRows(ctx, filter);
  return { items: await shownTasks(ctx, rows), total };
}

export async function getTask(ctx: Ctx, id: string): Promise<Task> {
  return shownTask(ctx, await taskOf(ctx, id, READ));
}

/** Asks a task to stop; what it has done so far stays. */
export async function stopTask(ctx: Ctx, id: string): Promise<Task> {
  return inTx(ctx, async (ctx) => {
    const task = await taskOf(ctx, id, STOP);
    if (!(await setStopping(ctx, id))) throw taskErrors.taskEnded({ state: task.state });
    audit(ctx, {
      action: 'platform.task-stopped',
      subject: { kind: 'task', id, name: (task.title as Said)[0] },
    });
    return shownTask(ctx, await taskOf(ctx, id, STOP));
  });
}

/** Results hold what their starter could see, so they are for nobody else. */
export async function downloadTaskResult(ctx: Ctx, id: string): Promise<FileReply> {
  const task = await taskOf(ctx, id, READ);
  if (task.starterId !== ctx.actor.id) throw platformErrors.notFound({ id });
  if (!task.resultFileId) throw taskErrors.taskHasNoFile({ id });
  const file = await fileDownload(ctx, task.resultFileId);
  await inTx(ctx, async (ctx) =>
    audit(ctx, {
      action: 'platform.file-downloaded',
      subject: { kind: 'task', id, name: file.filename },
    }),
  );
  return file;
}

async function taskOf(ctx: Ctx, id: string, permission: string): Promise<TaskRow> {
  const task = await findVisibleTask(ctx, id, permission);
  if (!task) throw platformErrors.notFound({ id });
  return task;
}

export async function shownTask(ctx: Ctx, row: TaskRow): Promise<Task> {
  return (await shownTasks(ctx, [row]))[0]!;
}

export async function shownTasks(ctx: Ctx, rows: readonly TaskRow[]): Promise<Task[]> {
  const ids = rows.flatMap((row) => (row.resultFileId ? [row.resultFileId] : []));
  const files = new Map((await findFiles(ctx, ids)).map((file) => [file.id, file]));
  return rows.map((row) => ({
    id: TaskId.parse(row.id),
    kind: row.kind,
    title: row.title as Said,
    state: row.state as TaskState,
    done: row.done,
    total: row.total,
    message: row.message as Said | null,
    error: row.error as Task['error'],
    stopping: row.stopping,
    secondsLeft: secondsLeft(ctx, row),
    subject: row.subjectKind && row.subjectId ? { kind: row.subjectKind, id: row.subjectId } : null,
    startedBy: { id: row.starterId, name: row.starterName },
    mine: row.starterId === ctx.actor.id,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    result: shownIfKept(ctx, files.get(row.resultFileId ?? '')),
  }));
}

/** By the speed of the present run, in machine time. */
function secondsLeft(ctx: Ctx, row: TaskRow): number | null {
  if (row.state !== 'running' || row.total === null || !row.runAt) return null;
  const passed = row.done - row.runFrom;
  if (passed <= 0) return null;
  const seconds = (ctx.realNow().getTime() - row.runAt.getTime()) / 1000;
  return Math.max(0, Math.ceil((seconds / passed) * (row.total - row.done)));
}
