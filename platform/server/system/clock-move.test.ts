import { expect, test } from 'vitest';
import * as api from '../../contract/clock.ts';
import { createClock } from '../clock.ts';
import { silentLog } from '../log.ts';
import { listen } from '../notices.ts';
import { testDatabase, testDatabaseUrl } from '../test/test-database.ts';
import { allow, callHttp, testHttp, testOrg } from '../test/test-org.ts';
import { afterMove } from './clock.service.ts';
import { systemModule } from './module.ts';

const real = new Date('2026-03-02T01:00:00Z');
const before = { mode: 'real' as const, realAt: real, businessAt: real, factor: 1, version: 1 };

async function anInstallation({ movable = true } = {}) {
  const clock = createClock(testDatabase().db, { movable });
  await clock.refresh();
  const deps = {
    clock,
    movable,
    mode: movable ? ('demo' as const) : ('production' as const),
    dataDir: '',
    encrypted: [],
    retention: [],
  };
  const ctx = testOrg(allow('platform.clock.move'));
  return { ctx, clock, app: await testHttp(ctx, [systemModule(deps)]) };
}

test('the clock goes on from where it is unless the move names another moment', () => {
  const standing = afterMove(before, { move: 'stand', version: 1 }, real);
  expect(standing).toMatchObject({ mode: 'standing', businessAt: real });

  const jumped = afterMove(
    { ...standing, version: 2 },
    { move: 'jump', to: '2026-03-26T01:00:00Z', version: 2 },
    real,
  );
  expect(jumped).toMatchObject({ mode: 'standing', businessAt: new Date('2026-03-26T01:00:00Z') });

  const running = afterMove(
    { ...jumped, version: 3 },
    { move: 'run', factor: 60, version: 3 },
    real,
  );
  const minuteLater = new Date(real.getTime() + 60_000);
  expect(
    afterMove({ ...running, version: 4 }, { move: 'stand', version: 4 }, minuteLater),
  ).toMatchObject({ businessAt: new Date('2026-03-26T02:00:00Z') });
});

test('a jump away from the machine’s time goes on at the machine’s pace', () => {
  const move = { move: 'jump', to: '2026-10-01T00:00:00Z', version: 1 } as const;
  expect(afterMove(before, move, real)).toMatchObject({ mode: 'running', factor: 1 });
});

test('an administrator of a demo installation moves the clock, and the audit says who and how (CR-145)', async () => {
  const { ctx, app } = await anInstallation();
  const { version } = await callHttp(app, api.readClock);
  const moved = await callHttp(app, api.moveClock, {
    body: { move: 'stand', at: '2026-05-01T00:00:00Z', version },
  });
  expect(moved).toMatchObject({ mode: 'standing', now: '2026-05-01T00:00:00.000Z', movable: true });
  expect((await callHttp(app, api.readClock)).now).toBe('2026-05-01T00:00:00.000Z');

  const entry = await ctx.db
    .selectFrom('platform.auditEntry')
    .select(['action', 'actorId', 'after'])
    .where('orgId', '=', ctx.orgId)
    .executeTakeFirstOrThrow();
  expect(entry).toMatchObject({
    action: 'platform.clock-moved',
    actorId: ctx.actor.id,
    after: { mode: 'standing', now: '2026-05-01T00:00:00.000Z' },
  });

  await expect(
    callHttp(app, api.moveClock, { body: { move: 'real', version } }),
    'two people do not move it at once',
  ).rejects.toThrow('platform.conflict');
  await callHttp(app, api.moveClock, { body: { move: 'real', version: moved.version } });
});

test('nobody moves the clock without the permission for it', async () => {
  const { ctx } = await anInstallation();
  const deps = {
    clock: createClock(ctx.db, { movable: true }),
    movable: true,
    mode: 'demo' as const,
    dataDir: '',
    encrypted: [],
    retention: [],
  };
  const app = await testHttp(ctx.as({ permissions: allow('org.staff.read') }), [
    systemModule(deps),
  ]);
  await expect(
    callHttp(app, api.moveClock, { body: { move: 'stand', version: 1 } }),
  ).rejects.toThrow('platform.forbidden');
});

test('a production installation has no clock to move, whatever stands in its table', async () => {
  const demo = await anInstallation();
  const { version } = await callHttp(demo.app, api.readClock);
  const moved = await callHttp(demo.app, api.moveClock, {
    body: { move: 'stand', at: '2031-01-01T00:00:00Z', version },
  });

  const { app } = await anInstallation({ movable: false });
  await expect(
    callHttp(app, api.moveClock, { body: { move: 'stand', version: moved.version } }),
  ).rejects.toThrow('platform.notFound');
  const state = await callHttp(app, api.readClock);
  expect(state).toMatchObject({ mode: 'real', movable: false });
  expect(Math.abs(Date.parse(state.now) - Date.now())).toBeLessThan(60_000);
  await callHttp(demo.app, api.moveClock, { body: { move: 'real', version: moved.version } });
});

test('another process follows within a second', async () => {
  const { app } = await anInstallation();
  const elsewhere = createClock(testDatabase().db, { movable: true });
  await elsewhere.refresh();
  const heard = Promise.withResolvers<void>();
  let first = true;
  const listening = listen(
    testDatabaseUrl(),
    {
      yuhang_clock: async () => {
        await elsewhere.refresh();
        if (!first) heard.resolve();
        first = false;
      },
    },
    silentLog,
  );
  while (first) await new Promise((r) => setTimeout(r, 10));

  const started = performance.now();
  const { version } = await callHttp(app, api.readClock);
  const { version: now } = await callHttp(app, api.moveClock, {
    body: { move: 'stand', at: '2026-06-01T00:00:00Z', version },
  });
  await heard.promise;
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(elsewhere.now()).toEqual(new Date('2026-06-01T00:00:00Z'));
  await callHttp(app, api.moveClock, { body: { move: 'real', version: now } });
  await listening.stop();
});
