import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { z } from 'zod';
import * as api from '../../contract/system.ts';
import { createClock } from '../clock.ts';
import { inTx } from '../ctx.ts';
import { buildHttp } from '../http.ts';
import { defineJob, enqueue } from '../jobs.ts';
import { silentLog } from '../log.ts';
import { reportProcess } from '../process-report.ts';
import { testDatabase } from '../test/test-database.ts';
import { allow, callHttp, type TestOrg, testOrg } from '../test/test-org.ts';
import { systemModule } from './module.ts';

const module = (more: { mode?: 'demo'; simulatorUrl?: string } = {}) =>
  systemModule({
    clock: createClock(testDatabase().db, { movable: false }),
    movable: false,
    mode: 'production',
    dataDir: '',
    encrypted: [],
    retention: [],
    ...more,
  });

const serve = (ctx: TestOrg, readOnly = false, more: Parameters<typeof module>[0] = {}) =>
  buildHttp({
    modules: [module(more)],
    readOnly: () => readOnly,
    authenticate: async (request) => ({ ...ctx, requestId: request.id, trail: { recorded: 0 } }),
  });

test('the state of the system shows its processes, its queue and the audit chain of the bank', async () => {
  const ctx = testOrg(allow('platform.system.read'));
  const { db } = testDatabase();
  const process_ = await reportProcess(db, 'api', silentLog);
  const job = defineJob('test.wait', z.object({}));
  await inTx(ctx, async (ctx) => {
    await enqueue(ctx, job, {});
    await enqueue(ctx, job, {});
  });
  await sql`update graphile_worker._private_jobs set run_at = now() - interval '1 minute'`.execute(
    db,
  );

  const state = await callHttp(await serve(ctx), api.readSystem);
  expect(state.queue).toMatchObject({ waiting: 2, running: 0, failing: 0 });
  expect(state.queue.oldestSeconds).toBeGreaterThanOrEqual(60);
  expect(state.processes).toMatchObject([{ role: 'api', pid: process.pid }]);
  expect(state.audit).toEqual({ checkedAt: null, entries: 0, intact: true, findings: [] });
  expect(state.database.version).toMatch(/^\d+/);
  expect(state).toMatchObject({ mode: 'production', readOnly: false });

  await process_.stop();
  const after = await callHttp(await serve(ctx, true), api.readSystem);
  expect(after).toMatchObject({ processes: [], readOnly: true });
});

test('nobody sees the state of the system without the permission', async () => {
  const app = await serve(testOrg(allow('org.staff.read')));
  await expect(callHttp(app, api.readSystem)).rejects.toThrow('platform.forbidden');
});

test('where the simulator is is told in a demo, and never in production', async () => {
  const ctx = testOrg(allow());
  const simulatorUrl = 'http://127.0.0.1:8601';
  const demo = await serve(ctx, false, { mode: 'demo', simulatorUrl });
  expect(await callHttp(demo, api.readDemo)).toEqual({ simulatorUrl });
  const production = await serve(ctx, false, { simulatorUrl });
  expect(await callHttp(production, api.readDemo)).toEqual({ simulatorUrl: null });
});
