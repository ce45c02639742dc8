import { NO_BANK } from '#platform/server/ctx.ts';
import type { AppModule } from '#platform/server/module.ts';
import { startTicker } from '#platform/server/ticker.ts';
import { startWorker } from '#platform/server/worker.ts';
import type { Installation } from './installation.ts';
import type { Observing } from './observing.ts';
import type { StopStep } from './shutdown.ts';

export async function serveWorker(
  installation: Installation,
  modules: readonly AppModule[],
  observing: Observing,
  alone: boolean,
): Promise<StopStep[]> {
  const { config, database, ctxFor } = installation;
  const worker = await startWorker({
    database,
    modules,
    concurrency: config.workerConcurrency,
    ctxFor,
    around: observing.aroundJob,
  });
  const ticker = startTicker(
    config.databaseUrl,
    ctxFor(NO_BANK, 'ticker'),
    modules.flatMap((m) => m.tickers ?? []),
    observing.metrics.tick,
  );
  const steps: StopStep[] = [
    ['ticker', ticker.stop],
    [
      'jobs',
      () => {
        for (const module of modules) module.pause?.();
        return worker.stop();
      },
    ],
  ];
  if (alone && config.workerPort !== undefined) {
    const [{ default: Fastify }, { serveHealth }, { serveMetrics }] = await Promise.all([
      import('fastify'),
      import('#platform/server/health.ts'),
      import('#platform/server/metrics.ts'),
    ]);
    const app = Fastify({ forceCloseConnections: 'idle' });
    serveHealth(app, installation);
    serveMetrics(app, observing.metrics, config.metricsToken);
    await app.listen({ port: config.workerPort, host: config.host });
    steps.push(['health', () => app.close()]);
  }
  return steps;
}
