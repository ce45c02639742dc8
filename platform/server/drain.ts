import { sql } from 'kysely';
import { type Ctx, inTx } from './ctx.ts';
import { dispatch, dispatcher, tellingsOf } from './events.ts';
import { Delivery } from './jobs.ts';
import { type AppModule, jobHandlers, type Ticker } from './module.ts';
import { tickOnce } from './ticker.ts';

const AT_ONCE = 500;
const MOST_TOGETHER = 100;
const TRIES = 3;

interface Together {
  readonly name: string;
  readonly deliveries: Delivery[];
  /** The same as one. */
  readonly whole?: Delivery | null;
}

export interface Drained {
  readonly due: number;
  readonly jobs: number;
}

/** Which tickers are asked: all, those whose name matches, none. */
export type Asked = 'all' | RegExp | 'none';

/**
 * Does everything that is due and queued, one after the other in the order in which it was queued,
 * until nothing is left: for whoever drives the clock himself and wants the same to happen each time.
 * A job that fails three times is left failed and told of.
 */
export interface Drain {
  (ctx: Ctx, asked?: Asked): Promise<Drained>;
  /** When the first of these tickers has something to do; null: none of those that can say so. */
  nextAt(ctx: Ctx, asked: Asked): Promise<Date | null>;
  /** Where the time went: tickers and jobs by name, the longest first. */
  spent(): { name: string; runs: number; seconds: number }[];
}

