import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runMigrations } from 'graphile-worker';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { type Db, openDatabase } from './db.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function migrationFiles(): Promise<string[]> {
  const modules = await readdir(join(root, 'modules'));
  const folders = ['platform/server', ...modules.map((name) => `modules/${name}/server`)];
  const files = await Promise.all(
    folders.map(async (folder) => {
      const path = join(root, folder, 'migrations');
      const names = await readdir(path).catch(() => []);
      return names.filter((name) => name.endsWith('.sql')).map((name) => join(path, name));
    }),
  );
  return files.flat();
}

async function migrator(db: Db): Promise<Migrator> {
  const migrations: Record<string, Migration> = {};
  for (const file of await migrationFiles()) {
    const name = basename(file, '.sql');
    if (migrations[name]) throw new Error(`Two migrations are called ${name}`);
    const text = await readFile(file, 'utf8');
    migrations[name] = {
      up: async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db)),
    };
  }
  return new Migrator({
    db: db as unknown as Kysely<unknown>,
    provider: { getMigrations: async () => migrations },
    allowUnorderedMigrations: true,
    migrationTableSchema: 'migrations',
  });
}

/**
 * Brings a database to the newest schema: the queue's own, then every module's
 * `server/migrations/*.sql` in order of the time each name starts with. Forward only. Two
 * processes may call it at once. Answers the names applied.
 */
export async function migrate(url: string): Promise<string[]> {
  const { db, pool, close } = openDatabase(url, { max: 3 });
  try {
    await runMigrations({ pgPool: pool, logger: undefined });
    const { error, results } = await (await migrator(db)).migrateToLatest();
    if (error) throw error;
    return (results ?? []).map((r) => r.migrationName);
  } finally {
    await close();
  }
}

/** Migrations that this version brings and the database does not have yet. */
export async function pendingMigrations(db: Db): Promise<string[]> {
  const all = await (await migrator(db)).getMigrations();
  return all.filter((m) => !m.executedAt).map((m) => m.name);
}
