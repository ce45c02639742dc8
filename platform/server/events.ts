import { z } from 'zod';
import type { Event } from '../contract/event.ts';
import type { Ctx, TxCtx } from './ctx.ts';
import { defineJob, enqueue, enqueueMany, handle, handleOutside, type JobHandler } from './jobs.ts';

const dispatch = defineJob(
  'platform.dispatch-event',
  z.object({ name: z.string(), payload: z.unknown() }),
);

/** Sent in the caller's transaction, delivered after it commits, at least once to each subscriber. */
export async function publish<S extends z.ZodType>(
  ctx: TxCtx,
  event: Event<S>,
  payload: z.input<S>,
): Promise<void> {
  await publishMany(ctx, event, [payload]);
}

/** The same for a set, in one statement. */
export async function publishMany<S extends z.ZodType>(
  ctx: TxCtx,
  event: Event<S>,
  payloads: readonly z.input<S>[],
): Promise<void> {
  const { name } = event;
  await enqueueMany(
    ctx,
    dispatch,
    payloads.map((payload) => ({ name, payload: event.payload.parse(payload) })),
  );
}

export interface Subscription {
  readonly event: string;
  readonly handler: JobHandler;
}

/** on(customerAdded, 'campaigns.enrol-new-customer', (ctx, event) => …): takes effect once, in one transaction. */
export function on<S extends z.ZodType>(
  event: Event<S>,
  name: string,
  run: (ctx: TxCtx, payload: z.output<S>) => Promise<void>,
): Subscription {
  return { event: event.name, handler: handle(defineJob(name, event.payload), run) };
}

/** The same for work that reaches outside: see handleOutside. */
export function onOutside<S extends z.ZodType>(
  event: Event<S>,
  name: string,
  run: (ctx: Ctx, payload: z.output<S>, key: string) => Promise<void>,
): Subscription {
  return { event: event.name, handler: handleOutside(defineJob(name, event.payload), run) };
}

/** One queued event becomes one job for each subscriber, so each retries on its own. */
export function dispatcher(subscriptions: readonly Subscription[]): JobHandler {
  return handle(dispatch, async (ctx, { name, payload }) => {
    for (const { event, handler } of subscriptions) {
      if (event === name) await enqueue(ctx, handler.job, payload);
    }
  });
}