export function drainer(
  modules: readonly AppModule[],
  ctxFor: (orgId: string, requestId: string) => Ctx,
  onFailure: (job: string, error: unknown) => void,
): Drain {
  const subscriptions = modules.flatMap((m) => m.subscriptions ?? []);
  const handlers = new Map(
    jobHandlers(modules, dispatcher(subscriptions)).map((handler) => [handler.job.name, handler]),
  );
  const all = modules.flatMap((m) => m.tickers ?? []);

  const spent = new Map<string, { runs: number; ms: number }>();
  async function timed<T>(name: string, work: () => Promise<T>, runs = 1): Promise<T> {
    const since = performance.now();
    try {
      return await work();
    } finally {
      const so = spent.get(name) ?? { runs: 0, ms: 0 };
      spent.set(name, { runs: so.runs + runs, ms: so.ms + performance.now() - since });
    }
  }

  const handlerOf = (name: string) => {
    const handler = handlers.get(name);
    if (!handler) throw new Error(`No handler for ${name}`);
    return handler;
  };

  async function work(ctx: Ctx, name: string, delivery: Delivery): Promise<void> {
    const handler = handlerOf(name);
    for (let tried = 1; ; tried++) {
      try {
        return await handler.run(ctxFor(delivery.orgId, delivery.requestId), delivery);
      } catch (error) {
        if (tried < TRIES) continue;
        ctx.log.warn({ err: error, job: name }, 'a job failed');
        return onFailure(name, error);
      }
    }
  }

  /** Neighbours of one kind and bank, whose effect is in the database alone, share a transaction. */
  async function workTogether(ctx: Ctx, { name, deliveries, whole }: Together): Promise<void> {
    const [first, ...others] = deliveries;
    const handler = handlerOf(name);
    if (whole)
      try {
        return await handler.run(ctxFor(whole.orgId, whole.requestId), whole);
      } catch {
        // One of them spoilt it for all.
        return workTogether(ctx, { name, deliveries });
      }
    if (others.length === 0) return work(ctx, name, first!);
    try {
      await inTx(ctxFor(first!.orgId, first!.requestId), async (tx) => {
        for (const delivery of deliveries)
          await handler.run({ ...tx, requestId: delivery.requestId }, delivery);
      });
    } catch {
      // One of them spoilt it for all: each by itself, so that the others take effect.
      for (const delivery of deliveries) await work(ctx, name, delivery);
    }
  }

  function together(rows: readonly { name: string; payload: unknown }[]): Together[] {
    const groups: Together[] = [];
    const events: Delivery[] = [];
    const add = (name: string, delivery: Delivery) => {
      const last = groups.at(-1);
      const joins =
        last?.name === name &&
        last.deliveries[0]!.orgId === delivery.orgId &&
        !last.whole &&
        last.deliveries.length < MOST_TOGETHER &&
        handlerOf(name).effect === 'database';
      if (joins) last.deliveries.push(delivery);
      else groups.push({ name, deliveries: [delivery] });
    };
    for (const { name, payload } of rows) {
      const delivery = Delivery.parse(payload);
      if (name === dispatch.name) events.push(delivery);
      else add(name, delivery);
    }
    // Told here and now: queued once more for each subscriber they would only be found again.
    for (const { handler, parts, whole } of tellingsOf(subscriptions, events))
      if (whole) groups.push({ name: handler.job.name, deliveries: [...parts], whole });
      else for (const part of parts) add(handler.job.name, part);
    return groups;
  }

  const chosen = (asked: Asked): readonly Ticker[] =>
    asked === 'all' ? all : asked === 'none' ? [] : all.filter(({ name }) => asked.test(name));

  /** By one statement, of those that can say so. */
  async function timesOf(ctx: Ctx, tickers: readonly Ticker[]): Promise<Map<Ticker, Date | null>> {
    const known = tickers.filter(({ nextAt }) => nextAt !== undefined);
    if (known.length === 0) return new Map();
    const { rows } = await timed('when', () =>
      sql<Record<string, Date | null>>`select ${sql.join(
        known.map(({ nextAt }, i) => sql`(${nextAt}) as ${sql.ref(`t${i}`)}`),
        // A statement with a value is planned once for each connection.
      )} limit ${1}`.execute(ctx.db),
    );
    return new Map(known.map((ticker, i) => [ticker, rows[0]![`t${i}`] ?? null]));
  }

  async function dueOf(ctx: Ctx, tickers: readonly Ticker[]): Promise<readonly Ticker[]> {
    const times = await timesOf(ctx, tickers);
    const now = ctx.now();
    return tickers.filter((ticker) => {
      const at = times.get(ticker);
      return at === undefined || (at !== null && at <= now);
    });
  }

  const drain = async (ctx: Ctx, asked: Asked = 'all'): Promise<Drained> => {
    const tickers = chosen(asked);
    let due = 0;
    let jobs = 0;
    for (;;) {
      let ticked = 0;
      for (const ticker of await dueOf(ctx, tickers))
        ticked += await timed(ticker.name, () => tickOnce(ctx, [ticker]));
      due += ticked;
      const { rows } = await sql<{ id: string; name: string; payload: unknown }>`
        select j.id, t.identifier as name, j.payload from graphile_worker._private_jobs j
          join graphile_worker._private_tasks t on t.id = j.task_id
         order by j.id limit ${AT_ONCE}`.execute(ctx.db);
      if (rows.length === 0 && ticked === 0) return { due, jobs };
      for (const group of together(rows))
        await timed(group.name, () => workTogether(ctx, group), group.deliveries.length);
      jobs += rows.length;
      if (rows.length > 0)
        await sql`select graphile_worker.complete_jobs(${rows.map(({ id }) => id)}::bigint[])`.execute(
          ctx.db,
        );
    }
  };
  return Object.assign(drain, {
    async nextAt(ctx: Ctx, asked: Asked) {
      const times = [...(await timesOf(ctx, chosen(asked))).values()];
      const first = Math.min(...times.map((at) => at?.getTime() ?? Number.POSITIVE_INFINITY));
      return Number.isFinite(first) ? new Date(first) : null;
    },
    spent: () =>
      [...spent]
        .map(([name, { runs, ms }]) => ({ name, runs, seconds: ms / 1000 }))
        .sort((a, b) => b.seconds - a.seconds),
  });
}
