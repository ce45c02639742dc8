import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { signedIn } from '#modules/org/server/fixtures.ts';
import { freePort } from '#platform/postgres/free-port.ts';
import { readConfig } from '#platform/server/config.ts';
import { newId } from '#platform/server/ids.ts';
import { createMasterKey } from '#platform/server/master-key.ts';
import { migrate } from '#platform/server/migrate.ts';
import { type OpenDatabase, openDatabase } from '../start/database.ts';
import { type KeptProcess, keepRunning } from '../start/process-keeper.ts';
import { readSettings } from '../start/settings.ts';
import { openInstallation } from './installation.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixture = fileURLToPath(new URL('./kill.fixture.ts', import.meta.url));
const main = fileURLToPath(new URL('./main.ts', import.meta.url));
let dataDir: string;
let env: NodeJS.ProcessEnv;
let database: OpenDatabase;
let pool: pg.Pool;
let cookie: string;
const processes: KeptProcess[] = [];
const said: string[] = [];

beforeAll(async () => {
  // The launcher tells the terminal about every process that ended.
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
  dataDir = await mkdtemp(join(tmpdir(), 'yuhang-kill-'));
  mkdirSync(join(dataDir, 'logs'));
  const settings = readSettings({ YUHANG_DATA: dataDir }, '/');
  database = await openDatabase(settings);
  env = {
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    YUHANG_DATA: dataDir,
    YUHANG_MODE: 'demo',
    PORT: `${await freePort()}`,
    YUHANG_LOG_LEVEL: 'warn',
  };
  const config = readConfig(env);
  await createMasterKey(config.masterKeyFile);
  await migrate(database.url);
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => {});
  await pool.query(
    'create schema probe; create table probe.order (key uuid primary key, counted int, heard int)',
  );
  const installation = await openInstallation(config);
  const { headers } = await signedIn(installation.ctxFor(newId()), []);
  cookie = headers.cookie;
  await installation.close();
  for (const role of ['api', 'worker']) {
    const log = (line: string) => void said.push(`${role}: ${line}`);
    const args = [fixture, role];
    processes.push(keepRunning({ name: role, args, cwd: root, env, log }));
  }
  await Promise.all(processes.map(({ ready }) => ready));
}, 60_000);

afterAll(async () => {
  await Promise.all(processes.map((kept) => kept.stop()));
  await pool?.end();
  await database?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Places orders, several at a time, until told to stop. Answers those that were accepted. */
function load(clients: number) {
  const accepted = new Set<string>();
  let running = true;
  const client = async () => {
    while (running) {
      const key = randomUUID();
      const response = await fetch(`http://127.0.0.1:${env.PORT}/api/v1/probe/orders`, {
        method: 'POST',
        headers: { cookie, 'x-yuhang-csrf': '1', 'content-type': 'application/json' },
        body: JSON.stringify({ key }),
        signal: AbortSignal.timeout(5_000),
      }).catch(() => null);
      if (response?.status === 200) accepted.add(key);
      else await sleep(50);
    }
  };
  const clientsDone = Array.from({ length: clients }, client);
  return {
    accepted,
    async stop() {
      running = false;
      await Promise.all(clientsDone);
    },
  };
}

const pidOf = async (role: string): Promise<number | null> => {
  const { rows } = await pool.query(
    'select pid from platform.process where role = $1 order by started_at desc limit 1',
    [role],
  );
  return rows[0]?.pid ?? null;
};
const postgresPid = () =>
  Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

async function until(what: string, condition: () => Promise<boolean>, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await condition().catch(() => false))) {
    if (Date.now() > end)
      throw new Error(`${what}: not within ${seconds} s\n${said.slice(-40).join('\n')}`);
    await sleep(100);
  }
}

test('CR-145 kill -9 of worker, api and database under load loses no order, doubles no effect and leaves the audit chain intact', async () => {
  const { accepted, stop } = load(6);
  const moreOrders = async () => {
    const before = accepted.size;
    await until('orders are accepted', async () => accepted.size > before + 20);
  };
  await moreOrders();

  for (const role of ['worker', 'api'] as const) {
    const pid = (await pidOf(role))!;
    process.kill(pid, 'SIGKILL');
    await until(`another ${role}`, async () => ![pid, null].includes(await pidOf(role)));
    await moreOrders();
  }
  const pid = postgresPid();
  process.kill(pid, 'SIGKILL');
  await until('another database', async () => postgresPid() !== pid);
  await moreOrders();
  await stop();

  const allDone = async () => {
    const { rows } = await pool.query(
      'select count(*)::int as left from graphile_worker._private_jobs',
    );
    return rows[0].left === 0;
  };
  // How many orders there are depends on the machine, and what was interrupted waits for its lease.
  await until('every job is done', allDone, 180);
  const { rows } = await pool.query<{ key: string; counted: number; heard: number }>(
    'select * from probe.order',
  );
  const stored = new Map(rows.map((row) => [row.key, row]));
  expect(
    [...accepted].filter((key) => !stored.has(key)),
    'accepted and lost',
  ).toEqual([]);
  const odd = rows.filter(({ counted, heard }) => counted !== 1 || heard !== 1);
  expect(odd, 'effects lost or doubled').toEqual([]);
  const entries = await pool.query(
    `select action, count(*)::int as count, count(distinct subject_id)::int as orders
       from platform.audit_entry where action like 'probe.%' group by 1 order by 1`,
  );
  const each = { count: rows.length, orders: rows.length };
  expect(entries.rows).toEqual([
    { action: 'probe.order-counted', ...each },
    { action: 'probe.order-placed', ...each },
  ]);

  const cli = [main, 'audit', 'verify', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, cli, { env });
  expect(JSON.parse(stdout)).toMatchObject({ intact: true, strange: 0 });
}, 420_000);
