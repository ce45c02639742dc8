import type { Said } from '../../contract/task.ts';
import type { Ctx, TxCtx } from '../ctx.ts';
import { type ProgressColumns, setCursor, setProgress, type TaskRow } from './task.repo.ts';

/** Progress is written at most this often, and a request to stop is heard as often. */
const BEAT_MS = 500;
/** A run that says nothing for so long is taken for dead, unless its work needs longer. */
export const LEASE_MS = 5_000;

/** Why a run ends before its work does. */
export class TaskStop extends Error {
  readonly why: 'stopped' | 'lost' | 'paused';
  constructor(why: TaskStop['why']) {
    super(`The task was ${why}`);
    this.why = why;
  }
}

export interface Progress {
  readonly taskId: string;
  /** What the last run saved; null at the beginning. */
  readonly cursor: unknown;
  /** Aborted when the task is to end early; `reason` is to be thrown on. */
  readonly signal: AbortSignal;
  /** Throws when the task is to end early. */
  check(): void;
  /** Shown within half a second; costs nothing. */
  report(progress: { done?: number; total?: number; message?: Said }): void;
  /**
   * Where to go on after a crash. Called last in the transaction of a batch, it commits with the
   * batch's effect, or undoes both when another process has taken the task over.
   */
  save(
    ctx: TxCtx,
    cursor: unknown,
    progress?: { done?: number; total?: number; message?: Said },
  ): Promise<void>;
}

export interface Run {
  readonly progress: Progress;
  /** What has been reported and not been written yet. */
  pending(): ProgressColumns;
  abort(why: TaskStop['why']): void;
  close(): void;
}

/** The heart of a run: says twice a second how far it is and hears whether it may go on. */
export function beginRun(ctx: Ctx, task: TaskRow, holder: string, leaseMs = LEASE_MS): Run {
  const control = new AbortController();
  let pending: ProgressColumns = {};
  let beating = false;
  let closed = false;
  let heardAt = Date.now();
  const until = () => new Date(ctx.realNow().getTime() + leaseMs);
  const abort = (why: TaskStop['why']) => control.abort(new TaskStop(why));

  const beat = async () => {
    if (beating || closed) return;
    beating = true;
    const writing = pending;
    pending = {};
    try {
      const heard = await setProgress(ctx, task.id, holder, until(), writing);
      heardAt = Date.now();
      if (closed) return;
      if (!heard) abort('lost');
      else if (heard.stopping) abort('stopped');
    } catch (err) {
      pending = { ...writing, ...pending };
      ctx.log.warn({ err, task: task.id }, 'a task could not say that it lives');
      if (Date.now() - heardAt > leaseMs) abort('lost');
    } finally {
      beating = false;
    }
  };
  const timer = setInterval(() => void beat(), BEAT_MS);
  // It was claimed before anybody knew how long its work needs.
  if (leaseMs > LEASE_MS) void beat();

  const progress: Progress = {
    taskId: task.id,
    cursor: task.cursor,
    signal: control.signal,
    check: () => control.signal.throwIfAborted(),
    report: (more) => {
      pending = { ...pending, ...more };
    },
    async save(tx, cursor, more = {}) {
      control.signal.throwIfAborted();
      const { done, total, message } = { ...pending, ...more };
      const columns = {
        ...(done === undefined ? {} : { done }),
        ...(total === undefined ? {} : { total }),
        ...(message === undefined ? {} : { message }),
      };
      pending = {};
      if (!(await setCursor(tx, task.id, holder, until(), cursor, columns)))
        throw new TaskStop('lost');
    },
  };
  return {
    progress,
    pending: () => pending,
    abort,
    close() {
      closed = true;
      clearInterval(timer);
    },
  };
}
