import type { FastifyInstance } from 'fastify';
import type { Config } from '#platform/server/config.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { createMetrics, type Metrics } from '#platform/server/metrics.ts';
import { logRequests } from '#platform/server/request-log.ts';
import { productVersion } from '#platform/server/system/system.service.ts';
import type { Tracing } from '#platform/server/tracing.ts';

/** Metrics always; traces when somebody collects them. */
export interface Observing {
  readonly metrics: Metrics;
  onQuery(text: string, milliseconds: number, failed: boolean): void;
  watchHttp(app: FastifyInstance): void;
  aroundJob(name: string, ctx: Ctx, run: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export async function startObserving(config: Config, role: string): Promise<Observing> {
  const about = { role, version: productVersion, mode: config.mode };
  const metrics = createMetrics(about);
  let tracing: Tracing | null = null;
  if (config.otlpEndpoint) {
    const { startTracing } = await import('#platform/server/tracing.ts');
    tracing = startTracing(config.otlpEndpoint, about);
  }
  return {
    metrics,
    onQuery(text, milliseconds, failed) {
      metrics.query(milliseconds, failed);
      tracing?.query(text, milliseconds, failed);
    },
    watchHttp(app) {
      metrics.watchHttp(app);
      logRequests(app);
      tracing?.watchHttp(app);
    },
    async aroundJob(name, ctx, run) {
      const started = performance.now();
      let outcome: 'done' | 'failed' = 'failed';
      try {
        await (tracing ? tracing.job(name, ctx, run) : run());
        outcome = 'done';
      } finally {
        metrics.job(name, outcome, (performance.now() - started) / 1000);
      }
    },
    stop: async () => tracing?.stop(),
  };
}
