import { createLog } from '#platform/server/log.ts';
import type { AppModule } from '#platform/server/module.ts';
import { productModules } from '../modules.ts';
import type { CommandCall } from './commands.ts';
import { follow } from './follow.ts';
import { type Installation, NO_BANK, openInstallation } from './installation.ts';
import { stopWithin, untilAskedToStop } from './shutdown.ts';
import { Refusal } from './words.ts';

const roles = ['api', 'worker', 'all'] as const;
type Role = (typeof roles)[number];
type Step = readonly [name: string, step: () => Promise<unknown>];

export async function serve({ values, env }: CommandCall): Promise<number> {
  const role = (values.role ?? 'all') as Role;
  if (!roles.includes(role))
    throw new Refusal(['没有这个角色：{role}（api、worker、all）', 'No such role: {role}'], {
      role,
    });
  const installation = await openInstallation({
    env,
    waitSeconds: 60,
    log: (config) => createLog(config.logLevel, { role }),
  });
  const { log } = installation;
  const asked = untilAskedToStop(log);
  const modules = productModules(installation);
  const following = follow(installation);
  const steps: Step[] = [];
  let url: string | null = null;
  try {
    if (role !== 'worker') {
      const { serveApi } = await import('./serve-api.ts');
      const api = await serveApi(installation, modules);
      url = api.url;
      steps.push(['requests', api.stop]);
    }
    if (role !== 'api') steps.push(...(await serveWorker(installation, modules)));
    log.info({ url, mode: installation.config.mode }, 'ready');
    process.send?.({ type: 'ready', url });
    await asked;
  } finally {
    await stopWithin(log, [
      ...steps,
      ['notices', following.stop],
      ['database', installation.close],
    ]);
  }
  log.info({}, 'stopped');
  // Whatever a library still holds open must not keep a stopped process alive.
  if (process.connected) process.disconnect();
  return 0;
}

async function serveWorker(
  installation: Installation,
  modules: readonly AppModule[],
): Promise<Step[]> {
  const { config, database, ctxFor } = installation;
  const { startWorker } = await import('#platform/server/worker.ts');
  const { startTicker } = await import('#platform/server/ticker.ts');
  const worker = await startWorker({
    database,
    modules,
    concurrency: config.workerConcurrency,
    ctxFor,
  });
  const tickers = modules.flatMap((m) => m.tickers ?? []);
  const ticker = startTicker(config.databaseUrl, ctxFor(NO_BANK, 'ticker'), tickers);
  return [
    ['ticker', () => ticker.stop()],
    ['jobs', () => worker.stop()],
  ];
}
