import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineEvent } from '../contract/event.ts';
import { type Ctx, inTx } from './ctx.ts';
import { openDatabase } from './db.ts';
import { on, publish } from './events.ts';
import { newId } from './ids.ts';
import { defineJob, enqueue, handle, handleOutside } from './jobs.ts';
import type { AppModule } from './module.ts';
import { testDatabaseUrl } from './test/test-database.ts';
import { runDueJobs, testOrg } from './test/test-org.ts';
import { startWorker } from './worker.ts';

const Note = z.object({ name: z.string() });
const write = defineJob('notes.write', Note);
const noted = defineEvent('notes.noted', Note);

/** A row that any test can count: leases are the plainest local table there is. */
const note = (ctx: Ctx, name: string) =>
  ctx.db
    .insertInto('platform.lease')
    .values({ name: `${ctx.orgId}:${name}:${newId()}`, bucketFrom: 0, bucketTo: 0, done: false })
    .execute();
const notes = async (ctx: Ctx, name: string) =>
  (
    await ctx.db
      .selectFrom('platform.lease')
      .select('name')
      .where('name', 'like', `${ctx.orgId}:${name}:%`)
      .execute()
  ).length;

const moduleWith = (...jobs: AppModule['jobs'] & object): AppModule[] => [{ name: 'notes', jobs }];

test('a job delivered twice takes effect once', async () => {
  const ctx = testOrg();
  const modules = moduleWith(handle(write, async (ctx, { name }) => void (await note(ctx, name))));
  await inTx(ctx, (ctx) => enqueue(ctx, write, { name: 'a' }));
  await runDueJobs(ctx, modules, { twice: true });
  expect(await notes(ctx, 'a')).toBe(1);
});

test('a job that fails leaves nothing behind and takes effect when it is tried again', async () => {
  const ctx = testOrg();
  let calls = 0;
  const modules = moduleWith(
    handle(write, async (ctx, { name }) => {
      await note(ctx, name);
      calls += 1;
      if (calls === 1) throw new Error('the lights went out');
    }),
  );
  await inTx(ctx, (ctx) => enqueue(ctx, write, { name: 'b' }));
  await expect(runDueJobs(ctx, modules)).rejects.toThrow('the lights went out');
  expect(await notes(ctx, 'b')).toBe(0);
  await runDueJobs(ctx, modules);
  expect(await notes(ctx, 'b')).toBe(1);
});

test('work that reaches outside is told the same key at every delivery', async () => {
  const ctx = testOrg();
  const keys: string[] = [];
  const modules = moduleWith(handleOutside(write, async (_ctx, _note, key) => void keys.push(key)));
  await inTx(ctx, (ctx) => enqueue(ctx, write, { name: 'c' }));
  await runDueJobs(ctx, modules, { twice: true });
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test('a rolled-back change forgets its jobs and events', async () => {
  const ctx = testOrg();
  const modules = moduleWith(handle(write, async (ctx, { name }) => void (await note(ctx, name))));
  const change = inTx(ctx, async (ctx) => {
    await enqueue(ctx, write, { name: 'd' });
    await publish(ctx, noted, { name: 'd' });
    throw new Error('no');
  });
  await expect(change).rejects.toThrow('no');
  await runDueJobs(ctx, modules);
  expect(await notes(ctx, 'd')).toBe(0);
});

test('every subscriber of an event gets its own delivery, once in effect', async () => {
  const ctx = testOrg();
  const modules: AppModule[] = [
    {
      name: 'notes',
      subscriptions: [
        on(noted, 'notes.first', async (ctx) => void (await note(ctx, 'first'))),
        on(noted, 'notes.second', async (ctx) => void (await note(ctx, 'second'))),
      ],
    },
  ];
  await inTx(ctx, (ctx) => publish(ctx, noted, { name: 'e' }));
  await runDueJobs(ctx, modules, { twice: true });
  expect([await notes(ctx, 'first'), await notes(ctx, 'second')]).toEqual([1, 1]);
});

test('a payload that does not fit its job is refused before it is queued', async () => {
  const ctx = testOrg();
  await expect(
    inTx(ctx, (ctx) => enqueue(ctx, write, { name: 7 } as unknown as { name: string })),
  ).rejects.toThrow();
  const { rows } = await sql`select 1 from graphile_worker._private_jobs
    where payload->>'orgId' = ${ctx.orgId}`.execute(ctx.db);
  expect(rows).toEqual([]);
});

test('a queue whose connection never answers is replaced, and what waits is done', async () => {
  const ctx = testOrg();
  const modules = moduleWith(handle(write, async (ctx, { name }) => void (await note(ctx, name))));
  const database = openDatabase(testDatabaseUrl(), { max: 4 });
  let deaf = false;
  const pool = new Proxy(database.pool, {
    get(target, key) {
      if (key === 'connect' && deaf) return () => new Promise(() => {});
      const value = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const worker = await startWorker({
    ...{ database: { ...database, pool }, modules, concurrency: 1, silentMs: 1_500 },
    ctxFor: () => ({ ...ctx, db: database.db, trail: { recorded: 0 } }),
  });
  try {
    await inTx(ctx, (ctx) => enqueue(ctx, write, { name: 'heard' }));
    await expect.poll(() => notes(ctx, 'heard'), { timeout: 10_000 }).toBe(1);
    deaf = true;
    // Its next look for a job is the one that is never answered.
    await pause(1_500);
    deaf = false;
    await inTx(ctx, (ctx) => enqueue(ctx, write, { name: 'later' }));
    await expect.poll(() => notes(ctx, 'later'), { timeout: 25_000 }).toBe(1);
  } finally {
    await worker.stop();
    await database.close();
  }
});
