// The product as WeCom meets it, in a process of its own, for tests that kill it: the door for
// callbacks, a worker and the ticker. Started with fork; says 'ready' once it listens.
import { parseArgs } from 'node:util';
import { staffActor } from '#modules/org/server/index.ts';
import { asSystem, type Ctx } from '#platform/server/ctx.ts';
import { buildHttp } from '#platform/server/http.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { processCtx } from '#platform/server/test/process-ctx.ts';
import { startTicker } from '#platform/server/ticker.ts';
import { startWorker } from '#platform/server/worker.ts';
import { wecomModules } from '../fixtures.ts';
import { wecomTasks } from '../module.ts';

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    masterKey: { type: 'string' },
    files: { type: 'string' },
    port: { type: 'string' },
    concurrency: { type: 'string', default: '4' },
  },
}) as { values: Record<'database' | 'masterKey' | 'files' | 'port' | 'concurrency', string> };

const { base, database } = await processCtx(values, 16);
const ctxFor = (orgId: string): Ctx => ({ ...asSystem(base, orgId), trail: { recorded: 0 } });
const settings = { mode: 'demo' as const, wecomUrl: 'http://127.0.0.1:1', ctxFor };
const modules = [...wecomModules(settings), tasksModule(wecomTasks, staffActor)];

const app = await buildHttp({ modules, authenticate: async () => base });
await app.listen({ host: '127.0.0.1', port: Number(values.port) });
await startWorker({ database, modules, concurrency: Number(values.concurrency), ctxFor });
startTicker(
  values.database,
  base,
  modules.flatMap((module) => module.tickers ?? []),
);
process.send?.('ready');
// Whoever started it is gone.
process.on('disconnect', () => process.exit());
// For benches: how much memory it took at most.
process.on('message', () => process.send?.({ peak: process.resourceUsage().maxRSS * 1024 }));
