import { readConfig } from '#platform/server/config.ts';
import { createLog } from '#platform/server/log.ts';
import type { AppModule } from '#platform/server/module.ts';
import { reportProcess } from '#platform/server/process-report.ts';
import { productModules } from '../modules.ts';
import type { CommandCall } from './commands.ts';
import { follow } from './follow.ts';
import { type Installation, openInstallation } from './installation.ts';
import { startObserving } from './observing.ts';
import { endWhenBroken, type StopStep, stopWithin, untilAskedToStop } from './shutdown.ts';
import { Refusal } from './words.ts';

const roles = ['api', 'worker', 'all'] as const;
type Role = (typeof roles)[number];

export const serve = (call: CommandCall) => serveWith(call, productModules);

/** Serves modules until asked to stop. */
export async function serveWith(
  { values, env }: CommandCall,
  modulesOf: (installation: Installation) => AppModule[],
): Promise<number> {
  const role = (values.role ?? 'all') as Role;
  if (!roles.includes(role))
    throw new Refusal(['没有这个角色：{role}（api、worker、all）', 'No such role: {role}'], {
      role,
    });
  const config = readConfig(env);
  const log = createLog(config.logLevel, { role });
  endWhenBroken(log);
  const observing = await startObserving(config, role);
  const { onQuery } = observing;
  // Watched from the first moment: a parent may be gone before the database has answered.
  const stop = untilAskedToStop(log);
  let opened = false;
  stop.asked.then(() => opened || process.exit(0));
  const installation = await openInstallation(config, { waitSeconds: 60, log, onQuery });
  opened = true;
  observing.metrics.watchDatabase(installation.database, installation.clock);

  const modules = modulesOf(installation);
  const following = follow(installation);
  const steps: StopStep[] = [];
  let url: string | null = null;
  let failed = true;
  try {
    if (role !== 'worker') {
      const { serveApi } = await import('./serve-api.ts');
      const api = await serveApi(installation, modules, observing);
      url = api.url;
      const report = await reportProcess(installation.database.db, 'api', log);
      steps.push(['requests', api.stop], ['report', report.stop]);
    }
    if (role !== 'api') {
      const { serveWorker } = await import('./serve-worker.ts');
      steps.push(...(await serveWorker(installation, modules, observing, role === 'worker')));
    }
    if (config.simulatorUrl && role !== 'api') {
      const { leadSimulatorClock } = await import('./simulator-clock.ts');
      steps.unshift(['simulator', leadSimulatorClock(installation).stop]);
    }
    log.info({ url, mode: config.mode, pid: process.pid }, 'ready');
    process.send?.({ type: 'ready', url });
    await stop.asked;
    failed = false;
  } finally {
    await stopWithin(log, [
      ...steps,
      ['notices', following.stop],
      ['traces', observing.stop],
      ['database', installation.close],
    ]);
    if (!failed) log.info({}, 'stopped');
  }
  return 0;
}
