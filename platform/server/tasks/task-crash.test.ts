import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { said } from '../../contract/task.ts';
import { inTx } from '../ctx.ts';
import { spawnWorker } from '../test/spawn-worker.ts';
import { type TestOrg, testOrg } from '../test/test-org.ts';
import { slowCount } from './counting.fixture.ts';
import { findTask } from './task.repo.ts';
import { startTask } from './task.ts';

const fixture = new URL('./counting.fixture.ts', import.meta.url);

async function until(
  ctx: TestOrg,
  id: string,
  reached: (task: { state: string; done: number }) => boolean,
) {
  const deadline = Date.now() + 25_000;
  for (;;) {
    const task = (await findTask(ctx, id))!;
    if (reached(task)) return task;
    if (Date.now() > deadline) throw new Error(`Still ${task.state} at ${task.done}`);
    await pause(20);
  }
}

test('a task whose worker is killed goes on in another, each batch exactly once', async () => {
  const ctx = testOrg();
  const id = await inTx(ctx, (ctx) =>
    startTask(ctx, slowCount, { to: 150 }, { title: said(['数数', 'Count']), total: 150 }),
  );
  const first = await spawnWorker(ctx, fixture);
  await until(ctx, id, (task) => task.done >= 40);
  await first.kill();
  const { done } = (await findTask(ctx, id))!;
  expect(done).toBeLessThan(150);

  await spawnWorker(ctx, fixture);
  await until(ctx, id, (task) => task.state === 'done');
  const counted = await ctx.db
    .selectFrom('platform.auditEntry')
    .select('subjectId')
    .where('orgId', '=', ctx.orgId)
    .orderBy('seq')
    .execute();
  expect(counted.map((entry) => Number(entry.subjectId))).toEqual(
    Array.from({ length: 150 }, (_, i) => i + 1),
  );
});
