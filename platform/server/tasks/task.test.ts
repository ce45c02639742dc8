import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineErrors } from '#platform/contract/errors.ts';
import * as api from '../../contract/task.ts';
import { audit } from '../audit.ts';
import { type Actor, inTx } from '../ctx.ts';
import { on } from '../events.ts';
import { keepFile } from '../files/file.service.ts';
import { mayAt } from '../scope.ts';
import { allow, callHttp, runDueJobs, type TestOrg, testHttp, testOrg } from '../test/test-org.ts';
import { findTask } from './task.repo.ts';
import { commonPath, defineTask, startTask, type TaskWork } from './task.ts';
import { tasksModule } from './tasks-module.ts';

const Count = z.object({ to: z.int() });
const counting: Pick<TaskWork<typeof Count>, 'kind' | 'payload'> = {
  kind: 'test.count',
  payload: Count,
};
const errors = defineErrors('test', { odd: 422 });

type Run = TaskWork<typeof Count>['run'];
const aTask = (
  ctx: TestOrg,
  run: Run,
  more: { gone?: boolean; leaseMs?: number; ended?: TaskWork<typeof Count>['ended'] } = {},
) => {
  const { gone, ...rest } = more;
  const actors = async (_: unknown, id: string): Promise<Actor | null> =>
    gone ? null : { ...ctx.actor, id };
  const work = defineTask({ ...counting, run, ...rest });
  return tasksModule([work], actors);
};
const start = (ctx: TestOrg, to = 10, permission?: string) =>
  inTx(ctx, (ctx) =>
    startTask(
      ctx,
      counting,
      { to },
      {
        title: api.said(['数到 {to}', 'Count to {to}'], { to }),
        total: to,
        ...(permission ? { permission } : {}),
      },
    ),
  );

test('a task is done once, shows how far it came, and announces its end', async () => {
  const ctx = testOrg();
  const announced: unknown[] = [];
  const tasks = aTask(ctx, async (ctx, { to }, progress) => {
    for (let i = 1; i <= to; i++)
      await inTx(ctx, (tx) =>
        progress.save(tx, { i }, { done: i, message: [`第 ${i}`, `no. ${i}`] }),
      );
    return { message: ['数完了', 'Counted'] };
  });
  const listener = {
    name: 'listener',
    subscriptions: [on(api.taskEnded, 'test.hear', async (_, event) => void announced.push(event))],
  };
  const id = await start(ctx);
  const app = await testHttp(ctx, [tasks]);
  expect(await callHttp(app, api.getTask, { params: { id } })).toMatchObject({
    state: 'queued',
    done: 0,
    total: 10,
    title: ['数到 10', 'Count to 10'],
    mine: true,
  });
  await runDueJobs(ctx, [tasks, listener], { twice: true });
  expect(await callHttp(app, api.getTask, { params: { id } })).toMatchObject({
    state: 'done',
    done: 10,
    message: ['数完了', 'Counted'],
    error: null,
  });
  expect(announced).toMatchObject([{ taskId: id, state: 'done', starterId: ctx.actor.id }]);
});

test('a run that fails goes on from its last saved batch', async () => {
  const ctx = testOrg();
  const done: number[] = [];
  let crashes = 2;
  const tasks = aTask(ctx, async (ctx, { to }, progress) => {
    const { i: from = 0 } = (progress.cursor ?? {}) as { i?: number };
    for (let i = from + 1; i <= to; i++) {
      if (i % 4 === 0 && crashes-- > 0) throw new Error('out of reach');
      await inTx(ctx, (tx) => progress.save(tx, { i }, { done: i }));
      done.push(i);
    }
  });
  const id = await start(ctx);
  await runDueJobs(ctx, [tasks]);
  expect(await findTask(ctx, id)).toMatchObject({ state: 'queued', done: 3, failures: 1 });
  // The next try waits a little, by the machine's clock.
  await runDueJobs(ctx, [tasks]);
  expect(done).toEqual([1, 2, 3]);
  ctx.advance(1);
  await runDueJobs(ctx, [tasks]);
  ctx.advance(1);
  await runDueJobs(ctx, [tasks]);
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect((await findTask(ctx, id))!.state).toBe('done');
});

