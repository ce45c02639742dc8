// A process that works on ranges of buckets until it is killed. Started by buckets.test.ts.
import { setTimeout as pause } from 'node:timers/promises';
import { audit } from './audit.ts';
import { workBuckets } from './buckets.ts';
import type { Ctx } from './ctx.ts';
import { openDatabase } from './db.ts';
import { diskFiles } from './disk-files.ts';
import { silentLog } from './log.ts';
import { openVault } from './vault.ts';

const [url, masterKey, orgId] = process.argv.slice(2) as [string, string, string];
const { db } = openDatabase(url);
const realTime = () => new Date();
const ctx: Ctx = {
  db,
  orgId,
  actor: { kind: 'system', id: 'worker', name: 'worker', permissions: new Map() },
  now: realTime,
  realNow: realTime,
  log: silentLog,
  vault: await openVault(db, Buffer.from(masterKey, 'base64')),
  files: diskFiles('/nowhere'),
  lang: 'zh-CN',
  requestId: 'worker',
  trail: { recorded: 0 },
};
await workBuckets(ctx, 'slow', async (ctx, range) => {
  audit(ctx, { action: 'test.range', subject: { kind: 'range', id: String(range.from) } });
  process.send?.(range.from);
  await pause(50);
});
process.send?.('done');
process.disconnect();
await db.destroy();
