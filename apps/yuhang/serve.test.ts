import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMasterKey } from '#platform/server/master-key.ts';
import { cloneTemplate, dropDatabase } from '#platform/server/test/test-database.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
let url: string;
let env: NodeJS.ProcessEnv;
let keyFile: string;

beforeAll(async () => {
  url = await cloneTemplate();
  const dataDir = await mkdtemp(join(tmpdir(), 'yuhang-serve-'));
  keyFile = join(dataDir, 'keys', 'master.key');
  env = {
    PATH: process.env.PATH,
    DATABASE_URL: url,
    YUHANG_DATA: dataDir,
    YUHANG_MODE: 'demo',
    PORT: '0',
    LANG: 'en_US.UTF-8',
  };
});
afterAll(async () => {
  await dropDatabase(url);
  await rm(env.YUHANG_DATA!, { recursive: true, force: true });
});

async function yuhang(args: string[], more: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await closed) as [number | null];
  return { code, out, err };
}

const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

async function serving(role = 'api') {
  const child = spawn(process.execPath, [main, 'serve', '--role', role], {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  children.add(child);
  const exit = once(child, 'exit').then(([code]) => {
    children.delete(child);
    return code as number | null;
  });
  const [{ type, url }] = (await Promise.race([
    once(child, 'message'),
    exit.then(() => Promise.reject(new Error('ended before it was ready'))),
  ])) as [{ type: string; url: string }];
  expect(type).toBe('ready');
  return { child, url, exit };
}

/** A request whose second half is sent when asked, so that it is under way for as long as needed. */
function aLongRequest(base: string) {
  const body = JSON.stringify({ account: 'nobody', password: 'nothing' });
  const call = request(`${base}/api/v1/org/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': body.length },
  });
  call.write(body.slice(0, 10));
  const answer = once(call, 'response').then(([response]) => response.statusCode as number);
  answer.catch(() => {});
  return { finish: () => call.end(body.slice(10)), answer };
}

test('CR-036 without its master key the product does not start, and says what to do', async () => {
  const { code, err } = await yuhang(['serve']);
  expect(code).toBe(1);
  expect(err).toContain(keyFile);
  expect(err).toContain('yuhang keys create');

  expect(await yuhang(['keys', 'create'])).toMatchObject({ code: 0 });
  expect(await yuhang(['keys', 'create']), 'never replaced').toMatchObject({ code: 1 });
  expect(await yuhang(['keys', 'create', '--if-missing'])).toMatchObject({ code: 0, out: '' });
}, 60_000);

test('a process says when it is ready, answers, and ends in order with what it was doing', async () => {
  const { child, url: base, exit } = await serving();
  expect(await (await fetch(`${base}/readyz`)).json()).toMatchObject({ ready: true });
  expect((await fetch(`${base}/api/v1/nowhere`)).status).toBe(404);

  const { finish, answer } = aLongRequest(base);
  await sleep(200);
  child.kill('SIGTERM');
  await sleep(300);
  await expect(fetch(`${base}/readyz`), 'takes nothing new').rejects.toThrow();
  finish();
  expect(await answer, 'finishes what is under way').toBe(401);
  expect(await exit).toBe(0);
}, 60_000);

test('a second signal ends it at once', async () => {
  const { child, url: base, exit } = await serving();
  aLongRequest(base);
  await sleep(200);
  child.kill('SIGINT');
  await sleep(200);
  child.kill('SIGINT');
  expect(await exit).toBe(130);
}, 60_000);

test('when the launcher is gone, a worker ends in order', async () => {
  const { child, exit } = await serving('worker');
  child.disconnect();
  expect(await exit).toBe(0);
}, 60_000);

test('a taken port, a role that does not exist and an unknown command are named', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const taken = await yuhang(['serve', '--role', 'api'], { PORT: `${port}` });
  server.close();
  expect(taken).toMatchObject({ code: 1 });
  expect(taken.err).toContain(`Port ${port} is taken`);
  expect(await yuhang(['serve', '--role', 'boss'])).toMatchObject({ code: 1 });
  expect(await yuhang(['dance'])).toMatchObject({ code: 2 });
  const { out } = await yuhang(['help', '--lang', 'zh']);
  expect(out).toContain('启动服务');
}, 60_000);

test('a database of an older version is not touched by the new one', async () => {
  const older = await cloneTemplate();
  const client = new pg.Client(older);
  await client.connect();
  await client.query(
    `delete from migrations.kysely_migration where name = '2026-11-22-0920-platform-retention'`,
  );
  await client.end();
  const { code, err } = await yuhang(['serve'], { DATABASE_URL: older });
  expect(code).toBe(1);
  expect(err).toContain('yuhang migrate');
  await dropDatabase(older);
}, 60_000);

test('CR-036 with another installation’s master key the product does not start', async () => {
  await yuhang(['audit', 'verify']);
  await rename(keyFile, `${keyFile}.kept`);
  await createMasterKey(keyFile);
  const { code, err } = await yuhang(['serve']);
  expect(code).toBe(1);
  expect(err).toContain('is not the one of this database');
  const doctor = await yuhang(['doctor', '--skip', 'wecom', '--json']);
  expect(doctor.code).toBe(3);
  const { checks } = JSON.parse(doctor.out);
  expect(checks.find((c: { name: string }) => c.name === 'key')).toMatchObject({ state: 'fail' });

  await rm(keyFile);
  const none = await yuhang(['keys', 'create']);
  expect(none.code, 'no new key for a database that has one').toBe(1);
  await rename(`${keyFile}.kept`, keyFile);
}, 60_000);

test('the doctor finds nothing wrong with a sound installation, and says what a bad one needs', async () => {
  const sound = await yuhang(['doctor', '--skip', 'wecom,settings']);
  expect(sound).toMatchObject({ code: 0 });
  expect(sound.out).toContain('✓ Database');

  const out = await yuhang(['doctor', '--json', '--skip', 'wecom'], {
    DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/bank',
  });
  expect(out.code).toBe(3);
  const { checks } = JSON.parse(out.out);
  expect(checks[0]).toMatchObject({ name: 'database', state: 'fail' });
  expect(checks[0].advice).toContain('DATABASE_URL');
  expect(out.out).not.toContain('secret');
}, 60_000);

test('CR-146 the command line finds a broken chain, and accepts it only with a reason', async () => {
  const client = new pg.Client(url);
  await client.connect();
  // The installation's own chain: two rotations.
  for (let i = 0; i < 2; i++) expect(await yuhang(['keys', 'rotate'])).toMatchObject({ code: 0 });
  expect(await yuhang(['audit', 'verify'])).toMatchObject({ code: 0 });
  await client.query(`update platform.audit_entry set actor_name = 'someone else' where seq = 1`);
  const broken = await yuhang(['audit', 'verify']);
  expect(broken).toMatchObject({ code: 3 });
  expect(broken.out).toContain('entry 1  altered');
  expect(await yuhang(['audit', 'accept'])).toMatchObject({ code: 1 });
  expect(await yuhang(['audit', 'accept', '--reason', 'a drill'])).toMatchObject({ code: 0 });
  expect(await yuhang(['audit', 'verify'])).toMatchObject({ code: 0 });
  await client.end();
}, 60_000);

test('the master key is replaced on the command line, and the product starts with the new one (CR-036)', async () => {
  const { code, out } = await yuhang(['keys', 'rotate-master']);
  expect(code).toBe(0);
  expect(out).toContain(`${keyFile}.previous`);
  const { child, exit } = await serving();
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
  await rm(`${keyFile}.previous`);
  expect(await yuhang(['keys', 'status'])).toMatchObject({ code: 0 });
}, 60_000);
