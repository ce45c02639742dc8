// A worker and ticker in a process of their own, for tests that kill one. Started by spawnWorker.
import { asSystem, type Ctx } from '../ctx.ts';
import { openDatabase } from '../db.ts';
import { diskFiles } from '../disk-files.ts';
import { createLog } from '../log.ts';
import type { AppModule } from '../module.ts';
import { startTicker } from '../ticker.ts';
import { openVault } from '../vault.ts';
import { startWorker } from '../worker.ts';

const [url, masterKey, filesFolder, modulesFile, at] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
const database = openDatabase(url);
const vault = await openVault(database.db, Buffer.from(masterKey, 'base64'));
const { modules } = (await import(modulesFile)) as { modules: readonly AppModule[] };
const realTime = () => new Date();
// The business clock stands where the test's own stands.
const businessTime = () => new Date(at);
const base: Ctx = {
  db: database.db,
  orgId: '00000000-0000-0000-0000-000000000000',
  actor: { kind: 'system', id: 'worker', name: 'worker', permissions: new Map() },
  now: businessTime,
  realNow: realTime,
  log: createLog(process.env.YUHANG_LOG_LEVEL ?? 'silent'),
  vault,
  files: diskFiles(filesFolder),
  lang: 'zh-CN',
  requestId: 'worker',
  trail: { recorded: 0 },
};
await startWorker({
  database,
  modules,
  concurrency: 2,
  ctxFor: (orgId, requestId) => ({ ...asSystem(base, orgId), requestId, trail: { recorded: 0 } }),
});
startTicker(
  url,
  base,
  modules.flatMap((m) => m.tickers ?? []),
);
process.send?.('ready');
// The test ended without stopping it.
process.on('disconnect', () => process.exit());
