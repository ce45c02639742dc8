import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { AnyEndpoint, CallInput, Reply } from '../../contract/endpoint.ts';
import { AppError } from '../../contract/errors.ts';
import type { Actor, Ctx } from '../ctx.ts';
import { diskFiles } from '../disk-files.ts';
import { dispatcher } from '../events.ts';
import { buildHttp } from '../http.ts';
import { newId } from '../ids.ts';
import { Delivery } from '../jobs.ts';
import { silentLog } from '../log.ts';
import { type AppModule, jobHandlers } from '../module.ts';
import { tickOnce } from '../ticker.ts';
import { provideTestDatabase, testDatabase, testVault } from './test-database.ts';

provideTestDatabase();

export const testFilesFolder = join(tmpdir(), `yuhang-test-files-${process.pid}`);

export interface TestOrg extends Ctx {
  /** Moves the business clock, and machine time with it. */
  advance(minutes: number): void;
  /** The same bank and clock, another person. */
  as(actor: Partial<Actor> & { permissions: Actor['permissions'] }): TestOrg;
}

/** Permissions for the whole bank: `allow('org.staff.read')`; or for subtrees: `allow({ 'org.staff.read': ['/1/2/'] })`. */
export function allow(
  ...granted: (string | Record<string, readonly string[]>)[]
): Actor['permissions'] {
  return new Map(
    granted.flatMap((g) => (typeof g === 'string' ? [[g, ['/']] as const] : Object.entries(g))) as [
      string,
      readonly string[],
    ][],
  );
}

/** A fresh bank with a clock the test moves; tests share the database and never see each other. */
export function testOrg(permissions: Actor['permissions'] = allow()): TestOrg {
  let time = Date.parse('2026-03-02T01:00:00Z');
  const now = () => new Date(time);
  const make = (actor: Actor): TestOrg => ({
    db: testDatabase().db,
    orgId,
    actor,
    now,
    realNow: now,
    log: silentLog,
    vault: testVault(),
    files: diskFiles(testFilesFolder),
    lang: 'zh-CN',
    requestId: newId(),
    trail: { recorded: 0 },
    advance: (minutes) => {
      time += minutes * 60_000;
    },
    as: (other) => make({ kind: 'staff', id: newId(), name: '测试', ...other }),
  });
  const orgId = newId();
  return make({ kind: 'staff', id: newId(), name: '测试', permissions });
}

/** The real HTTP door with the given modules; every request is made by `ctx`. */
export function testHttp(ctx: Ctx, modules: readonly AppModule[]): Promise<FastifyInstance> {
  return buildHttp({
    modules,
    authenticate: async (request) => ({ ...ctx, requestId: request.id, trail: { recorded: 0 } }),
  });
}

/** Calls an endpoint over the HTTP door, as a screen does; refusals are thrown as AppError. */
export async function callHttp<E extends AnyEndpoint>(
  app: FastifyInstance,
  endpoint: E,
  input: CallInput<E> = {},
  headers: Record<string, string> = {},
): Promise<Reply<E>> {
  const {
    params = {},
    query = {},
    body,
  } = input as {
    params?: Record<string, unknown>;
    query?: Record<string, unknown>;
    body?: object;
  };
  const url = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const response = await app.inject({
    method: endpoint.method,
    url,
    query: Object.fromEntries(
      Object.entries(query).flatMap(([k, v]) => (v === undefined ? [] : [[k, String(v)]])),
    ),
    headers: { 'x-yuhang-csrf': '1', ...headers },
    ...(body === undefined ? {} : { payload: body }),
  });
  if (response.statusCode >= 400) {
    const { error } = response.json();
    throw new AppError(error.code, response.statusCode, error.details);
  }
  return (endpoint.produces === 'file' ? response.rawPayload : response.json()) as Reply<E>;
}

/**
 * Runs what is due on the bank's clock and every queued job, until there is nothing left. `twice`
 * delivers each job again, as a crash between effect and acknowledgement would.
 */
export async function runDueJobs(
  ctx: Ctx,
  modules: readonly AppModule[],
  { twice = false } = {},
): Promise<void> {
  const handlers = jobHandlers(modules, dispatcher(modules.flatMap((m) => m.subscriptions ?? [])));
  const tickers = modules.flatMap((m) => m.tickers ?? []);
  for (;;) {
    const due = await tickOnce(ctx, tickers);
    const { rows } = await sql<{ id: string; name: string; payload: unknown }>`
      select j.id, t.identifier as name, j.payload from graphile_worker._private_jobs j
        join graphile_worker._private_tasks t on t.id = j.task_id
       where j.payload->>'orgId' = ${ctx.orgId} order by j.id limit 1`.execute(ctx.db);
    const job = rows[0];
    if (!job && due === 0) return;
    if (!job) continue;
    const handler = handlers.find((h) => h.job.name === job.name);
    if (!handler) throw new Error(`No handler for ${job.name}`);
    const delivery = Delivery.parse(job.payload);
    const system: Ctx = {
      ...ctx,
      actor: { ...ctx.actor, kind: 'system', id: 'worker', name: 'worker' },
    };
    await handler.run(system, delivery);
    if (twice) await handler.run(system, delivery);
    await sql`select graphile_worker.complete_jobs(array[${job.id}::bigint])`.execute(ctx.db);
  }
}
