import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, inject, test } from 'vitest';
import { cloneTemplate } from '#platform/server/test/test-database.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'yuhang-start-'));
const dataDir = join(folder, '银行 数据 folder');
const running = new Set<Run>();

interface Run {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  output(): string;
}

// A test that failed leaves its run behind; the next ones must not meet it.
afterEach(async () => {
  for (const run of running) run.child.kill('SIGTERM');
  await Promise.all([...running].map((run) => run.exit));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As `npm start` does it. */
function start(env: NodeJS.ProcessEnv = {}, account: { uid?: number; gid?: number } = {}): Run {
  const { DATABASE_URL: _, NODE_ENV: __, ...own } = process.env;
  const child = spawn(process.execPath, ['apps/start/bootstrap.mjs'], {
    ...account,
    cwd: root,
    // A small bank: what its people do is not the matter here.
    env: { ...own, PORT: '0', YUHANG_DATA: dataDir, WORLD_CUSTOMERS: '200', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  const exit = once(child, 'close').then(([code]) => code);
  const run: Run = { child, exit, output: () => said };
  running.add(run);
  exit.then(() => running.delete(run));
  return run;
}

async function untilSaid(run: Run, text: RegExp): Promise<RegExpExecArray> {
  const ended = run.exit.then((code) => `ended with ${code}`);
  for (;;) {
    const found = text.exec(run.output());
    if (found) return found;
    const pause = new Promise((resolve) => setTimeout(resolve, 50));
    const early = await Promise.race([pause, ended]);
    if (early) throw new Error(`${early} before saying ${text}:\n${run.output()}`);
  }
}

const addressOf = async (run: Run) => (await untilSaid(run, /✓ (http:\S+)/))[1] ?? '';
const status = (address: string) =>
  fetch(`${address}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(
    (reply) => reply.status,
    () => 0,
  );
const simulatorOf = async (run: Run) => (await untilSaid(run, /(http:\S+)\/phones/))[1] ?? '';
async function ask<T>(address: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${address}${path}`, {
    signal: AbortSignal.timeout(10_000),
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  return (await response.json()) as T;
}
interface SimulatedCorp {
  corpId: string;
  staff: number;
  apps: { callback: { url: string } | null }[];
}
const corpsOf = async (simulator: string) =>
  (await ask<{ corps: SimulatedCorp[] }>(simulator, '/sim/corps')).corps;
const ready = (address: string) =>
  expect.poll(() => status(address), { timeout: 60_000, interval: 100 }).toBe(200);

/** Everything that works on this data folder: by its environment, or by standing in it. */
const processes = () => processesOf(dataDir);
function processesOf(folder: string): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        const ours =
          environment.includes(folder) || statSync(`/proc/${pid}/cwd`).ino === placeOf(folder);
        return ours ? [{ pid: Number(pid), command }] : [];
      } catch {
        return [];
      }
    });
}
const placeOf = (folder: string) =>
  statSync(join(folder, 'postgres'), { throwIfNoEntry: false })?.ino;
const pidOf = (part: string) => {
  const found = processes().find(({ command }) => command.includes(part));
  if (!found) throw new Error(`no process ${part} among ${JSON.stringify(processes())}`);
  return found.pid;
};
const allGone = () => expect.poll(processes, { timeout: 60_000, interval: 100 }).toEqual([]);

const asRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };
const nobodyMayRead =
  asRoot && spawnSync('test', ['-r', join(root, 'package.json')], { ...nobody }).status === 0;

// Generous limits: these tests start the whole product many times, maybe on a busy machine.
describe('npm start', { timeout: 240_000 }, () => {
  test('interrupted in the middle of its first start, the next one recovers', async () => {
    const first = start();
    await untilSaid(first, /starting the database/);
    for (const { pid } of processes()) process.kill(pid, 'SIGKILL');
    await first.exit;
    mkdirSync(join(dataDir, 'postgres.incomplete'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres.incomplete/PG_VERSION'), '18\n');

    const second = start();
    await ready(await addressOf(second));
    second.child.kill('SIGTERM');
    expect(await second.exit).toBe(0);
    await allGone();
  });

  test('as a demo bank it shows its sign-ins once and keeps them for its user alone', async () => {
    const file = join(dataDir, 'demo-sign-ins.json');
    const signIns: { account: string; role: string }[] = JSON.parse(readFileSync(file, 'utf8'));
    expect(signIns.length).toBeGreaterThan(2);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o077).toBe(0);
  });

  test('it survives the death of each of its processes', async () => {
    const run = start();
    const address = await addressOf(run);
    for (const part of ['--role all', 'bin/postgres -D', 'simulator/wecom/main.ts']) {
      const before = pidOf(part);
      process.kill(before, 'SIGKILL');
      await expect.poll(() => pidOf(part), { timeout: 60_000 }).not.toBe(before);
      await ready(address);
    }
    expect(run.child.exitCode).toBeNull();
    const again = start();
    expect(await again.exit).toBe(1);
    expect(again.output()).toContain(`running on the data folder ${dataDir}: ${address}`);

    process.kill(run.child.pid ?? 0, 'SIGKILL');
    await run.exit;
    await allGone();
  });

  test('after a kill it starts on the same data at once, and Ctrl-C stops all of it', async () => {
    const run = start();
    await ready(await addressOf(run));
    const before = await corpsOf(await simulatorOf(run));
    expect(before.map(({ staff }) => staff > 0)).toEqual([true, true]);
    process.kill(run.child.pid ?? 0, 'SIGKILL');
    await run.exit;
    const next = start();
    const address = await addressOf(next);
    await ready(address);
    expect(next.output()).toContain(join(dataDir, 'demo-sign-ins.json'));
    // The same corps, which call the product back wherever it is today.
    const after = await corpsOf(await simulatorOf(next));
    expect(after.map(({ corpId, staff }) => ({ corpId, staff }))).toEqual(
      before.map(({ corpId, staff }) => ({ corpId, staff })),
    );
    const callbacks = after.flatMap(({ apps }) => apps.flatMap(({ callback }) => callback ?? []));
    // One for each corp, and one for the chats that the archive of the first keeps.
    expect(callbacks).toHaveLength(3);
    expect(callbacks.every(({ url }) => url.startsWith(address))).toBe(true);
    next.child.kill('SIGINT');
    expect(await next.exit).toBe(0);
    expect(processes()).toEqual([]);
  });

  test('the simulator keeps its people and the time over a kill -9', async () => {
    const run = start();
    const address = await addressOf(run);
    const simulator = await simulatorOf(run);
    const { account, password } = (
      JSON.parse(readFileSync(join(dataDir, 'demo-sign-ins.json'), 'utf8')) as {
        role: string;
        account: string;
        password: string;
      }[]
    ).find(({ role }) => role === '系统管理员')!;
    const headers = { 'x-yuhang-csrf': '1', 'content-type': 'application/json' };
    const signedIn = await fetch(`${address}/api/v1/org/session`, {
      ...{ method: 'POST', headers, body: JSON.stringify({ account, password }) },
    });
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const clock = `${address}/api/v1/platform/clock`;
    const { version, now } = (await (await fetch(clock, { headers: { cookie } })).json()) as {
      version: number;
      now: string;
    };
    const at = new Date(Date.parse(now) + 10 * 86_400_000).toISOString();
    const body = JSON.stringify({ move: 'stand', at, version });
    const moved = await fetch(clock, { method: 'PUT', headers: { ...headers, cookie }, body });
    expect(moved.status).toBe(200);
    const shown = () => ask<{ iso: string; speed: number }>(simulator, '/sim/clock');
    const stands = { iso: at, speed: 0 };
    await expect.poll(shown, { timeout: 30_000 }).toMatchObject(stands);

    const before = await corpsOf(simulator);
    const killed = pidOf('simulator/wecom/main.ts');
    process.kill(killed, 'SIGKILL');
    await expect
      .poll(() => corpsOf(simulator).catch(() => null), { timeout: 60_000 })
      .toEqual(before);
    expect(pidOf('simulator/wecom/main.ts')).not.toBe(killed);
    expect(await shown()).toMatchObject(stands);

    // Whoever plays with the phones moves both clocks on.
    await ask(simulator, '/phones/api/clock', { seconds: 3_600 });
    const later = new Date(Date.parse(at) + 3_600_000).toISOString();
    await expect.poll(shown, { timeout: 30_000 }).toMatchObject({ iso: later, speed: 0 });
    const business = await fetch(clock, { headers: { cookie } });
    expect(await business.json()).toMatchObject({ now: later, mode: 'standing' });
    run.child.kill('SIGTERM');
    expect(await run.exit).toBe(0);
    expect(processes()).toEqual([]);
  });

  test.runIf(nobodyMayRead)('works for an ordinary user, also after root has used it', async () => {
    const theirs = join(folder, 'theirs');
    mkdirSync(theirs, { mode: 0o700 });
    chmodSync(folder, 0o755);
    chownSync(theirs, nobody.uid, nobody.gid);
    for (const account of [nobody, {}, nobody]) {
      const run = start({ YUHANG_DATA: theirs, YUHANG_MODE: 'production' }, account);
      await ready(await addressOf(run));
      expect(run.output(), 'no stand-in in production').not.toContain('/phones');
      expect(processesOf(theirs).filter(({ command }) => command.includes('simulator'))).toEqual(
        [],
      );
      run.child.kill('SIGTERM');
      expect(await run.exit).toBe(0);
    }
    const owners = readdirSync(theirs, { recursive: true, encoding: 'utf8' }).map(
      (name) => statSync(join(theirs, name)).uid,
    );
    expect(new Set(owners)).toEqual(new Set([nobody.uid]));
  });

  test('with the port taken it says by whom, and offers another', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as { port: number };
    const refused = start({ PORT: `${port}` });
    expect(await refused.exit).toBe(1);
    expect(refused.output()).toMatch(
      new RegExp(`Port ${port} is taken \\(.*pid ${process.pid}\\)`),
    );
    expect(refused.output()).toMatch(/PORT=\d+ npm start/);
    holder.close();
  });

  test('without its master key it does not start, and says what to do', async () => {
    const keys = join(dataDir, 'keys');
    renameSync(keys, join(folder, 'elsewhere'));
    const refused = start();
    expect(await refused.exit).toBe(1);
    expect(refused.output()).toContain(join(keys, 'master.key'));
    expect(refused.output()).toContain('Restore the file from your backup');
    expect(existsSync(keys)).toBe(false);
    renameSync(join(folder, 'elsewhere'), keys);
    expect(processes()).toEqual([]);
  });

  test('a data folder that is a file is refused in plain words', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const refused = start({ YUHANG_DATA: file });
    expect(await refused.exit).toBe(1);
    expect(refused.output()).toContain(`The data folder ${file} cannot be used`);
    expect(refused.output()).not.toContain('    at ');
  });

  test('DATABASE_URL takes the place of the bundled database', async () => {
    const elsewhere = join(folder, 'with a server');
    const run = start({ DATABASE_URL: await cloneTemplate(), YUHANG_DATA: elsewhere });
    await ready(await addressOf(run));
    expect(existsSync(join(elsewhere, 'postgres'))).toBe(false);
    expect((await corpsOf(await simulatorOf(run))).length).toBe(2);
    run.child.kill('SIGTERM');
    expect(await run.exit).toBe(0);
  });

  test('where no second database may be made there is no simulator, and it says so', async () => {
    const { adminUrl } = inject('database');
    const limited = new URL(adminUrl);
    const admin = new pg.Client({ connectionString: adminUrl });
    await admin.connect();
    await admin.query(`create role careful login password 'careful'`);
    await admin.query('create database careful owner careful');
    await admin.end();
    Object.assign(limited, { username: 'careful', password: 'careful', pathname: '/careful' });
    const run = start({ DATABASE_URL: limited.href, YUHANG_DATA: join(folder, 'limited') });
    await ready(await addressOf(run));
    expect(run.output()).toContain('no WeCom simulator: the database careful_wecom cannot be used');
    expect(run.output()).not.toContain('/phones');
    run.child.kill('SIGTERM');
    expect(await run.exit).toBe(0);
  });

  test('a database that does not answer is named, without its password', async () => {
    const refused = start({ DATABASE_URL: 'postgres://bank:geheim@127.0.0.1:1/yuhang' });
    expect(await refused.exit).toBe(1);
    expect(refused.output()).toContain('postgres://bank:…@127.0.0.1:1/yuhang');
    expect(refused.output()).not.toContain('geheim');
  });
});
