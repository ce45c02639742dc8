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
import { afterAll, afterEach, describe, expect, test } from 'vitest';
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
    env: { ...own, PORT: '0', YUHANG_DATA: dataDir, ...env },
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
const ready = (address: string) =>
  expect.poll(() => status(address), { timeout: 60_000, interval: 100 }).toBe(200);

/** Everything that works on this data folder: by its environment, or by standing in it. */
function processes(): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        const ours = environment.includes(dataDir) || statSync(`/proc/${pid}/cwd`).ino === place();
        return ours ? [{ pid: Number(pid), command }] : [];
      } catch {
        return [];
      }
    });
}
const place = () => statSync(join(dataDir, 'postgres'), { throwIfNoEntry: false })?.ino;
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
    for (const part of ['--role api', '--role worker', 'bin/postgres -D']) {
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
    process.kill(run.child.pid ?? 0, 'SIGKILL');
    await run.exit;
    const next = start();
    await ready(await addressOf(next));
    expect(next.output()).toContain(join(dataDir, 'demo-sign-ins.json'));
    next.child.kill('SIGINT');
    expect(await next.exit).toBe(0);
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
