import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aBank, type SignedIn, signedIn } from '#modules/org/server/fixtures.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { type Database, openDatabase } from '#platform/server/db.ts';
import { diskFiles } from '#platform/server/disk-files.ts';
import { newId } from '#platform/server/ids.ts';
import { silentLog } from '#platform/server/log.ts';
import { openVault } from '#platform/server/vault.ts';
import { withMigratedDatabase } from '../scripts/throwaway-database.ts';

export interface BenchBank {
  readonly url: string;
  readonly masterKey: Buffer;
  readonly filesFolder: string;
  readonly database: Database;
  readonly ctx: Ctx;
  /** Somebody with these permissions for the whole bank, signed in. */
  person(permissions: readonly string[]): Promise<SignedIn>;
}

/** One bank on a throw-away database, by the machine's clock. */
export async function withBank(work: (bank: BenchBank) => Promise<void>): Promise<void> {
  const filesFolder = await mkdtemp(join(tmpdir(), 'yuhang-bench-'));
  try {
    await withMigratedDatabase(async (url) => {
      const database = openDatabase(url, { max: 10 });
      const masterKey = Buffer.alloc(32, 7);
      const now = () => new Date();
      const ctx: Ctx = {
        db: database.db,
        orgId: newId(),
        actor: { kind: 'system', id: 'bench', name: 'bench', permissions: new Map() },
        now,
        realNow: now,
        log: silentLog,
        vault: await openVault(database.db, masterKey),
        files: diskFiles(filesFolder),
        lang: 'zh-CN',
        requestId: 'bench',
        trail: { recorded: 0 },
      };
      try {
        await aBank(ctx);
        await work({
          url,
          masterKey,
          filesFolder,
          database,
          ctx,
          person: (permissions) => signedIn(ctx, permissions),
        });
      } finally {
        await database.close();
      }
    });
  } finally {
    await rm(filesFolder, { recursive: true, force: true });
  }
}
