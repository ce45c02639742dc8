import type { FastifyInstance } from 'fastify';
import type { Clock } from './clock.ts';
import type { Database } from './db.ts';
import type { Log } from './log.ts';
import { pendingMigrations } from './migrate.ts';
import type { Vault } from './vault.ts';

export interface HealthDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, { ok: boolean; ms: number }>>;
}

const LIMIT_MS = 3_000;

/** Why something is not ready goes to the log, not to whoever asks. */
export function readiness({ database, vault, clock, log }: HealthDeps): () => Promise<Readiness> {
  let current = false;
  const checks: Record<string, () => Promise<void>> = {
    database: async () => void (await database.pool.query('select 1')),
    // What was current once stays so: a newer version only adds migrations that are not ours.
    migrations: async () => {
      current ||= (await pendingMigrations(database.db)).length === 0;
      if (!current) throw new Error('migrations are pending: run yuhang migrate');
    },
    vault: async () => {
      const sealed = vault.encrypt('platform.readiness', 'ready');
      if ((await vault.decrypt('platform.readiness', sealed)) !== 'ready')
        throw new Error('the vault does not give back what it was given');
    },
    clock: () => clock.refresh(),
  };
  return async () => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const started = performance.now();
        const problem = await within(check).catch((err: Error) => err);
        if (problem) log.warn({ check: name, why: problem.message }, 'not ready');
        const ms = Math.round((performance.now() - started) * 10) / 10;
        return [name, { ok: !problem, ms }] as const;
      }),
    );
    return { ready: results.every(([, { ok }]) => ok), checks: Object.fromEntries(results) };
  };
}

async function within(check: () => Promise<void>): Promise<undefined> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${LIMIT_MS} ms`)), LIMIT_MS);
  try {
    await Promise.race([check(), promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** `/healthz`: the process answers. `/readyz`: it can do its work; 503 with each check when not. */
export function serveHealth(app: FastifyInstance, deps: HealthDeps): void {
  const check = readiness(deps);
  const options = { config: { rateLimit: false }, logLevel: 'silent' as const };
  app.get('/healthz', options, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ alive: true }),
  );
  app.get('/readyz', options, async (_request, reply) => {
    const result = await check();
    return reply
      .code(result.ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(result);
  });
}