test('a task that only ever fails ends as failed, without telling what it found inside', async () => {
  const ctx = testOrg();
  let tries = 0;
  const tasks = aTask(ctx, async () => {
    tries += 1;
    throw new Error('password is 123456');
  });
  const id = await start(ctx);
  for (let i = 0; i < 8; i++) {
    await runDueJobs(ctx, [tasks]);
    ctx.advance(2);
  }
  expect(tries).toBe(5);
  const task = await findTask(ctx, id);
  expect(task).toMatchObject({ state: 'failed', error: { code: 'platform.bug', details: {} } });
});

test('a refusal ends a task at once, and its work hears of it in the same transaction', async () => {
  const ctx = testOrg();
  const heard: unknown[] = [];
  const tasks = aTask(ctx, async () => Promise.reject(errors.odd({ phone: '13812345678' })), {
    ended: async (ctx, _, outcome) => {
      audit(ctx, { action: 'test.ended', subject: { kind: 'test', id: '1' } });
      heard.push({ ...outcome, tx: ctx.db.isTransaction });
    },
  });
  const id = await start(ctx);
  await runDueJobs(ctx, [tasks], { twice: true });
  expect(heard).toMatchObject([{ state: 'failed', error: { code: 'test.odd' }, tx: true }]);
  const task = await findTask(ctx, id);
  expect(task).toMatchObject({ state: 'failed', error: { details: { phone: '138****5678' } } });
});

test('a request to stop is heard at the next batch; what was done stays', async () => {
  const ctx = testOrg();
  const app = await testHttp(ctx, [aTask(ctx, async () => undefined)]);
  const tasks = aTask(ctx, async (inside, { to }, progress) => {
    for (let i = 1; i <= to; i++) {
      if (i === 4) {
        await callHttp(app, api.cancelTask, { params: { id: progress.taskId } });
        await waitFor(() => progress.signal.aborted);
      }
      await inTx(inside, (tx) => progress.save(tx, { i }, { done: i }));
    }
  });
  const id = await start(ctx);
  await runDueJobs(ctx, [tasks]);
  expect(await callHttp(app, api.getTask, { params: { id } })).toMatchObject({
    state: 'cancelled',
    done: 3,
    stopping: false,
  });
  await expect(callHttp(app, api.cancelTask, { params: { id } })).rejects.toMatchObject({
    code: 'platform.taskEnded',
    details: { state: 'cancelled' },
  });
});

test('a task stopped before it began never runs', async () => {
  const ctx = testOrg();
  let ran = false;
  const tasks = aTask(ctx, async () => {
    ran = true;
    return undefined;
  });
  const app = await testHttp(ctx, [tasks]);
  const id = await start(ctx);
  await callHttp(app, api.cancelTask, { params: { id } });
  await runDueJobs(ctx, [tasks]);
  expect(ran).toBe(false);
  expect((await findTask(ctx, id))!.state).toBe('cancelled');
});

test('a run whose place was taken over can no longer save anything', async () => {
  const ctx = testOrg();
  const effects: string[] = [];
  const tasks = aTask(ctx, async (inside, _, progress) => {
    await ctx.db
      .updateTable('platform.task')
      .set({ holder: progress.taskId })
      .where('id', '=', progress.taskId)
      .execute();
    await inTx(inside, async (tx) => {
      audit(tx, { action: 'test.effect', subject: { kind: 'test', id: progress.taskId } });
      await progress.save(tx, { i: 1 }, { done: 1 });
    });
    effects.push('kept');
  });
  const id = await start(ctx);
  await runDueJobs(ctx, [tasks]);
  const audits = await ctx.db
    .selectFrom('platform.auditEntry')
    .select('action')
    .where('orgId', '=', ctx.orgId)
    .execute();
  expect({ effects, audits }).toEqual({ effects: [], audits: [] });
  expect(await findTask(ctx, id)).toMatchObject({ state: 'running', done: 0, cursor: null });
});

