import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpath, rm } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, chooseAccount } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { HERE, prepareDataFolder, readPassword, SUPERUSER } from './data-folder.ts';
import { freePort } from './free-port.ts';
import { guard } from './guardian.ts';
import { isReady, stopLeftOver } from './leftover.ts';
import { PostgresProblem } from './problem.ts';

export interface PostgresOptions {
  /** Made when it does not exist. Nobody else may be using it: the caller holds a lock. */
  dataDir: string;
  /** A free one by default. Give the port of the run before to restart a server in place. */
  port?: number;
  /** False: no fsync. Fast, and lost when the machine stops: for a test's data. */
  durable: boolean;
  /** The folder goes when the server does, even when we are killed. */
  temporary?: boolean;
  /** Each line the server says. */
  log: (line: string) => void;
  /** Further settings of the server, as in postgresql.conf. */
  settings?: Record<string, string>;
}

export interface RunningPostgres {
  url(database: string): string;
  readonly pid: number;
  readonly port: number;
  /** Ends sessions, writes everything to disk, and waits until the server is gone. */
  stop(): Promise<void>;
  /** Called when the server ends without having been asked to. */
  onExit(callback: (how: { code: number | null; signal: string | null }) => void): void;
}

const START_LIMIT_MS = 120_000;

/** Starts the PostgreSQL that comes with the product, on 127.0.0.1 only. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { durable, log, temporary = false } = options;
  const dataDir = await realpath(options.dataDir).catch(() => resolve(options.dataDir));
  const account = await chooseAccount(dataDir);
  const binaries = await findBinaries(account);
  await prepareDataFolder(dataDir, binaries, account, durable);
  await stopLeftOver(dataDir, log);
  const password = await readPassword(dataDir);
  const port = options.port ?? (await freePort());

  const child = launch(dataDir, binaries, account, {
    port: `${port}`,
    listen_addresses: '127.0.0.1',
    // No socket file: its path may hold 107 bytes only, and its folder would have to be reachable.
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_checkpoints: 'off',
    // The bundled build has only pglz, with which scattered updates become many times slower.
    wal_compression: 'off',
    shared_buffers: `${sharedMegabytes()}MB`,
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...options.settings,
  });
  const lastWords = listen(child, log);
  await untilReady(dataDir, child, lastWords);
  return supervise(dataDir, child, { temporary, port, password });
}

/**
 * Pages that are kept at hand: an eighth of the memory there is, 512 MB at most. Only what is used is
 * ever taken. With PostgreSQL's own 128 MB the tables of 100,000 customers are read anew again and again.
 */
function sharedMegabytes(): number {
  const limit = process.constrainedMemory();
  const memory = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return Math.max(32, Math.min(512, Math.floor(memory / 8 / 2 ** 20)));
}

function launch(
  dataDir: string,
  binaries: Binaries,
  account: Account,
  settings: Record<string, string>,
): ChildProcess {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return spawn(binaries.postgres, ['-D', HERE, ...flags], {
    ...account,
    cwd: dataDir,
    env: binaries.env,
    // A group of its own: Ctrl-C in a terminal reaches us, and we stop things in order.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

function listen(child: ChildProcess, log: (line: string) => void): string[] {
  const last: string[] = [];
  if (child.stderr)
    createInterface({ input: child.stderr }).on('line', (line) => {
      last.push(line);
      if (last.length > 20) last.shift();
      log(line);
    });
  return last;
}

async function untilReady(dataDir: string, child: ChildProcess, said: string[]): Promise<void> {
  let failed: string | null = null;
  child.once('error', (error) => {
    failed = error.message;
  });
  const closed = once(child, 'close').catch(() => {});
  const end = Date.now() + START_LIMIT_MS;
  while (Date.now() < end) {
    if (child.pid && isReady(dataDir, child.pid)) return;
    if (failed !== null || child.exitCode !== null || child.signalCode !== null) break;
    await sleep(10);
  }
  child.kill('SIGQUIT');
  if (failed === null) await closed;
  throw new PostgresProblem(
    'start-failed',
    `PostgreSQL 未能在 ${dataDir} 启动：\n${failed ?? said.join('\n')}`,
    `PostgreSQL did not start in ${dataDir}; it says the above.`,
  );
}

function supervise(
  dataDir: string,
  child: ChildProcess,
  about: { temporary: boolean; port: number; password: string },
): RunningPostgres {
  const { temporary, port, password } = about;
  const pid = child.pid ?? 0;
  const guardian = guard(dataDir, pid, { temporary });
  let stopping = false;
  const gone = new Promise<{ code: number | null; signal: string | null }>((done) =>
    child.once('exit', (code, signal) => done({ code, signal })),
  );
  return {
    pid,
    port,
    url: (database) =>
      `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
    onExit: (callback) => {
      gone.then((how) => {
        guardian.dismiss();
        if (!stopping) callback(how);
      });
    },
    stop: async () => {
      stopping = true;
      guardian.dismiss();
      for (const [signal, limit] of temporary ? AT_ONCE : POLITELY) {
        if (child.exitCode !== null || child.signalCode !== null) break;
        child.kill(signal);
        await Promise.race([gone, sleep(limit, undefined, { ref: false })]);
      }
      if (temporary) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const POLITELY = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const;
const AT_ONCE = POLITELY.slice(1);
