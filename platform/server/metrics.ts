import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { platformErrors } from '../contract/errors.ts';
import type { Clock } from './clock.ts';
import type { Database } from './db.ts';
import { queueState } from './system/queue.ts';

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export interface Metrics {
  readonly registry: Registry;
  query(milliseconds: number, failed: boolean): void;
  job(name: string, outcome: 'done' | 'failed', seconds: number): void;
  tick(rows: number, seconds: number): void;
  watchHttp(app: FastifyInstance): void;
  /** What is asked of the database when somebody reads the metrics. */
  watchDatabase(database: Database, clock: Clock): void;
}

/** What a process counts about itself, in the words of Prometheus. */
export function createMetrics(about: { role: string; version: string; mode: string }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'yuhang_info',
    help: 'Which version runs, in which role.',
    labelNames: ['role', 'version', 'mode'],
    registers,
  }).set(about, 1);

  const requests = new Histogram({
    name: 'yuhang_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers,
  });
  const inFlight = new Gauge({
    name: 'yuhang_http_requests_in_flight',
    help: 'Requests being answered.',
    registers,
  });
  const queries = new Histogram({
    name: 'yuhang_db_query_duration_seconds',
    help: 'Time of database statements.',
    labelNames: ['outcome'],
    buckets: seconds,
    registers,
  });
  const jobs = new Histogram({
    name: 'yuhang_job_duration_seconds',
    help: 'Time of jobs run by this process.',
    labelNames: ['job', 'outcome'],
    buckets: seconds,
    registers,
  });
  const ticks = new Histogram({
    name: 'yuhang_ticker_tick_duration_seconds',
    help: 'Time of a round of the ticker.',
    buckets: seconds,
    registers,
  });
  const tickRows = new Counter({
    name: 'yuhang_ticker_rows_total',
    help: 'Due rows the ticker handled.',
    registers,
  });
  const lastTick = new Gauge({
    name: 'yuhang_ticker_last_tick_timestamp_seconds',
    help: 'When the ticker last came round in this process; its lag is the time since.',
    registers,
  });

  return {
    registry,
    query: (ms, failed) => queries.observe({ outcome: failed ? 'failed' : 'done' }, ms / 1000),
    job: (job, outcome, took) => jobs.observe({ job, outcome }, took),
    tick(rows, took) {
      ticks.observe(took);
      tickRows.inc(rows);
      lastTick.setToCurrentTime();
    },
    watchHttp(app) {
      app.addHook('onRequest', async () => inFlight.inc());
      app.addHook('onResponse', async (request, reply) => {
        inFlight.dec();
        const route = request.routeOptions.url ?? 'none';
        requests.observe(
          { method: request.method, route, status: reply.statusCode },
          reply.elapsedTime / 1000,
        );
      });
    },
    watchDatabase: (database, clock) => watchDatabase(registry, database, clock),
  };
}

function watchDatabase(registry: Registry, database: Database, clock: Clock): void {
  const registers = [registry];
  const { db, pool } = database;
  const gauge = (name: string, help: string, labelNames: string[], collect: Collect) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      // An unreachable database leaves a gap; the other figures are worth having all the same.
      async collect() {
        this.reset();
        await collect(this).catch(() => {});
      },
    });

  gauge('yuhang_db_connections', 'Connections of this process.', ['state'], async (g) => {
    g.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
    g.set({ state: 'idle' }, pool.idleCount);
  });
  gauge('yuhang_db_waiting', 'Work waiting for a connection.', [], async (g) =>
    g.set(pool.waitingCount),
  );
  gauge('yuhang_queue_jobs', 'Jobs in the queue.', ['state'], async (g) => {
    const queue = await queueState(db);
    g.set({ state: 'waiting' }, queue.waiting);
    g.set({ state: 'running' }, queue.running);
    g.set({ state: 'failing' }, queue.failing);
    oldest.set(queue.oldestSeconds);
  });
  const oldest = new Gauge({
    name: 'yuhang_queue_oldest_seconds',
    help: 'How long the oldest job that could run has been waiting.',
    registers,
  });
  gauge('yuhang_processes', 'Processes that reported within ten seconds.', ['role'], async (g) => {
    const rows = await db
      .selectFrom('platform.process')
      .select(['role', (e) => e.fn.countAll<number>().as('count')])
      .where('seenAt', '>', new Date(Date.now() - 10_000))
      .groupBy('role')
      .execute();
    for (const { role, count } of rows) g.set({ role }, count);
  });
  gauge('yuhang_audit_seq', 'Entries in the audit chain of a bank.', ['org'], async (g) => {
    const heads = await db.selectFrom('platform.auditHead').select(['orgId', 'seq']).execute();
    for (const { orgId, seq } of heads) g.set({ org: orgId }, seq);
  });
  gauge('yuhang_audit_intact', '1 while the audit chain verifies.', ['org'], async (g) => {
    const checks = await db
      .selectFrom('platform.auditCheck')
      .select(['orgId', 'broken', 'checkedAt'])
      .execute();
    checked.reset();
    for (const { orgId, broken, checkedAt } of checks) {
      g.set({ org: orgId }, broken ? 0 : 1);
      checked.set({ org: orgId }, checkedAt.getTime() / 1000);
    }
  });
  const checked = new Gauge({
    name: 'yuhang_audit_checked_timestamp_seconds',
    help: 'When the audit chain of a bank was last verified.',
    labelNames: ['org'],
    registers,
  });
  gauge('yuhang_clock_offset_seconds', 'Business clock ahead of the machine.', [], async (g) =>
    g.set((clock.now().getTime() - Date.now()) / 1000),
  );
}
type Collect = (gauge: Gauge) => Promise<void>;

/**
 * `/metrics`, for this machine or whoever bears the token. A request that came through a proxy is
 * not from this machine, wherever the proxy stands.
 */
export function serveMetrics(
  app: FastifyInstance,
  { registry }: Metrics,
  token: string | undefined,
): void {
  app.get('/metrics', { config: { rateLimit: false } }, async (request, reply) => {
    if (!(token ? bears(request, token) : isLocal(request))) throw platformErrors.notFound();
    return reply.header('content-type', registry.contentType).send(await registry.metrics());
  });
}

function isLocal(request: FastifyRequest): boolean {
  const address = request.socket.remoteAddress ?? '';
  const direct = !request.headers['x-forwarded-for'] && !request.headers.forwarded;
  return direct && /^(127\.|::1$|::ffff:127\.)/.test(address);
}

function bears(request: FastifyRequest, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
