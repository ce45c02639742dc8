import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, createClock } from '#platform/server/clock.ts';
import type { Config } from '#platform/server/config.ts';
import { asSystem, type Ctx } from '#platform/server/ctx.ts';
import { type Database, type DatabaseOptions, openDatabase } from '#platform/server/db.ts';
import type { FileStore } from '#platform/server/files.ts';
import { newId } from '#platform/server/ids.ts';
import { createLog, type Log } from '#platform/server/log.ts';
import { masterKeysOf } from '#platform/server/master-key.ts';
import { pendingMigrations } from '#platform/server/migrate.ts';
import { openFileStore } from '#platform/server/open-files.ts';
import { createReadOnly, type ReadOnly } from '#platform/server/read-only.ts';
import { openVault, type Vault } from '#platform/server/vault.ts';
import { Refusal } from './words.ts';

/** An installation with its database reachable, current and readable. */
export interface Installation {
  readonly config: Config;
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly files: FileStore;
  readonly readOnly: ReadOnly;
  readonly log: Log;
  /** A context of the product itself. */
  ctxFor(orgId: string, requestId?: string): Ctx;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** How long to wait for a database that does not answer yet. */
  readonly waitSeconds?: number;
  readonly log?: Log;
  readonly onQuery?: DatabaseOptions['onQuery'];
}

export async function openInstallation(
  config: Config,
  options: OpenOptions = {},
): Promise<Installation> {
  const log = options.log ?? createLog(config.logLevel);
  const masters = masterKeysOf(config.masterKeyFile);
  masters();
  const database = openDatabase(config.databaseUrl, {
    max: config.dbPool,
    onQuery: options.onQuery,
    onError: (err) => log.warn({ err: err.message }, 'a database connection was lost'),
  });
  try {
    await waitForDatabase(database, config, log, options.waitSeconds ?? 0);
    await demandCurrent(database);
    const vault = await openVault(database.db, masters).catch((err: Error) => {
      throw new Refusal(wrongKey, { file: config.masterKeyFile, why: err.message });
    });
    const clock = createClock(database.db, { movable: config.mode === 'demo' });
    await clock.refresh();
    const readOnly = createReadOnly(database.db);
    await readOnly.refresh();
    const files = await openFileStore(config);
    const ctxFor = (orgId: string, requestId: string = newId()): Ctx =>
      asSystem(
        {
          db: database.db,
          orgId,
          actor: { kind: 'system', id: 'system', name: 'system', permissions: new Map() },
          now: clock.now,
          realNow: () => new Date(),
          log: log.child({ requestId }),
          vault,
          files,
          lang: 'zh-CN',
          requestId,
          trail: { recorded: 0 },
        },
        orgId,
      );
    const close = () => database.close();
    return { config, database, vault, clock, files, readOnly, log, ctxFor, close };
  } catch (err) {
    await database.close();
    throw err;
  }
}

const wrongKey = [
  '主密钥与数据库不符：{file}\n  数据库中的数据密钥是用另一把主密钥封装的，用这一把打不开，产品不会启动。\n  请恢复该数据库原来的主密钥文件；若刚轮换过主密钥，检查 {file}.previous。',
  'The master key is not the one of this database: {file}\n  The data keys in the database were wrapped with another master key, so the product does not start.\n  Restore the key file that belongs to the database; after a rotation of the master key look at {file}.previous.',
] as const;

async function waitForDatabase(
  { pool }: Database,
  config: Config,
  log: Log,
  seconds: number,
): Promise<void> {
  const { host, pathname } = new URL(config.databaseUrl);
  const end = Date.now() + seconds * 1000;
  let told = 0;
  for (;;) {
    try {
      await pool.query('select 1');
      return;
    } catch (err) {
      const why = (err as Error).message || String((err as { code?: string }).code);
      if (Date.now() >= end)
        throw new Refusal(
          [
            '连接不上数据库 {host}{pathname}：{why}\n  请检查 DATABASE_URL、数据库是否在运行、网络与口令；yuhang doctor 会逐项检查。',
            'The database {host}{pathname} is out of reach: {why}\n  Check DATABASE_URL, that the server runs, the network and the password; `yuhang doctor` checks one by one.',
          ],
          { host, pathname, why },
        );
      if (Date.now() - told > 5_000) {
        told = Date.now();
        log.warn({ database: host + pathname, why }, 'waiting for the database');
      }
      await sleep(250);
    }
  }
}

async function demandCurrent({ db }: Database): Promise<void> {
  const pending = await pendingMigrations(db);
  if (pending.length > 0)
    throw new Refusal(
      [
        '数据库还差 {count} 个迁移（{first} 起）。请先运行：yuhang migrate',
        'The database lacks {count} migrations (from {first}). Run first: yuhang migrate',
      ],
      { count: pending.length, first: pending[0] },
    );
}
