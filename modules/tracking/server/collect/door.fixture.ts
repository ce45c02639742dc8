// The collection door in a process of its own, for tests and benches that kill one.
import type { AddressInfo } from 'node:net';
import { asSystem, type Ctx, NO_BANK } from '#platform/server/ctx.ts';
import { openDatabase } from '#platform/server/db.ts';
import { diskFiles } from '#platform/server/disk-files.ts';
import { buildHttp } from '#platform/server/http.ts';
import { silentLog } from '#platform/server/log.ts';
import { openVault } from '#platform/server/vault.ts';
import { trackingModule } from '../module.ts';

const [url, masterKey] = process.argv.slice(2) as [string, string];
const database = openDatabase(url, { max: 6 });
const now = () => new Date();
const base: Ctx = {
  db: database.db,
  orgId: NO_BANK,
  actor: { kind: 'system', id: 'door', name: 'door', permissions: new Map() },
  now,
  realNow: now,
  log: silentLog,
  vault: await openVault(database.db, Buffer.from(masterKey, 'base64')),
  files: diskFiles('/nonexistent'),
  lang: 'zh-CN',
  requestId: 'door',
  trail: { recorded: 0 },
};
const app = await buildHttp({
  modules: [
    trackingModule({
      ctxFor: (orgId) => asSystem({ ...base, trail: { recorded: 0 } }, orgId),
      findByIdentity: async (_, identities) => identities.map(() => null),
      requestsPerSecond: 1_000_000,
    }),
  ],
  authenticate: async () => base,
});
await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ port: (app.server.address() as AddressInfo).port });
process.on('message', async (asked) => {
  if (asked === 'cpu') process.send?.({ cpu: process.cpuUsage() });
});
// The test ended without stopping it.
process.on('disconnect', () => process.exit());
