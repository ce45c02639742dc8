// The door by which touches are planned, in a process of its own, for tests that kill it. Started with
// fork; says 'ready' once it listens.
import { parseArgs } from 'node:util';
import { asSystem, type Ctx } from '#platform/server/ctx.ts';
import { buildHttp } from '#platform/server/http.ts';
import { processCtx } from '#platform/server/test/process-ctx.ts';
import { reserveTouches } from '../handover/given-bank.fixture.ts';
import { outreachModule } from '../module.ts';

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    masterKey: { type: 'string' },
    files: { type: 'string' },
    ahead: { type: 'string' },
    port: { type: 'string' },
  },
}) as { values: Record<'database' | 'masterKey' | 'files' | 'ahead' | 'port', string> };

export interface Planned {
  readonly orgId: string;
  readonly plan: { readonly planId: string; readonly corpId: string; readonly itemId: string };
  readonly plannedAt: string;
  readonly touches: readonly { staffId: string; customerId: number; itemKey: string }[];
}

process.on('disconnect', () => process.exit());
const { base } = await processCtx(values, 5);
const app = await buildHttp({
  modules: [outreachModule()],
  authenticate: async () => base,
  more: (app) =>
    void app.post('/planned', async ({ body }) => {
      const { orgId, plan, plannedAt, touches } = body as Planned;
      const ctx: Ctx = { ...asSystem(base, orgId), trail: { recorded: 0 } };
      const at = new Date(plannedAt);
      const reserved = await reserveTouches(
        ctx,
        plan,
        touches.map((touch) => ({ ...touch, plannedAt: at })),
      );
      return { reserved: reserved.length };
    }),
});
await app.listen({ host: '127.0.0.1', port: Number(values.port) });
process.send?.('ready');
