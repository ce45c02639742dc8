// The door by which touches are planned, in a process of its own, for tests that kill it. Started with
// fork; says 'ready' once it listens.
import { parseArgs } from 'node:util';
import { asSystem, type Ctx, NO_BANK } from '#platform/server/ctx.ts';
import { openDatabase } from '#platform/server/db.ts';
import { diskFiles } from '#platform/server/disk-files.ts';
import { buildHttp } from '#platform/server/http.ts';
import { createLog } from '#platform/server/log.ts';
import { openVault } from '#platform/server/vault.ts';
import { reserveTouches } from '../handover/given-bank.fixture.ts';
import { outreachModule } from '../module.ts';

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    masterKey: { type: 'string' },
    files: { type: 'string' },
    port: { type: 'string' },
  },
}) as { values: Record<'database' | 'masterKey' | 'files' | 'port', string> };

export interface Planned {
  readonly orgId: string;
  readonly plan: { readonly planId: string; readonly corpId: string; readonly itemId: string };
  readonly plannedAt: string;
  readonly touches: readonly { staffId: string; customerId: number; itemKey: string }[];
}

process.on('disconnect', () => process.exit());
const database = openDatabase(values.database, { max: 5 });
const now = () => new Date();
const base: Ctx = {
  db: database.db,
  orgId: NO_BANK,
  actor: { kind: 'system', id: 'product', name: 'product', permissions: new Map() },
  now,
  realNow: now,
  log: createLog(process.env.YUHANG_LOG_LEVEL ?? 'silent'),
  vault: await openVault(database.db, Buffer.from(values.masterKey, 'base64')),
  files: diskFiles(values.files),
  lang: 'zh-CN',
  requestId: 'api',
  trail: { recorded: 0 },
};
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
