import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { rotatingLog } from '#platform/postgres/rotating-log.ts';
import { type RunningPostgres, startPostgres } from '#platform/postgres/start-postgres.ts';
import { StartProblem } from './problem.ts';
import type { Settings } from './settings.ts';
import { say } from './terminal.ts';

const DATABASE = 'yuhang';
const OLDEST = 15;
/** PostgreSQL cuts what is longer. */
const LONGEST_NAME = 63;

export interface OpenDatabase {
  readonly url: string;
  /** Another database of the same server, named after this one, for what stands beside the product. */
  beside(name: string): Promise<Beside>;
  stop(): Promise<void>;
}

export type Beside = { readonly url: string } | { readonly name: string; readonly refused: string };

/** The server of DATABASE_URL, or the bundled one, which is kept running until `stop`. */
export async function openDatabase(settings: Settings): Promise<OpenDatabase> {
  if (settings.databaseUrl === null) return openBundled(settings);
  await checkGiven(settings.databaseUrl);
  const { databaseUrl: url } = settings;
  return { url, beside: (name) => openBeside(url, url, name), stop: async () => {} };
}

async function openBundled(settings: Settings): Promise<OpenDatabase> {
  const dataDir = join(settings.dataDir, 'postgres');
  const log = rotatingLog(join(settings.logDir, 'postgres.log'));
  let stopping = false;
  let current = await startPostgres({ dataDir, durable: true, log });
  const keep = (server: RunningPostgres) => {
    current = server;
    server.onExit(({ code, signal }) => {
      say(
        `数据库意外停止（${signal ?? code}），正在重新启动`,
        `the database stopped (${signal ?? code}), starting it again`,
      );
      restart(server.port);
    });
  };
  const restart = async (port: number) => {
    for (let pause = 200; !stopping; pause = Math.min(2 * pause, 30_000)) {
      try {
        const server = await startPostgres({ dataDir, port, durable: true, log });
        if (stopping) return await server.stop();
        say('数据库已恢复', 'the database is back');
        return keep(server);
      } catch (error) {
        console.error((error as Error).message);
        await sleep(pause);
      }
    }
  };
  keep(current);
  try {
    await createDatabase(current.url('postgres'), DATABASE);
  } catch (error) {
    await current.stop();
    throw error;
  }
  return {
    url: current.url(DATABASE),
    beside: (name) => openBeside(current.url('postgres'), current.url(DATABASE), name),
    stop: () => {
      stopping = true;
      return current.stop();
    },
  };
}

async function createDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rows.length === 0)
      await client.query(`create database ${client.escapeIdentifier(name)} template template0`);
  });
}

/** Somebody else's server may not let us: then it says why. */
async function openBeside(adminUrl: string, productUrl: string, suffix: string): Promise<Beside> {
  const url = new URL(productUrl);
  const name = `${decodeURIComponent(url.pathname.slice(1)) || DATABASE}_${suffix}`;
  if (Buffer.byteLength(name) > LONGEST_NAME) return { name, refused: 'the name is too long' };
  url.pathname = `/${encodeURIComponent(name)}`;
  try {
    await createDatabase(adminUrl, name);
    await withClient(url.href, (client) => client.query('select 1'));
    return { url: url.href };
  } catch (error) {
    return { name, refused: (error as Error).message };
  }
}

async function checkGiven(url: string): Promise<void> {
  const shown = url.replace(/:[^:@/]*@/, ':…@');
  const version = await withClient(url, async (client) => {
    const { rows } = await client.query(`select current_setting('server_version_num')::int as n`);
    return Math.floor(rows[0].n / 10_000);
  }).catch((error: Error) => {
    throw new StartProblem(
      'database-unreachable',
      `无法连接 DATABASE_URL 指定的数据库 ${shown}：${error.message}\n请检查地址、账号、密码，并确认该数据库已创建（createdb）；去掉 DATABASE_URL 则使用内置数据库。`,
      `The database of DATABASE_URL, ${shown}, cannot be reached: ${error.message}\nCheck address, user and password and that the database exists (createdb); without DATABASE_URL the bundled one is used.`,
    );
  });
  if (version < OLDEST)
    throw new StartProblem(
      'database-too-old',
      `DATABASE_URL 指向 PostgreSQL ${version}，需要 PostgreSQL ${OLDEST} 或更新版本。`,
      `DATABASE_URL leads to PostgreSQL ${version}; PostgreSQL ${OLDEST} or newer is needed.`,
    );
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
