import { type Ctx, NO_BANK } from '../ctx.ts';
import { type Database, openDatabase } from '../db.ts';
import { diskFiles } from '../disk-files.ts';
import { createLog } from '../log.ts';
import { openVault } from '../vault.ts';

interface Place {
  readonly database: string;
  readonly masterKey: string;
  readonly files: string;
  /** Milliseconds that the business clock is ahead of the machine's; with none they are one. */
  readonly ahead?: string | undefined;
}

/** The context of a process of its own that a test starts and may kill: a clock that runs, no bank. */
export async function processCtx(
  place: Place,
  connections: number,
): Promise<{ base: Ctx; database: Database }> {
  const database = openDatabase(place.database, { max: connections });
  const realNow = () => new Date();
  const ahead = Number(place.ahead ?? 0);
  const now = () => new Date(Date.now() + ahead);
  const base: Ctx = {
    db: database.db,
    orgId: NO_BANK,
    actor: { kind: 'system', id: 'product', name: 'product', permissions: new Map() },
    now,
    realNow,
    log: createLog(process.env.YUHANG_LOG_LEVEL ?? 'silent'),
    vault: await openVault(database.db, Buffer.from(place.masterKey, 'base64')),
    files: diskFiles(place.files),
    lang: 'zh-CN',
    requestId: 'product',
    trail: { recorded: 0 },
  };
  return { base, database };
}
