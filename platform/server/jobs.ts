import { sql } from 'kysely';
import { z } from 'zod';
import { type Ctx, inTx, type TxCtx } from './ctx.ts';
import { newId } from './ids.ts';

/** A job's declaration stands apart from its work, so queueing one does not import the other. */
export interface Job<S extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly payload: S;
  readonly attempts: number;
}

export function defineJob<S extends z.ZodType>(
  name: string,
  payload: S,
  { attempts = 10 } = {},
): Job<S> {
  return { name, payload, attempts };
}

/** What stands in the queue. `key` stays the same over retries and second deliveries. */
export const Delivery = z.object({
  key: z.uuid(),
  orgId: z.uuid(),
  requestId: z.string(),
  payload: z.unknown(),
});
export type Delivery = z.infer<typeof Delivery>;

/**
 * Queued in the caller's transaction: a commit queues the job, a rollback forgets it. It is to be
 * done now; what is due at a business time is a row in its module's table and a ticker.
 */
export async function enqueue<S extends z.ZodType>(
  ctx: TxCtx,
  job: Job<S>,
  payload: z.input<S>,
): Promise<void> {
  await enqueueMany(ctx, job, [payload]);
}

export async function enqueueMany<S extends z.ZodType>(
  ctx: TxCtx,
  job: Job<S>,
  payloads: readonly z.input<S>[],
): Promise<void> {
  if (payloads.length === 0) return;
  const specs = payloads.map((payload) => ({
    identifier: job.name,
    payload: {
      key: newId(ctx.realNow()),
      orgId: ctx.orgId,
      requestId: ctx.requestId,
      payload: job.payload.parse(payload),
    },
    max_attempts: job.attempts,
  }));
  await sql`select graphile_worker.add_jobs(array(
    select json_populate_recordset(null::graphile_worker.job_spec, ${JSON.stringify(specs)}::json)
  ))`.execute(ctx.db);
}

export interface JobHandler {
  readonly job: Job;
  /** `database`: all its effect is in one transaction, so several may share one. */
  readonly effect: 'database' | 'outside';
  readonly run: (ctx: Ctx, delivery: Delivery) => Promise<void>;
}

/**
 * Work whose effect is in the database. It runs in one transaction together with the mark that it
 * was done: delivered twice, it takes effect once.
 */
export function handle<S extends z.ZodType>(
  job: Job<S>,
  run: (ctx: TxCtx, payload: z.output<S>) => Promise<void>,
): JobHandler {
  return {
    job,
    effect: 'database',
    run: (ctx, { key, payload }) =>
      inTx(ctx, async (ctx) => {
        const { numInsertedOrUpdatedRows } = await ctx.db
          .insertInto('platform.handledJob')
          .values({ key, handledAt: ctx.realNow() })
          .onConflict((c) => c.doNothing())
          .executeTakeFirst();
        if (!numInsertedOrUpdatedRows) return;
        await run(ctx, job.payload.parse(payload));
      }),
  };
}

/** Work that reaches outside or takes many transactions: it must bear being run again from any point. */
export function handleOutside<S extends z.ZodType>(
  job: Job<S>,
  run: (ctx: Ctx, payload: z.output<S>, key: string) => Promise<void>,
): JobHandler {
  return {
    job,
    effect: 'outside',
    run: (ctx, { key, payload }) => run(ctx, job.payload.parse(payload), key),
  };
}
