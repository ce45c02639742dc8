import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { PostgresProblem } from './problem.ts';
import { rotatingLog } from './rotating-log.ts';
import { type PostgresOptions, startPostgres } from './start-postgres.ts';

// A private folder, as a clone below /root is, with a name no unix socket path could hold.
const folder = mkdtempSync(join(tmpdir(), 'yuhang-postgres-test-'));
const place = join(folder, `域行 数据 ${'很长'.repeat(20)}`);
const dataDir = join(place, "it's here");
const lines: string[] = [];
const log = (line: string) => void lines.push(line);
const start = (options: Partial<PostgresOptions> = {}) =>
  startPostgres({ dataDir, durable: false, log, ...options });

beforeAll(() => mkdirSync(place));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const problem = (code: string) => expect.objectContaining({ name: 'PostgresProblem', code });

describe('the bundled database', () => {
  test('keeps its data in a private folder with spaces, quotes and Chinese in its long name', async () => {
    const first = await start();
    onTestFinished(() => first.stop());
    await query(first.url('postgres'), 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start();
    onTestFinished(() => second.stop());
    expect(await query(second.url('postgres'), 'select answer from kept')).toEqual([
      { answer: 42 },
    ]);
    expect(existsSync(join(dataDir, 'PG_VERSION'))).toBe(true);
  });

  test('opens no private folder to other accounts', async () => {
    const server = await start();
    onTestFinished(() => server.stop());
    const modes = [folder, dataDir].map((path) => spawnSync('stat', ['-c', '%a', path]).stdout);
    expect(modes.map(String)).toEqual(['700\n', '700\n']);
  });

  test('wants its password, and listens on this machine only', async () => {
    const server = await start();
    onTestFinished(() => server.stop());
    const wrong = server.url('postgres').replace(/:[^:@/]+@/, ':wrong@');
    await expect(query(wrong, 'select 1')).rejects.toThrow(/password authentication failed/);
    const [row] = await query(
      server.url('postgres'),
      `select current_setting('listen_addresses') a, current_setting('unix_socket_directories') s`,
    );
    expect(row).toEqual({ a: '127.0.0.1', s: '' });
  });

  test('sorts Chinese by pinyin when asked to, and holds what trigram search needs', async () => {
    const server = await start();
    onTestFinished(() => server.stop());
    const rows = await query(
      server.url('postgres'),
      `select x from unnest(array['张','李','王','安']) x order by x collate "zh-x-icu"`,
    );
    expect(rows).toEqual([{ x: '安' }, { x: '李' }, { x: '王' }, { x: '张' }]);
    await query(server.url('postgres'), 'create extension if not exists pg_trgm');
  });

  test('killed, it is noticed and comes back on the same port with what was committed', async () => {
    const server = await start({ durable: true });
    onTestFinished(() => server.stop());
    await query(server.url('postgres'), 'create table survived as select 1 as n');
    const busy = query(server.url('postgres'), 'select pg_sleep(60)').catch(() => 'cut off');
    const ended = new Promise((resolve) => server.onExit(resolve));
    await sleep(100);
    process.kill(server.pid, 'SIGKILL');
    expect(await ended).toEqual({ code: null, signal: 'SIGKILL' });

    const again = await start({ durable: true, port: server.port });
    onTestFinished(() => again.stop());
    expect(again.port).toBe(server.port);
    expect(await query(again.url('postgres'), 'select n from survived')).toEqual([{ n: 1 }]);
    expect(await busy).toBe('cut off');
  });

  test('a server left over in the same folder is stopped first', async () => {
    const left = await start();
    const ended = new Promise((resolve) => left.onExit(resolve));
    const next = await start();
    onTestFinished(() => next.stop());
    await ended;
    expect(alive(left.pid)).toBe(false);
    expect(await query(next.url('postgres'), 'select 1 as ok')).toEqual([{ ok: 1 }]);
  });

  test('a pid file that names a stranger harms nobody', async () => {
    const stranger = spawn('sleep', ['30']);
    onTestFinished(() => void stranger.kill());
    const own = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8');
    expect(own.trim()).toMatch(/^\d+$/);
    writeFileSync(join(dataDir, 'postmaster.pid'), `${stranger.pid}\n/elsewhere\n0\n5432\n`);
    const server = await start();
    onTestFinished(() => server.stop());
    expect(stranger.exitCode).toBeNull();
    expect(alive(stranger.pid ?? 0)).toBe(true);
  });

  test('when whoever started it is killed, it stops by itself and a temporary folder goes', async () => {
    const temporary = join(folder, 'temporary');
    const source = `
      import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, 'start-postgres.ts'))};
      const options = { dataDir: ${JSON.stringify(temporary)}, durable: false, temporary: true };
      const server = await startPostgres({ ...options, log: () => {} });
      console.log(server.pid);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [output] = await once(parent.stdout, 'data');
    const pid = Number(String(output));
    expect(alive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => alive(pid), { timeout: 10_000 }).toBe(false);
    await expect.poll(() => existsSync(temporary), { timeout: 10_000 }).toBe(false);
  });
});

describe('a data folder that cannot be used', () => {
  const damaged = join(folder, 'damaged');

  test('made half by an interrupted first start, it is made anew', async () => {
    const half = join(folder, 'half');
    mkdirSync(`${half}.incomplete/base`, { recursive: true });
    writeFileSync(`${half}.incomplete/PG_VERSION`, '18\n');
    mkdirSync(half);
    const server = await start({ dataDir: half });
    onTestFinished(() => server.stop());
    expect(await query(server.url('postgres'), 'select 1 as ok')).toEqual([{ ok: 1 }]);
    expect(existsSync(`${half}.incomplete`)).toBe(false);
  });

  test('with files of something else, it is left alone and the way out is said', async () => {
    mkdirSync(damaged);
    writeFileSync(join(damaged, 'notes.txt'), 'mine');
    await expect(start({ dataDir: damaged })).rejects.toEqual(problem('damaged'));
    expect(readFileSync(join(damaged, 'notes.txt'), 'utf8')).toBe('mine');
  });

  test('written by another PostgreSQL, both versions are named', async () => {
    const old = join(folder, 'old');
    mkdirSync(join(old, 'global'), { recursive: true });
    writeFileSync(join(old, 'global/pg_control'), '');
    writeFileSync(join(old, 'PG_VERSION'), '15\n');
    const refused = await start({ dataDir: old }).catch((error: unknown) => error);
    expect(refused).toEqual(problem('other-version'));
    expect((refused as PostgresProblem).message).toMatch(/PostgreSQL 15.*PostgreSQL 18/);
  });

  test('when the port is taken, the server says so', async () => {
    const one = await start();
    onTestFinished(() => one.stop());
    const refused = await start({ dataDir: join(folder, 'other'), port: one.port }).catch((e) => e);
    expect(refused).toBeInstanceOf(PostgresProblem);
    expect(refused.message).toMatch(/Address already in use/);
  });
});

test('the log of the server never outgrows its limit', () => {
  const file = join(folder, 'logs/postgres.log');
  const write = rotatingLog(file, { maxBytes: 1000 });
  for (let line = 0; line < 100; line++) write('x'.repeat(99));
  expect(readFileSync(file).length).toBeLessThanOrEqual(1100);
  expect(readFileSync(`${file}.1`).length).toBeLessThanOrEqual(1100);
});
