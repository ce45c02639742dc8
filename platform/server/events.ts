import { z } from 'zod';
import type { Event } from '../contract/event.ts';
import type { Ctx, TxCtx } from './ctx.ts';
import { defineJob, enqueueMany, handle, handleOutside, type JobHandler } from './jobs.ts';

/** Events of one kind that were announced together travel together; `payload` is one by itself. */
const dispatch = defineJob(
  'platform.dispatch-event',
  z.object({
    name: z.string(),
    payload: z.unknown().optional(),
    payloads: z.array(z.unknown()).optional(),
  }),
);
const TOGETHER = 200;

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
  const read = payloads.map((payload) => event.payload.parse(payload));
  const orders = [];
  for (let i = 0; i < read.length; i += TOGETHER)
    orders.push({ name, payloads: read.slice(i, i + TOGETHER) });
  await enqueueMany(ctx, dispatch, orders);
}

export interface Subscription {
  readonly event: string;
  readonly handler: JobHandler;
  /** Events that were announced together come together, as a list. */
  readonly many?: boolean;
}

/** on(customerAdded, 'campaigns.enrol-new-customer', (ctx, event) => …): takes effect once, in one transaction. */
export function on<S extends z.ZodType>(
  event: Event<S>,
  name: string,
  run: (ctx: TxCtx, payload: z.output<S>) => Promise<void>,
): Subscription {
  return { event: event.name, handler: handle(defineJob(name, event.payload), run) };
}

/** The same for events that come in crowds: those announced together are worked on together. */
export function onMany<S extends z.ZodType>(
  event: Event<S>,
  name: string,
  run: (ctx: TxCtx, payloads: readonly z.output<S>[]) => Promise<void>,
): Subscription {
  const job = defineJob(name, z.array(event.payload).min(1).max(TOGETHER));
  return { event: event.name, handler: handle(job, run), many: true };
}

/** The same for work that reaches outside: see handleOutside. */
export function onOutside<S extends z.ZodType>(
  event: Event<S>,
  name: string,
  run: (ctx: Ctx, payload: z.output<S>, key: string) => Promise<void>,
): Subscription {
  return { event: event.name, handler: handleOutside(defineJob(name, event.payload), run) };
}

/** A queued event becomes one job for each subscriber, so each retries on its own. */
export function dispatcher(subscriptions: readonly Subscription[]): JobHandler {
  return handle(dispatch, async (ctx, { name, payload, payloads = [payload] }) => {
    for (const { event, handler, many } of subscriptions)
      if (event === name) await enqueueMany(ctx, handler.job, many ? [payloads] : payloads);
  });
}
