import { AppError } from '../../contract/errors.ts';
import { type Said, type TaskId, taskEnded, taskErrors } from '../../contract/task.ts';
import { isLang } from '../../contract/text.ts';
import { type Actor, asSystem, type Ctx, inTx } from '../ctx.ts';
import { publish } from '../events.ts';
import { newId } from '../ids.ts';
import { enqueue, handleOutside, type JobHandler } from '../jobs.ts';
import { withoutPersonalData } from '../redact.ts';
import { narrowed } from '../scope.ts';
import { beginRun, LEASE_MS, type Run, TaskStop } from './progress.ts';
import { claimTask, setEnded, setWaiting, type TaskRow, wakeTasks } from './task.repo.ts';
import { runTaskJob, type TaskOutcome, type TaskResult, type TaskWork } from './task.ts';

const MAX_FAILURES = 5;

/** Whoever started a task, with the permissions they hold now; null when they have left. */
export type ActorOf = (ctx: Ctx, staffId: string) => Promise<Actor | null>;

export interface TaskRunner {
  readonly job: JobHandler;
  /** One batch of tasks to be taken up (again), of every bank. */
  wake(ctx: Ctx): Promise<number>;
  /** Ends the runs of this process at their next batch; they go on elsewhere, or after a restart. */
  pause(): void;
}

export function taskRunner(works: readonly TaskWork[], actorOf: ActorOf): TaskRunner {
  const byKind = new Map(works.map((work) => [work.kind, work]));
  const runs = new Set<Run>();
  let paused = false;

  async function runTask(ctx: Ctx, taskId: string): Promise<void> {
    const holder = newId(ctx.realNow());
    const task = await claimTask(ctx, taskId, holder, inMs(ctx, LEASE_MS));
    // Ended, or in the hands of somebody who is alive.
    if (!task) return;
    const run = beginRun(ctx, task, holder, byKind.get(task.kind)?.leaseMs);
    runs.add(run);
    if (paused) run.abort('paused');
    if (task.stopping) run.abort('stopped');
    let end: Ending;
    try {
      const work = byKind.get(task.kind);
      if (!work) throw new Error(`Nobody does tasks of the kind ${task.kind}`);
      run.progress.check();
      const acting = await onBehalf(ctx, task, actorOf);
      const result = await work.run(acting, work.payload.parse(task.payload), run.progress);
      end = { state: 'done', error: null, ...result };
    } catch (err) {
      end = endingOf(err, run);
    } finally {
      runs.delete(run);
      run.close();
    }
    if (end === 'lost') return;
    if (end === 'paused') return setWaiting(ctx, taskId, holder, inMs(ctx, 1_000), task.failures);
    if (end.failure) {
      ctx.log.warn({ err: end.failure, task: taskId, kind: task.kind }, 'a task failed');
      const failures = (await failuresOf(ctx, task)) + 1;
      if (failures < MAX_FAILURES)
        return setWaiting(ctx, taskId, holder, inMs(ctx, 1_000 * 2 ** failures), failures);
    }
    await endTask(ctx, task, holder, end, run.pending());
  }

  async function endTask(
    ctx: Ctx,
    task: TaskRow,
    holder: string,
    end: Exclude<Ending, 'lost' | 'paused'>,
    progress: ReturnType<Run['pending']>,
  ): Promise<void> {
    const work = byKind.get(task.kind);
    await inTx(asStarter(ctx, task), async (ctx) => {
      const ended = await setEnded(ctx, task.id, holder, {
        ...end,
        error: end.error && withoutPersonalData(end.error),
        progress,
      });
      if (!ended) return;
      await work?.ended?.(ctx, work.payload.parse(task.payload), end);
      await publish(ctx, taskEnded, {
        taskId: task.id as TaskId,
        kind: task.kind,
        title: task.title as Said,
        state: end.state,
        starterId: task.starterId,
      });
    });
  }

  return {
    job: handleOutside(runTaskJob, (ctx, { taskId }) => runTask(ctx, taskId)),
    wake: (ctx) =>
      inTx(ctx, async (ctx) => {
        const tasks = await wakeTasks(ctx, 100);
        for (const { orgId, id } of tasks)
          await enqueue(asSystem(ctx, orgId), runTaskJob, { taskId: id });
        return tasks.length;
      }),
    pause() {
      paused = true;
      for (const run of runs) run.abort('paused');
    },
  };
}

type Ending = 'lost' | 'paused' | (TaskOutcome & TaskResult & { failure?: unknown });

/** A refusal is for the person who started it; a stop was wanted; anything else may pass by itself. */
function endingOf(thrown: unknown, run: Run): Ending {
  const { signal } = run.progress;
  // Work that is torn down may throw something of its own; why it was torn down counts.
  const err = signal.aborted ? signal.reason : thrown;
  if (err instanceof TaskStop)
    return err.why === 'stopped' ? { state: 'cancelled', error: null } : err.why;
  if (err instanceof AppError && err.status < 500)
    return { state: 'failed', error: { code: err.code, details: err.details } };
  const code = err instanceof AppError ? err.code : 'platform.bug';
  return { state: 'failed', error: { code, details: {} }, failure: err };
}

/** A saved batch in this run forgave the failures before it. */
async function failuresOf(ctx: Ctx, task: TaskRow): Promise<number> {
  const row = await ctx.db
    .selectFrom('platform.task')
    .select('failures')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', task.id)
    .executeTakeFirst();
  return row?.failures ?? task.failures;
}

async function onBehalf(ctx: Ctx, task: TaskRow, actorOf: ActorOf): Promise<Ctx> {
  const lang = isLang(task.lang) ? task.lang : ctx.lang;
  if (task.starterKind === 'system') return { ...asSystem(ctx, ctx.orgId, task.starterId), lang };
  const actor = await actorOf(ctx, task.starterId);
  if (!actor) throw taskErrors.taskStarterGone();
  return {
    ...ctx,
    lang,
    actor: { ...actor, permissions: narrowed(actor.permissions, task.unitPath) },
  };
}

/** For what is recorded about the end: in the name of whoever started it, with no permissions. */
function asStarter(ctx: Ctx, task: TaskRow): Ctx {
  const kind = task.starterKind === 'system' ? 'system' : 'staff';
  return {
    ...ctx,
    lang: isLang(task.lang) ? task.lang : ctx.lang,
    actor: { kind, id: task.starterId, name: task.starterName, permissions: new Map() },
  };
}

const inMs = (ctx: Ctx, ms: number) => new Date(ctx.realNow().getTime() + ms);
