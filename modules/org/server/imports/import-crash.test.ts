import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import * as api from '#platform/contract/import.ts';
import { spawnWorker } from '#platform/server/test/spawn-worker.ts';
import { callHttp, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import { uploadTo } from '#platform/server/test/upload.ts';
import { aBank, aUnit, signedIn } from '../fixtures.ts';
import { staffFile } from './staff-file.fixture.ts';
import { modules } from './worker.fixture.ts';

const worker = new URL('./worker.fixture.ts', import.meta.url);
const ROWS = 6_000;

test('a worker killed in the middle of an import: its successor ends it, every broken row named, every good one in once', async () => {
  const org = testOrg();
  await aBank(org);
  const units = [await aUnit(org), await aUnit(org)].map((unit) => unit.code);
  const { ctx } = await signedIn(org, ['platform.import.run', 'org.staff.manage']);
  const app = await testHttp(ctx, modules);
  const file = staffFile(ROWS, units);
  const { id } = await uploadTo(
    app,
    api.startImport,
    { kind: 'org.staff' },
    'staff.csv',
    [...file.lines].join(''),
  );
  const get = () => callHttp(app, api.getImport, { params: { id } });
  const until = async (reached: (now: api.ImportDetail) => boolean) => {
    const deadline = Date.now() + 45_000;
    for (;;) {
      const now = await get();
      if (reached(now)) return now;
      if (Date.now() > deadline)
        throw new Error(`Still ${now.state}: ${JSON.stringify(now.counts)}`);
      await pause(30);
    }
  };

  // Once while it reads, once while it writes.
  let process = await spawnWorker(ctx, worker);
  await until((now) => now.counts.rows > 0);
  await process.kill();
  process = await spawnWorker(ctx, worker);
  const checked = await until((now) => now.state === 'ready' || now.state === 'failed');
  expect(checked.counts).toMatchObject({
    rows: ROWS,
    bad: file.broken.size,
    good: ROWS - file.broken.size,
  });

  await callHttp(app, api.applyImport, { params: { id } });
  await until((now) => now.counts.created > 0);
  await process.kill();
  const half = (await get()).counts.created;
  expect(half).toBeLessThan(ROWS - file.broken.size);
  await spawnWorker(ctx, worker);
  const done = await until((now) => now.state === 'done' || now.state === 'failed');
  expect(done).toMatchObject({
    state: 'done',
    counts: {
      created: ROWS - file.broken.size,
      updated: 0,
      unchanged: 0,
      refused: 0,
      bad: file.broken.size,
    },
  });

  const named = new Map<number, string | null>();
  for (let page = 1; named.size < file.broken.size; page++) {
    const { items } = await callHttp(app, api.listImportProblems, {
      params: { id },
      query: { page, size: 50 },
    });
    if (items.length === 0) break;
    for (const { row, problems } of items) named.set(row, problems[0]!.column);
  }
  expect(named).toEqual(file.broken);

  const { rows } = await sql<{ staff: number; joined: number }>`
    select (select count(*) from org.staff where org_id = ${ctx.orgId} and number like 'P%') as staff,
           (select count(*) from platform.audit_entry where org_id = ${ctx.orgId}
               and action = 'org.staff-created' and after->>'number' like 'P%') as joined`.execute(
    ctx.db,
  );
  const good = ROWS - file.broken.size;
  expect(rows[0]).toEqual({ staff: good, joined: good });
}, 120_000);
