import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { newId } from '../ids.ts';
import { runDueJobs, type TestOrg, testOrg } from '../test/test-org.ts';
import { findFile } from './file.repo.ts';
import { keepFile, openFile } from './file.service.ts';
import { filesModule } from './files-module.ts';

const aFile = (ctx: TestOrg, content: Buffer, more: { days?: number; maxBytes?: number } = {}) =>
  keepFile(
    ctx,
    {
      purpose: 'platform.test',
      filename: '名单.csv',
      contentType: 'text/csv',
      expiresAt: more.days ? new Date(ctx.now().getTime() + more.days * 86_400_000) : null,
      ...(more.maxBytes ? { maxBytes: more.maxBytes } : {}),
    },
    Readable.from([content]),
  );

const contentOf = async (ctx: TestOrg, id: string) =>
  buffer(await (await openFile(ctx, id)).readAll());

const stored = async (ctx: TestOrg, id: string) =>
  buffer(await ctx.files.read(`${ctx.orgId}/platform.test/${id}`));

test('CR-036 a kept file is encrypted in the store and comes back as it was', async () => {
  const ctx = testOrg();
  const content = Buffer.from('姓名,手机\n张三,13812345678\n');
  const file = await aFile(ctx, content);

  expect(file.size).toBe(content.length);
  expect((await stored(ctx, file.id)).includes('13812345678')).toBe(false);
  expect((await contentOf(ctx, file.id)).equals(content)).toBe(true);
});

test('any part of a kept file can be read by itself', async () => {
  const ctx = testOrg();
  const PIECE = 64 * 1024;
  for (const size of [1, 1000, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17]) {
    const content = randomBytes(size);
    const open = await openFile(ctx, (await aFile(ctx, content)).id);
    const ends = [0, 1, 500, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, size - 1, size];
    for (const start of ends)
      for (const end of ends) {
        if (start >= end || end > size) continue;
        const part = await buffer(await open.read(start, end));
        expect(part.equals(content.subarray(start, end)), `${start}–${end} of ${size}`).toBe(true);
      }
  }
});

test('the same content has the same fingerprint, and the fingerprint is not its plain digest', async () => {
  const ctx = testOrg();
  const content = randomBytes(1000);
  const [one, other] = [await aFile(ctx, content), await aFile(ctx, content)];
  expect(one.fingerprint!.equals(other.fingerprint!)).toBe(true);
  expect(one.id).not.toBe(other.id);
});

test('a file larger than allowed leaves nothing behind', async () => {
  const ctx = testOrg();
  await expect(aFile(ctx, randomBytes(200_000), { maxBytes: 100_000 })).rejects.toMatchObject({
    code: 'platform.tooLarge',
    details: { maxBytes: 100_000 },
  });
  const rows = await ctx.db
    .selectFrom('platform.file')
    .select(['id', 'state'])
    .where('orgId', '=', ctx.orgId)
    .execute();
  expect(rows.map((r) => r.state)).toEqual(['removed']);
  await expect(stored(ctx, rows[0]!.id)).rejects.toThrow('platform.notFound');
});

test('a file is removed when its time by the business clock is over', async () => {
  const ctx = testOrg();
  const file = await aFile(ctx, randomBytes(10), { days: 7 });
  const forever = await aFile(ctx, randomBytes(10));

  ctx.advance(7 * 1440 - 1);
  await runDueJobs(ctx, [filesModule]);
  await contentOf(ctx, file.id);

  ctx.advance(1);
  await expect(openFile(ctx, file.id)).rejects.toThrow('platform.fileExpired');
  await runDueJobs(ctx, [filesModule]);
  expect((await findFile(ctx, file.id))!.state).toBe('removed');
  await expect(stored(ctx, file.id)).rejects.toThrow('platform.notFound');
  await contentOf(ctx, forever.id);
});

test('an upload that broke off is cleared away after a day', async () => {
  const ctx = testOrg();
  const broken = new Readable({
    read() {
      this.push(randomBytes(1000));
      this.destroy(new Error('the line went dead'));
    },
  });
  const kept = keepFile(
    { ...ctx, files: { ...ctx.files, delete: () => Promise.reject(new Error('unreachable')) } },
    { purpose: 'platform.test', filename: 'a', contentType: 'text/csv', expiresAt: null },
    broken,
  );
  await expect(kept).rejects.toThrow('the line went dead');
  const state = async () =>
    (
      await ctx.db
        .selectFrom('platform.file')
        .select('state')
        .where('orgId', '=', ctx.orgId)
        .executeTakeFirstOrThrow()
    ).state;
  expect(await state()).toBe('writing');
  ctx.advance(1440);
  await runDueJobs(ctx, [filesModule]);
  expect(await state()).toBe('removed');
});

test('CR-149 a file of another bank does not exist', async () => {
  const file = await aFile(testOrg(), randomBytes(10));
  await expect(openFile(testOrg(), file.id)).rejects.toThrow('platform.notFound');
  await expect(openFile(testOrg(), newId())).rejects.toThrow('platform.notFound');
});
