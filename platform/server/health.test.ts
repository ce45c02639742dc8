import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { createClock } from './clock.ts';
import { openDatabase } from './db.ts';
import { serveHealth } from './health.ts';
import { silentLog } from './log.ts';
import {
  cloneTemplate,
  dropDatabase,
  provideTestDatabase,
  testDatabase,
  testVault,
} from './test/test-database.ts';

provideTestDatabase();

async function probes(database = testDatabase()) {
  const app = Fastify();
  const clock = createClock(database.db, { movable: true });
  serveHealth(app, { database, vault: testVault(), clock, log: silentLog });
  return async (path: string) => {
    const { statusCode, body } = await app.inject(path);
    return { status: statusCode, ...JSON.parse(body) };
  };
}

test('a process that can do its work is ready, and shows each check', async () => {
  const get = await probes();
  expect(await get('/healthz')).toEqual({ status: 200, alive: true });
  const { status, ready, checks } = await get('/readyz');
  expect({ status, ready }).toEqual({ status: 200, ready: true });
  expect(Object.keys(checks)).toEqual(['database', 'migrations', 'vault', 'clock']);
});

test('without its database a process is alive but not ready, and says nothing about where it is', async () => {
  const nowhere = openDatabase('postgres://yuhang:secret@127.0.0.1:1/bank');
  const get = await probes(nowhere);
  expect((await get('/healthz')).status).toBe(200);
  const answer = await get('/readyz');
  expect(answer).toMatchObject({
    status: 503,
    ready: false,
    checks: { database: { ok: false }, migrations: { ok: false }, vault: { ok: true } },
  });
  expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|secret|bank/);
  await nowhere.close();
});

test('a process whose migrations are pending is not ready', async () => {
  const url = await cloneTemplate();
  const older = openDatabase(url);
  await older.pool.query(
    `delete from migrations.kysely_migration where name = '2026-11-22-0910-platform-system'`,
  );
  const { status, checks } = await (await probes(older))('/readyz');
  expect(status).toBe(503);
  expect(checks).toMatchObject({ database: { ok: true }, migrations: { ok: false } });
  await older.close();
  await dropDatabase(url);
});
