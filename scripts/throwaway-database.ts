import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../platform/postgres/start-postgres.ts';
import { migrate } from '../platform/server/migrate.ts';

/** Runs work on a freshly migrated database that is gone afterwards. */
export async function withMigratedDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'yuhang-'));
  const server = await startPostgres({
    dataDir: join(folder, 'postgres'),
    durable: false,
    log() {},
  });
  try {
    const url = server.url('postgres');
    await migrate(url);
    return await work(url);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