test('work that may be silent for a minute is not taken over while it is', async () => {
  const ctx = testOrg();
  const wakes: number[] = [];
  const tasks = aTask(
    ctx,
    async (ctx, _, progress) => {
      // The first beat says how long it may be silent.
      for (let tries = 0; tries < 100; tries++) {
        const { wakeAt } = (await findTask(ctx, progress.taskId))!;
        wakes.push(wakeAt!.getTime() - ctx.realNow().getTime());
        if (wakes.at(-1)! > 30_000) break;
        await pause(20);
      }
      return undefined;
    },
    { leaseMs: 60_000 },
  );
  await start(ctx);
  await runDueJobs(ctx, [tasks]);
  expect(wakes.at(-1)).toBeGreaterThan(30_000);
});

test('when its process is told to stop, a task goes on in the next one', async () => {
  const ctx = testOrg();
  const done: number[] = [];
  const run: Run = async (ctx, { to }, progress) => {
    const { i: from = 0 } = (progress.cursor ?? {}) as { i?: number };
    for (let i = from + 1; i <= to; i++) {
      progress.check();
      await inTx(ctx, (tx) => progress.save(tx, { i }, { done: i }));
      done.push(i);
      if (i === 5) first.pause?.();
    }
  };
  const first = aTask(ctx, run);
  const id = await start(ctx);
  await runDueJobs(ctx, [first]);
  expect(await findTask(ctx, id)).toMatchObject({ state: 'queued', done: 5, failures: 0 });
  ctx.advance(1);
  await runDueJobs(ctx, [aTask(ctx, run)]);
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('CR-148 a task of someone who has left does not run', async () => {
  const ctx = testOrg();
  let ran = false;
  const tasks = aTask(
    ctx,
    async () => {
      ran = true;
      return undefined;
    },
    { gone: true },
  );
  const id = await start(ctx);
  await runDueJobs(ctx, [tasks]);
  expect(ran).toBe(false);
  expect(await findTask(ctx, id)).toMatchObject({
    state: 'failed',
    error: { code: 'platform.taskStarterGone' },
  });
});

test('CR-142 a task acts only within the units its starter had chosen', async () => {
  const ctx = testOrg(allow('org.staff.manage'));
  let may: boolean[] = [];
  const tasks = aTask(ctx, async (ctx) => {
    may = ['/1/5/9/', '/1/7/'].map((path) => mayAt(ctx, 'org.staff.manage', path));
  });
  await start(
    ctx.as({ permissions: allow({ 'org.staff.manage': ['/1/5/'] }) }),
    1,
    'org.staff.manage',
  );
  await runDueJobs(ctx, [tasks]);
  expect(may).toEqual([true, false]);
  expect(commonPath(['/1/5/', '/1/7/'])).toBe('/1/');
  expect(commonPath(['/1/5/', '/1/57/'])).toBe('/1/');
  expect(commonPath(['/1/5/'])).toBe('/1/5/');
  expect(commonPath(['/'])).toBe('/');
  expect(commonPath([])).toBe('/');
});

test('CR-142 CR-149 tasks of others are seen only within the scope of a permission', async () => {
  const ctx = testOrg(allow({ 'org.staff.manage': ['/1/5/'] }));
  const tasks = aTask(ctx, async () => undefined);
  const id = await start(ctx, 3, 'org.staff.manage');
  const asked = async (other: TestOrg) => {
    const app = await testHttp(other, [tasks]);
    const list = await callHttp(app, api.listTasks, { query: { whose: 'all' } });
    const one = await callHttp(app, api.getTask, { params: { id } }).then(
      () => 'found',
      (err) => err.code,
    );
    const stop = await callHttp(app, api.cancelTask, { params: { id } }).then(
      () => 'stopped',
      (err) => err.code,
    );
    return [list.total, one, stop];
  };
  const read = (path: string) => ctx.as({ permissions: allow({ 'platform.task.read': [path] }) });
  expect(await asked(ctx.as({ permissions: allow() }))).toEqual([
    0,
    'platform.notFound',
    'platform.notFound',
  ]);
  expect(await asked(read('/1/7/'))).toEqual([0, 'platform.notFound', 'platform.notFound']);
  expect(await asked(read('/1/5/8/'))).toEqual([0, 'platform.notFound', 'platform.notFound']);
  expect(await asked(read('/1/'))).toEqual([1, 'found', 'platform.notFound']);
  expect(
    await asked(ctx.as({ permissions: allow('platform.task.stop', 'platform.task.read') })),
  ).toEqual([1, 'found', 'stopped']);
  expect(await asked(testOrg(allow('platform.task.read', 'platform.task.stop')))).toEqual([
    0,
    'platform.notFound',
    'platform.notFound',
  ]);
});

test('CR-145 the result is for whoever started the task, and each download is on record', async () => {
  const ctx = testOrg(allow('platform.task.read'));
  const tasks = aTask(ctx, async (ctx) => {
    const file = await keepFile(
      ctx,
      { purpose: 'platform.test', filename: '结果.csv', contentType: 'text/csv', expiresAt: null },
      Readable.from([Buffer.from('1,2,3')]),
    );
    return { fileId: file.id };
  });
  const app = await testHttp(ctx, [tasks]);
  const id = await start(ctx);
  await expect(callHttp(app, api.downloadTaskResult, { params: { id } })).rejects.toThrow(
    'platform.taskHasNoFile',
  );
  await runDueJobs(ctx, [tasks]);
  expect(await callHttp(app, api.getTask, { params: { id } })).toMatchObject({
    result: { filename: '结果.csv', size: 5 },
  });
  expect(String(await callHttp(app, api.downloadTaskResult, { params: { id } }))).toBe('1,2,3');
  const audits = await ctx.db
    .selectFrom('platform.auditEntry')
    .select(['action', 'subjectId'])
    .where('orgId', '=', ctx.orgId)
    .execute();
  expect(audits).toEqual([{ action: 'platform.file-downloaded', subjectId: id }]);

  const other = await testHttp(ctx.as({ permissions: allow('platform.task.read') }), [tasks]);
  await callHttp(other, api.getTask, { params: { id } });
  await expect(callHttp(other, api.downloadTaskResult, { params: { id } })).rejects.toThrow(
    'platform.notFound',
  );
});

test('tasks are listed newest first, by page, state, kind and words', async () => {
  const ctx = testOrg();
  const tasks = aTask(ctx, async () => undefined);
  const app = await testHttp(ctx, [tasks]);
  for (const to of [1, 2, 3]) {
    await start(ctx, to);
    ctx.advance(1);
  }
  await runDueJobs(ctx, [tasks]);
  await start(ctx, 4);
  const titles = async (query: object) =>
    (await callHttp(app, api.listTasks, { query })).items.map((t) => t.title[1]);
  expect(await titles({ size: 2 })).toEqual(['Count to 4', 'Count to 3']);
  expect(await titles({ size: 2, page: 2 })).toEqual(['Count to 2', 'Count to 1']);
  expect(await titles({ state: ['queued', 'running'] })).toEqual(['Count to 4']);
  expect(await titles({ q: '数到 2' })).toEqual(['Count to 2']);
  expect(await titles({ q: '%' })).toEqual([]);
  expect(await titles({ kind: 'test.other' })).toEqual([]);
});

async function waitFor(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('It did not happen within 5 s');
    await new Promise((r) => setTimeout(r, 20));
  }
}
