import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { aBank, signedIn } from '#modules/org/server/fixtures.ts';
import * as api from '#platform/contract/import.ts';
import { spawnWorker } from '#platform/server/test/spawn-worker.ts';
import { callHttp, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import { uploadTo } from '#platform/server/test/upload.ts';
import { customerFile } from './customer-file.fixture.ts';
import { modules } from './worker.fixture.ts';

vi.setConfig({ testTimeout: 180_000 });
const worker = new URL('./worker.fixture.ts', import.meta.url);
const ROWS = 11_000;

test('a worker killed while it reads and again while it writes: its successors end the import, every good row in once', async () => {
  const org = testOrg();
  await aBank(org);
  const { ctx } = await signedIn(org, ['platform.import.run', 'customers.customer.import']);
  const app = await testHttp(ctx, modules);
  const broken = new Set([3, 7_000, 10_999]);
  const content = [...customerFile(ROWS, ['000'], broken)].join('');
  const { id } = await uploadTo(
    app,
    api.startImport,
    { kind: 'customers.customer' },
    'customers.csv',
    content,
  );
  const get = () => callHttp(app, api.getImport, { params: { id } });
  const until = async (reached: (now: api.ImportDetail) => boolean) => {
    for (;;) {
      const now = await get();
      if (reached(now)) return now;
      if (now.state === 'failed') throw new Error(JSON.stringify(now.task));
      await pause(20);
    }
  };

  let process = await spawnWorker(ctx, worker);
  await until((now) => now.counts.rows > 0);
  await process.kill();
  process = await spawnWorker(ctx, worker);
  const checked = await until((now) => now.state === 'ready');
  expect(checked.counts).toMatchObject({ rows: ROWS, bad: broken.size });

  await callHttp(app, api.applyImport, { params: { id } });
  await until((now) => now.counts.created > 0);
  await process.kill();
  expect((await get()).counts.created).toBeLessThan(ROWS - broken.size);
  process = await spawnWorker(ctx, worker);
  const done = await until((now) => now.state === 'done');
  await process.kill();
  expect(done.counts).toMatchObject({ created: ROWS - broken.size, refused: 0 });
  const { rows } = await sql<{ customers: number; keys: number }>`
    select (select count(*) from customers.customer where org_id = ${ctx.orgId}) as customers,
           (select count(*) from customers.identity_key where org_id = ${ctx.orgId}) as keys`.execute(
    ctx.db,
  );
  expect(rows).toEqual([{ customers: ROWS - broken.size, keys: 2 * (ROWS - broken.size) }]);
});
