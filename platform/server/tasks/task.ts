import { z } from 'zod';
import type { Said, TaskState } from '../../contract/task.ts';
import type { Ctx, TxCtx } from '../ctx.ts';
import { newId } from '../ids.ts';
import { defineJob, enqueue } from '../jobs.ts';
import { scopePaths } from '../scope.ts';
import type { Progress } from './progress.ts';
import { insertTask } from './task.repo.ts';

/** What starting a task needs to know of it. */
export interface TaskKind<S extends z.ZodType = z.ZodType> {
  /** An order that begins with its module: `platform.import-apply`. */
  readonly kind: string;
  readonly payload: S;
}

export interface TaskResult {
  /** A kept file that whoever started the task may download. */
  readonly fileId?: string;
  readonly message?: Said;
}

export type TaskOutcome = {
  readonly state: Extract<TaskState, 'done' | 'failed' | 'cancelled'>;
  readonly error: { code: string; details: Record<string, unknown> } | null;
};

export interface TaskWork<S extends z.ZodType = z.ZodType> extends TaskKind<S> {
  /** How long it may be silent before it is taken for dead; longer where its machine may be held up. */
  readonly leaseMs?: number;
  /**
   * Runs on behalf of whoever started it, outside of transactions, and may begin again from
   * `progress.cursor` at any time: each batch is one transaction that ends with `progress.save`.
   */
  run(ctx: Ctx, payload: z.output<S>, progress: Progress): Promise<TaskResult | undefined>;
  /** In the transaction that ends the task, however it ends. */
  ended?(ctx: TxCtx, payload: z.output<S>, outcome: TaskOutcome): Promise<void>;
}

/** Work that takes long: shows progress, can be stopped, survives a crash of its process. */
export function defineTask<S extends z.ZodType>(work: TaskWork<S>): TaskWork<S> {
  return work;
}

export const runTaskJob = defineJob('platform.run-task', z.object({ taskId: z.uuid() }));

export interface TaskStart {
  readonly title: Said;
  /** Permission under which it acts: its scope is the caller's, and people there may see the task. */
  readonly permission?: string;
  readonly subject?: { readonly kind: string; readonly id: string };
  readonly total?: number;
}

/** Begins with the commit of the caller's transaction. */
export async function startTask<S extends z.ZodType>(
  ctx: TxCtx,
  { kind, payload: schema }: TaskKind<S>,
  payload: z.input<S>,
  start: TaskStart,
): Promise<string> {
  const id = newId(ctx.now());
  await insertTask(ctx, {
    id,
    kind,
    payload: schema.parse(payload),
    title: start.title,
    subject: start.subject ?? null,
    unitPath: start.permission ? commonPath(scopePaths(ctx, start.permission)) : '/',
    total: start.total ?? null,
  });
  await enqueue(ctx, runTaskJob, { taskId: id });
  return id;
}

/** The smallest subtree that holds all of them: `/1/5/`, `/1/7/` → `/1/`. */
export function commonPath(paths: readonly string[]): string {
  const [first = '/', ...rest] = paths;
  let end = first.length;
  for (const path of rest) {
    let i = 0;
    while (i < end && path[i] === first[i]) i++;
    end = i;
  }
  return first.slice(0, first.lastIndexOf('/', end - 1) + 1) || '/';
}
