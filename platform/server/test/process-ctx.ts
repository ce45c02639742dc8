import { type Ctx, NO_BANK } from '../ctx.ts';
import { type Database, openDatabase } from '../db.ts';
import { diskFiles } from '../disk-files.ts';
import { createLog } from '../log.ts';
import { openVault } from '../vault.ts';

/** The context of a process of its own that a test starts and may kill: the real clock, no bank. */
export async function processCtx(
  place: { readonly database: string; readonly masterKey: string; readonly files: string },
  connections: number,
): Promise<{ base: Ctx; database: Database }> {
  const database = openDatabase(place.database, { max: connections });
  const now = () => new Date();
  const base: Ctx = {
    db: database.db,
    orgId: NO_BANK,
    actor: { kind: 'system', id: 'product', name: 'product', permissions: new Map() },
    now,
    realNow: now,
    log: createLog(process.env.YUHANG_LOG_LEVEL ?? 'silent'),
    vault: await openVault(database.db, Buffer.from(place.masterKey, 'base64')),
    files: diskFiles(place.files),
    lang: 'zh-CN',
    requestId: 'product',
    trail: { recorded: 0 },
  };
  return { base, database };
}
