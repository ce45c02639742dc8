import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import * as api from '../contract/retention.ts';
import { audit } from './audit.ts';
import { anchorHeads, readAnchors } from './audit-anchor.ts';
import { verifyChain } from './audit-verify.ts';
import { createClock } from './clock.ts';
import { asSystem, inTx, NO_BANK } from './ctx.ts';
import { newId } from './ids.ts';
import type { AppModule } from './module.ts';
import { systemModule } from './system/module.ts';
import { testDatabase } from './test/test-database.ts';
import { allow, callHttp, runDueJobs, type TestOrg, testHttp, testOrg } from './test/test-org.ts';

const YEAR = 365 * 24 * 60;

function system(): AppModule {
  const clock = createClock(testDatabase().db, { movable: false });
  const deps = { movable: false, mode: 'production' as const, encrypted: [], retention: [] };
  return systemModule({ clock, dataDir: join(tmpdir(), 'nowhere'), ...deps });
}

async function grow(ctx: TestOrg, count: number): Promise<void> {
  await inTx(ctx, async (ctx) => {
    for (let i = 0; i < count; i++)
      audit(ctx, { action: 'test.done', subject: { kind: 'thing', id: `${i}` } });
  });
}

/** The rows of the test's bank and no other's, whatever day the shared tables are at. */
async function aDayLater(ctx: TestOrg, module: AppModule): Promise<void> {
  ctx.advance(24 * 60);
  await sql`update platform.daily_task set due_at = 'epoch' where name = 'retention'`.execute(
    ctx.db,
  );
  await runDueJobs(ctx, [{ ...module, tickers: module.tickers!.slice(0, 1) }]);
}

const seqs = async (ctx: TestOrg) => {
  const rows = await ctx.db
    .selectFrom('platform.auditEntry')
    .select(['seq', 'action', 'after'])
    .where('orgId', '=', ctx.orgId)
    .orderBy('seq')
    .execute();
  return rows;
};

test('audit entries are deleted after three years, with proof, and the rest still verifies (CR-024, CR-146)', async () => {
  const ctx = testOrg();
  const module = system();
  const file = join(await mkdtemp(join(tmpdir(), 'anchors-')), 'anchors.jsonl');
  await grow(ctx, 50);
  await anchorHeads(ctx, file, new Map());
  ctx.advance(2 * YEAR);
  await grow(ctx, 30);
  await aDayLater(ctx, module);
  expect(await seqs(ctx), 'nothing is due').toHaveLength(80);

  ctx.advance(1.2 * YEAR);
  await aDayLater(ctx, module);
  const left = await seqs(ctx);
  expect(left[0]!.seq).toBe(51);
  expect(left.at(-1)).toMatchObject({
    action: 'platform.retention-applied',
    after: { count: 50, days: 1096, fromSeq: 1, throughSeq: 50 },
  });
  const anchors = (await readAnchors(ctx.vault, file)).byBank.get(ctx.orgId)!;
  expect((await verifyChain(ctx, anchors)).findings).toEqual([]);

  await sql`delete from platform.audit_entry where org_id = ${ctx.orgId} and seq = 51`.execute(
    ctx.db,
  );
  expect(
    (await verifyChain(ctx)).findings,
    'a day more than that was not deleted by us',
  ).toMatchObject([{ kind: 'missing', fromSeq: 51, toSeq: 51 }]);
});

test('who deletes the oldest entries and writes a cut of his own is found (CR-146)', async () => {
  const ctx = testOrg();
  await grow(ctx, 20);
  await sql`delete from platform.audit_entry where org_id = ${ctx.orgId} and seq <= 10`.execute(
    ctx.db,
  );
  await sql`insert into platform.audit_cut values
    (${ctx.orgId}, 10, (select prev_hash from platform.audit_entry where org_id = ${ctx.orgId} and seq = 11), now(), 'seal')`.execute(
    ctx.db,
  );
  expect((await verifyChain(ctx)).findings).toMatchObject([
    { kind: 'missing', fromSeq: 1, toSeq: 10 },
  ]);
});

