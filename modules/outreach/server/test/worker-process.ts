// A worker that hands over, in a process of its own, for tests that kill it. Started with fork; says
// 'ready' once it works.
import { parseArgs } from 'node:util';
import { createGateway } from '#modules/wecom/server/fixtures.ts';
import { asSystem, type Ctx } from '#platform/server/ctx.ts';
import { processCtx } from '#platform/server/test/process-ctx.ts';
import { startTicker } from '#platform/server/ticker.ts';
import { startWorker } from '#platform/server/worker.ts';
import { deliveryDeps } from '../delivery.ts';
import { outreachModule } from '../module.ts';

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    masterKey: { type: 'string' },
    files: { type: 'string' },
    ahead: { type: 'string' },
  },
}) as { values: Record<'database' | 'masterKey' | 'files' | 'ahead', string> };

process.on('disconnect', () => process.exit());
const { base, database } = await processCtx(values, 10);
const ctxFor = (orgId: string): Ctx => ({ ...asSystem(base, orgId), trail: { recorded: 0 } });
const gateway = createGateway({ blockMs: () => 300, repeatMs: [50, 100] });
const modules = [
  outreachModule({
    delivery: deliveryDeps({
      // The rules are not the matter here.
      judgeAgain: async () => [],
      // Longer than anything here can be held up, as they must be.
      leaseMs: 20_000,
      settleMs: 8_000,
      retryMs: 500,
      queuedMs: 4_000,
      wecom: {
        call: gateway.call,
        options: { timeoutMs: 5_000, patienceMs: 2_000 },
        lookAgainMs: 500,
      },
    }),
  }),
];
await startWorker({ database, modules, concurrency: 4, ctxFor });
startTicker(
  values.database,
  base,
  modules.flatMap((module) => module.tickers ?? []),
);
process.send?.('ready');
