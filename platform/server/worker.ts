import { EventEmitter } from 'node:events';
import { hostname } from 'node:os';
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import { sql } from 'kysely';
import type { Ctx } from './ctx.ts';
import type { Database } from './db.ts';
import { dispatcher } from './events.ts';
import { newId } from './ids.ts';
import { Delivery } from './jobs.ts';
import { type AppModule, jobHandlers } from './module.ts';

const HEARTBEAT_MS = 2_000;
const DEAD_AFTER_MS = 10_000;
const SWEEP_MS = 20_000;
/** Far longer than a queue without work ever goes without looking for some. */
const SILENT_MS = 15_000;
/** One of them may only mean that the machine itself stood still. */
const SILENT_BEATS = 2;

export interface Worker {
  /** Takes no new job, lets the running ones end, then returns. */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly database: Database;
  readonly modules: readonly AppModule[];
  readonly concurrency: number;
  /** A context of the product itself, for one bank. */
  readonly ctxFor: (orgId: string, requestId: string) => Ctx;
  /** How long the queue may look for no job, with none at hand, before another takes its place. */
  readonly silentMs?: number;
  /** Runs around each job: measurements and traces. */
  readonly around?: (name: string, ctx: Ctx, run: () => Promise<void>) => Promise<void>;
}

/**
 * Takes jobs from the queue until stopped. A process that dies with jobs in its hands is noticed
 * within seconds by the others, or by its successor, and the jobs are given out again.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { database, modules, silentMs = SILENT_MS } = options;
  const subscriptions = modules.flatMap((m) => m.subscriptions ?? []);
  const handlers = jobHandlers(modules, dispatcher(subscriptions));
  let busy = 0;
  const tasks: TaskList = Object.fromEntries(
    handlers.map((handler) => [
      handler.job.name,
      async (raw: unknown) => {
        const delivery = Delivery.parse(raw);
        const ctx = options.ctxFor(delivery.orgId, delivery.requestId);
        busy += 1;
        try {
          const run = () => handler.run(ctx, delivery);
          await (options.around ? options.around(handler.job.name, ctx, run) : run());
        } catch (err) {
          ctx.log.warn({ err, job: handler.job.name }, 'a job failed and will be tried again');
          throw err;
        } finally {
          busy -= 1;
        }
      },
    ]),
  );

  const log = options.ctxFor('00000000-0000-0000-0000-000000000000', 'worker').log;
  const id = newId();
  // The queue notes the pool that holds a job; each (re)start has a pool of its own.
  let pool: string | null = null;
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => {
    pool = workerPool.id;
  });
  let looked = Date.now();
  events.on('worker:getJob:start', () => {
    looked = Date.now();
  });
  let stopping = false;
  let runner: Runner | null = null;
  let giveUp = () => {};
  let silentBeats = 0;

  const alive = async () => {
    const workers = pool ? [pool] : [];
    await database.db
      .insertInto('platform.process')
      .values({
        id,
        role: 'worker',
        host: hostname(),
        pid: process.pid,
        workers,
        startedAt: new Date(),
        seenAt: new Date(),
      })
      .onConflict((c) => c.column('id').doUpdateSet({ seenAt: new Date(), workers }))
      .execute();
    await releaseDead(database, new Date(Date.now() - DEAD_AFTER_MS));
    if (Date.now() - sweptAt < SWEEP_MS) return;
    sweptAt = Date.now();
    await releaseUnclaimed(database);
  };
  let sweptAt = 0;
  await alive();
  const heartbeat = setInterval(() => {
    alive().catch((err) => log.warn({ err }, 'the worker could not report that it lives'));
    const silent = runner !== null && busy === 0 && Date.now() - looked > silentMs;
    silentBeats = silent ? silentBeats + 1 : 0;
    if (silentBeats >= SILENT_BEATS) giveUp();
  }, HEARTBEAT_MS);

  const loop = (async () => {
    while (!stopping) {
      looked = Date.now();
      try {
        runner = await run({
          pgPool: database.pool,
          taskList: tasks,
          concurrency: options.concurrency,
          noHandleSignals: true,
          pollInterval: 1_000,
          schema: 'graphile_worker',
          logger: quiet,
          events,
          // Reported in batches, which are tried again while the database is away; one by one, a
          // report that fails would take the process down.
          preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
        });
        await alive();
        // Asked to stop while it was starting: whoever asked could not reach it yet.
        if (stopping) await runner.stop();
        await Promise.race([runner.promise, silence(runner)]);
      } catch (err) {
        if (!stopping) log.warn({ err }, 'the queue is out of reach; trying again');
      }
      runner = null;
      if (!stopping) await new Promise((r) => setTimeout(r, 1_000));
    }
  })();

  /**
   * A queue that loses the database in the wrong moment may stop looking for jobs and never end. Another
   * takes its place; what it held is given back as that of the dead is.
   */
  function silence(runner: Runner): Promise<void> {
    return new Promise((resolve) => {
      giveUp = () => {
        log.warn({ seconds: silentMs / 1000 }, 'the queue looks for no jobs; starting it anew');
        runner.kill('silent').catch(() => {});
        resolve();
      };
    });
  }

  return {
    async stop() {
      stopping = true;
      clearInterval(heartbeat);
      await runner?.stop().catch(() => {});
      await loop;
      await database.db
        .deleteFrom('platform.process')
        .where('id', '=', id)
        .execute()
        .catch(() => {});
    },
  };
}

/** Gives back the jobs of processes that have not been seen since `before`. */
async function releaseDead(database: Database, before: Date): Promise<void> {
  const dead = await database.db
    .deleteFrom('platform.process')
    .where('seenAt', '<', before)
    .returning('workers')
    .execute();
  const workers = dead.flatMap((p) => p.workers);
  if (workers.length > 0)
    await sql`select graphile_worker.force_unlock_workers(${workers})`.execute(database.db);
}

/**
 * Gives back jobs held by a pool that no living process claims: one whose process died before its
 * first report, or that was given up when the database went away. A living pool is on record within
 * a moment of its start.
 */
async function releaseUnclaimed(database: Database): Promise<void> {
  await sql`
    select graphile_worker.force_unlock_workers(array(
      select distinct locked_by from graphile_worker._private_jobs
       where locked_at < clock_timestamp() - interval '15 seconds'
         and locked_by not in (select unnest(workers) from platform.process)))`.execute(
    database.db,
  );
}

// What the queue itself has to say is said by the handlers and the loop above.
const quiet = new Logger(() => () => {});