test('a clock that was set back has nothing deleted early (CR-024)', async () => {
  const ctx = testOrg();
  const module = system();
  ctx.advance(4 * YEAR);
  await grow(ctx, 5);
  ctx.advance(-4 * YEAR);
  await grow(ctx, 5);
  ctx.advance(3.5 * YEAR);
  await aDayLater(ctx, module);
  expect((await seqs(ctx)).slice(0, 10).map(({ seq }) => seq)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ]);
});

test('a hold keeps what would be deleted, until it is released (CR-024)', async () => {
  const ctx = testOrg(allow('platform.system.read', 'platform.retention.manage'));
  const module = system();
  const app = await testHttp(ctx, [module]);
  const first = ctx.now();
  await grow(ctx, 10);
  ctx.advance(24 * 60);
  await grow(ctx, 10);
  const since = new Date(first.getTime() + 12 * 3_600_000).toISOString();
  const hold = await callHttp(app, api.placeHold, {
    params: { record: 'audit_log' },
    body: { since, reason: '监管调查' },
  });
  ctx.advance(4 * YEAR);
  await aDayLater(ctx, module);
  expect((await seqs(ctx))[0]!.seq, 'older than the hold').toBe(11);
  const { items } = await callHttp(app, api.listRetention);
  expect(items.find((r) => r.record === 'audit_log')).toMatchObject({
    days: 1096,
    least: 1096,
    own: false,
    keepsSince: since,
    holds: [{ id: hold.id, reason: '监管调查' }],
  });

  await callHttp(app, api.releaseHold, { params: { id: hold.id }, body: { reason: '调查结束' } });
  await expect(
    callHttp(app, api.releaseHold, { params: { id: hold.id }, body: { reason: '调查结束' } }),
  ).rejects.toThrow('platform.notFound');
  ctx.advance(4 * YEAR);
  await aDayLater(ctx, module);
  expect((await seqs(ctx))[0]!.seq).toBeGreaterThan(20);
  expect((await verifyChain(ctx)).findings).toEqual([]);
});

test('no bank keeps its audit for less than the rule asks, and a change says why (CR-024, CR-151)', async () => {
  const ctx = testOrg(allow('platform.system.read', 'platform.retention.manage'));
  const app = await testHttp(ctx, [system()]);
  const set = (record: string, days: number) =>
    callHttp(app, api.setRetention, { params: { record }, body: { days, reason: '按行内制度' } });
  await expect(set('audit_log', 180)).rejects.toMatchObject({
    code: 'platform.retentionTooShort',
    details: { least: 1096 },
  });
  expect(await set('audit_log', 3650)).toMatchObject({ days: 3650, own: true });
  await expect(set('handled_job', 30), 'the installation’s own').rejects.toThrow(
    'platform.notFound',
  );
  const [entry] = await seqs(ctx);
  expect(entry).toMatchObject({ action: 'platform.retention-set', after: { days: 3650 } });

  const other = testOrg(allow('platform.system.read'));
  const theirs = await callHttp(await testHttp(other, [system()]), api.listRetention);
  expect(theirs.items.find((r) => r.record === 'audit_log')).toMatchObject({
    days: 1096,
    own: false,
  });
  await expect(
    callHttp(await testHttp(other, [system()]), api.setRetention, {
      params: { record: 'audit_log' },
      body: { days: 4000, reason: '没有权限' },
    }),
  ).rejects.toThrow('platform.forbidden');
});

test('marks of finished jobs go after a month, when no copy of a job can come any more', async () => {
  const ctx = testOrg();
  const module = system();
  const installation = { ...ctx, ...asSystem(ctx, NO_BANK) } as TestOrg;
  const mark = (key: string) =>
    ctx.db.insertInto('platform.handledJob').values({ key, handledAt: ctx.realNow() }).execute();
  const [old, recent] = [newId(), newId()];
  await mark(old);
  ctx.advance(20 * 24 * 60);
  await mark(recent);
  ctx.advance(20 * 24 * 60);
  await sql`update platform.daily_task set due_at = 'epoch' where name = 'retention'`.execute(
    ctx.db,
  );
  await runDueJobs(installation, [{ ...module, tickers: module.tickers!.slice(0, 1) }]);
  const left = await ctx.db
    .selectFrom('platform.handledJob')
    .select('key')
    .where('key', 'in', [old, recent])
    .execute();
  expect(left).toEqual([{ key: recent }]);
});
