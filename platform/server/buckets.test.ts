import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { audit } from './audit.ts';
import { BUCKETS, bucketProgress, forgetBuckets, layOutBuckets, workBuckets } from './buckets.ts';
import { inTx } from './ctx.ts';
import { testDatabaseUrl, testMasterKey } from './test/test-database.ts';
import { type TestOrg, testOrg } from './test/test-org.ts';

const lay = (ctx: TestOrg, name: string, ranges: number) =>
  inTx(ctx, (ctx) => layOutBuckets(ctx, name, ranges));

const recorded = async (ctx: TestOrg) =>
  (
    await ctx.db
      .selectFrom('platform.auditEntry')
      .select('subjectId')
      .where('orgId', '=', ctx.orgId)
      .execute()
  ).map((entry) => Number(entry.subjectId));

test.each([1, 7, 32, 1024])('%i ranges cover every bucket once', async (ranges) => {
  const ctx = testOrg();
  await lay(ctx, 'cover', ranges);
  await lay(ctx, 'cover', ranges);
  const seen: number[] = [];
  await workBuckets(ctx, 'cover', async (_, { from, to }) => {
    for (let b = from; b < to; b++) seen.push(b);
  });
  expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: BUCKETS }, (_, b) => b));
  expect(await bucketProgress(ctx, 'cover')).toEqual({ done: ranges, total: ranges });
  await inTx(ctx, (ctx) => forgetBuckets(ctx, 'cover'));
  expect(await bucketProgress(ctx, 'cover')).toEqual({ done: 0, total: 0 });
});

test('several workers share the ranges and none is done twice', async () => {
  const ctx = testOrg();
  await lay(ctx, 'shared', 40);
  const progress: number[] = [];
  let atOnce = 0;
  let most = 0;
  await workBuckets(
    ctx,
    'shared',
    async (ctx, range) => {
      most = Math.max(most, ++atOnce);
      audit(ctx, { action: 'test.range', subject: { kind: 'range', id: String(range.from) } });
      await pause(5);
      atOnce -= 1;
    },
    { workers: 4, onProgress: (done) => progress.push(done) },
  );
  expect(most).toBeGreaterThan(1);
  expect(new Set(await recorded(ctx)).size).toBe(40);
  expect((await recorded(ctx)).length).toBe(40);
  expect(Math.max(...progress)).toBe(40);
});

test('work that was stopped goes on where it was', async () => {
  const ctx = testOrg();
  await lay(ctx, 'stopped', 10);
  const seen: number[] = [];
  const stop = new AbortController();
  const work = async (_: unknown, { from }: { from: number }) => {
    seen.push(from);
    if (seen.length === 4) stop.abort(new Error('enough for today'));
  };
  await expect(workBuckets(ctx, 'stopped', work, { signal: stop.signal })).rejects.toThrow(
    'enough for today',
  );
  expect(await bucketProgress(ctx, 'stopped')).toEqual({ done: 4, total: 10 });
  await workBuckets(ctx, 'stopped', work);
  expect(new Set(seen).size).toBe(10);
  expect(seen.length).toBe(10);
});

test('a range that fails is undone whole and can be done again at once', async () => {
  const ctx = testOrg();
  await lay(ctx, 'failing', 4);
  let broken = true;
  const work: Parameters<typeof workBuckets>[2] = async (ctx, range) => {
    audit(ctx, { action: 'test.range', subject: { kind: 'range', id: String(range.from) } });
    if (range.from === 512 && broken) throw new Error('the disk is full');
  };
  await expect(workBuckets(ctx, 'failing', work)).rejects.toThrow('the disk is full');
  expect(await recorded(ctx)).toEqual([0, 256]);
  broken = false;
  await workBuckets(ctx, 'failing', work);
  expect(await recorded(ctx)).toEqual([0, 256, 512, 768]);
});

test('banks do not see the ranges of each other', async () => {
  const [one, other] = [testOrg(), testOrg()];
  await lay(one, 'same name', 4);
  await lay(other, 'same name', 4);
  await workBuckets(one, 'same name', async () => {});
  expect(await bucketProgress(other, 'same name')).toEqual({ done: 0, total: 4 });
});

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});
const aProcess = (ctx: TestOrg) => {
  const child = fork(
    fileURLToPath(new URL('./buckets.fixture.ts', import.meta.url)),
    [testDatabaseUrl(), testMasterKey.toString('base64'), ctx.orgId],
    { stdio: 'inherit' },
  );
  children.push(child);
  return child;
};

test('when one of two processes is killed, the other does its ranges, each exactly once', async () => {
  const ctx = testOrg();
  await lay(ctx, 'slow', 60);
  const [one, other] = [aProcess(ctx), aProcess(ctx)];
  const others: unknown[] = [];
  other.on('message', (range) => others.push(range));
  const finished = once(other, 'exit');
  const ones: unknown[] = [];
  one.on('message', (range) => {
    ones.push(range);
    // In the middle of a range.
    if (ones.length === 5) one.kill('SIGKILL');
  });
  await finished;

  expect(ones.length).toBe(5);
  expect(others.at(-1)).toBe('done');
  // The range it died in was worked on twice and took effect once.
  expect(others).toContain(ones.at(-1));
  const done = await recorded(ctx);
  expect([done.length, new Set(done).size]).toEqual([60, 60]);
});
