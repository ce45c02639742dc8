import { z } from 'zod';
import type { Event, Joins } from '../contract/event.ts';
import type { Ctx, TxCtx } from './ctx.ts';
import { hashedId } from './ids.ts';
import {
  type Delivery,
  defineJob,
  enqueueMany,
  handle,
  handleOutside,
  type JobHandler,
} from './jobs.ts';

/** Events of one kind that were announced together travel together; `payload` is one by itself. */
export const dispatch = defineJob(
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
  readonly joins?: Joins | undefined;
}

/** on(customerAdded, 'campaigns.enrol-new-customer', (ctx, event) => …): takes effect once, in one transaction. */
export function on<S extends z.ZodType>(
  event: Event<S>,
  name: string,
  run: (ctx: TxCtx, payload: z.output<S>) => Promise<void>,
): Subscription {
  const handler = handle(defineJob(name, event.payload), run);
  return { event: event.name, joins: event.joins, handler };
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

/** For one subscriber: what is to be delivered, and what may be delivered in its place as one. */
interface Told {
  readonly handler: JobHandler;
  readonly parts: readonly Delivery[];
  readonly whole: Delivery | null;
}

/**
 * Queued events as what their subscribers are to be told, for whoever works on the queue alone and in
 * order: each subscriber hears all of them in a row, and what can be joined is joined.
 */
export function tellingsOf(
  subscriptions: readonly Subscription[],
  queued: readonly Delivery[],
): Told[] {
  return subscriptions.flatMap(({ event, handler, many, joins }) => {
    const parts = queued.flatMap((delivery) => {
      const { name, payload, payloads = [payload] } = dispatch.payload.parse(delivery.payload);
      if (name !== event) return [];
      const each = many ? [payloads] : payloads;
      return each.map((payload, i) => ({
        ...delivery,
        key: hashedId(delivery.key, handler.job.name, i),
        payload,
      }));
    });
    if (!joins) return parts.length > 0 ? [{ handler, parts, whole: null }] : [];
    return joined(parts, joins).map((some) => ({ handler, ...some }));
  });
}

function joined(parts: readonly Delivery[], { list, most }: Joins): Omit<Told, 'handler'>[] {
  const alike = Map.groupBy(parts, ({ orgId, payload }) =>
    JSON.stringify([orgId, { ...(payload as object), [list]: null }]),
  );
  return [...alike.values()].flatMap((group) => {
    const wholes: { parts: Delivery[]; items: Set<unknown> }[] = [];
    for (const part of group) {
      const items = (part.payload as Record<string, unknown[]>)[list]!;
      const last = wholes.at(-1);
      if (last && last.items.size + items.length <= most) {
        last.parts.push(part);
        for (const item of items) last.items.add(item);
      } else wholes.push({ parts: [part], items: new Set(items) });
    }
    return wholes.map(({ parts, items }) => {
      const [first] = parts;
      if (parts.length === 1) return { parts, whole: null };
      const payload = { ...(first!.payload as object), [list]: [...items] };
      return { parts, whole: { ...first!, key: hashedId('joined', first!.key), payload } };
    });
  });
}
