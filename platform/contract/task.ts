import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { defineErrors } from './errors.ts';
import { defineEvent } from './event.ts';
import { KeptFile } from './file.ts';
import { listOf, pageOf, pageQuery } from './paging.ts';
import { type Phrase, say } from './text.ts';

export const TaskId = z.uuid().brand<'TaskId'>();
export type TaskId = z.infer<typeof TaskId>;

/** A phrase with its places filled, in both languages; the screen picks one. */
export const Said = z.tuple([z.string(), z.string()]).readonly();
export type Said = z.infer<typeof Said>;

/** said(['导入{what}', 'Import {what}'], { what: ['员工', 'staff'] }) → ['导入员工', 'Import staff']. */
export function said(
  phrase: Phrase,
  values: Readonly<Record<string, string | number | Phrase>> = {},
): Said {
  const pick = (side: 0 | 1) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'object' ? value[side] : value,
      ]),
    );
  return [say(phrase, 'zh-CN', pick(0)), say(phrase, 'en', pick(1))];
}

export const TaskState = z.enum(['queued', 'running', 'done', 'failed', 'cancelled']);
export type TaskState = z.infer<typeof TaskState>;

/** Long work that shows its progress, can be left and found again, stopped, and survives a crash. */
export const Task = z.object({
  id: TaskId,
  /** Begins with its module: `platform.import-apply`. */
  kind: z.string(),
  title: Said,
  state: TaskState,
  /** Units of work done so far, of `total` when that is known. */
  done: z.int().min(0),
  total: z.int().min(0).nullable(),
  /** What it is doing now, or how it ended. */
  message: Said.nullable(),
  /** Why it failed: a code with a text of its own on the screen. */
  error: z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
  /** A stop was asked for and has not taken effect yet. */
  stopping: z.boolean(),
  /** Rough seconds until the end at the speed so far; null when nobody can say. */
  secondsLeft: z.int().min(0).nullable(),
  /** What it works for: `{ kind: 'import', id }`. */
  subject: z.object({ kind: z.string(), id: z.string() }).nullable(),
  startedBy: z.object({ id: z.string(), name: z.string() }),
  mine: z.boolean(),
  /** Business time. */
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  /** To be downloaded by whoever started the task. */
  result: KeptFile.nullable(),
});
export type Task = z.infer<typeof Task>;

export const taskPermissions: Readonly<Record<string, Phrase>> = {
  'platform.task.read': ['查看他人的任务', "See other people's tasks"],
  'platform.task.stop': ['停止他人的任务', "Stop other people's tasks"],
};

/** Own tasks; with `whose=all` also those of others within `platform.task.read`. Newest first. */
export const listTasks = endpoint({
  method: 'GET',
  path: '/api/v1/platform/tasks',
  permission: 'signed-in',
  summary: ['任务列表', 'List tasks'],
  query: z.object({
    ...pageQuery,
    whose: z.enum(['mine', 'all']).default('mine'),
    state: listOf(TaskState),
    kind: z.string().max(100).optional(),
  }),
  reply: pageOf(Task),
});

export const getTask = endpoint({
  method: 'GET',
  path: '/api/v1/platform/tasks/:id',
  permission: 'signed-in',
  summary: ['任务详情', 'Get a task'],
  params: z.object({ id: TaskId }),
  reply: Task,
});

/** Takes effect within a second or at the end of the batch in hand; what is done stays done. */
export const cancelTask = endpoint({
  method: 'POST',
  path: '/api/v1/platform/tasks/:id/cancel',
  permission: 'signed-in',
  summary: ['停止任务', 'Stop a task'],
  params: z.object({ id: TaskId }),
  reply: Task,
});

export const downloadTaskResult = endpoint({
  method: 'GET',
  path: '/api/v1/platform/tasks/:id/file',
  permission: 'signed-in',
  summary: ['下载任务结果', 'Download the result of a task'],
  params: z.object({ id: TaskId }),
  reply: z.unknown(),
  produces: 'file',
});

/** Told once when a task ends, however it ends. */
export const taskEnded = defineEvent(
  'platform.task-ended',
  z.object({
    taskId: TaskId,
    kind: z.string(),
    title: Said,
    state: z.enum(['done', 'failed', 'cancelled']),
    starterId: z.string(),
  }),
);

export const taskErrors = defineErrors('platform', {
  /** It has already ended. */
  taskEnded: 409,
  taskHasNoFile: 404,
  /** Whoever started it has left or may no longer do this. */
  taskStarterGone: 403,
});
