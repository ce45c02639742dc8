import { expect, test } from 'vitest';
import { aUnit, orgHttp, signedIn } from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { inTx } from '#platform/server/ctx.ts';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract.ts';
import { aCustomer, anEvent, aSite, aView, sendFromPage, trackingSettings } from '../fixtures.ts';
import { recordEvents } from '../index.ts';
import { trackingModule } from '../module.ts';

async function aConsole(ctx: TestOrg) {
  const app = await orgHttp(ctx, [
    orgModule({ mode: 'demo' }),
    trackingModule(trackingSettings(ctx)),
  ]);
  return app;
}

test('R-368 every figure can be drilled to exactly the events that it counts', async () => {
  const ctx = testOrg();
  const app = await aConsole(ctx);
  const { headers } = await signedIn(ctx, ['tracking.event.read']);
  const customers = [await aCustomer(ctx), await aCustomer(ctx), await aCustomer(ctx)];
  const made = customers.flatMap((customerId, i) =>
    Array.from({ length: 4 + i }, (_, n) =>
      anEvent(ctx, {
        customerId,
        kind: n % 2 === 0 ? 'transaction.made' : 'app.opened',
        at: new Date(ctx.now().getTime() - n * 20 * 3_600_000 - i),
        ...(n % 2 === 0 ? { amount: 10 + n } : {}),
      }),
    ),
  );
  await inTx(ctx, (ctx) => recordEvents(ctx, made));

  const range = { from: '2026-02-20', to: '2026-03-02' };
  const { items: figures } = await callHttp(app, api.listFigures, { query: range }, headers);
  expect(figures.reduce((sum, { count }) => sum + count, 0)).toBe(made.length);
  expect(figures.length).toBeGreaterThan(4);
  for (const { day, kind, count, customers, amount } of figures) {
    const query = { kind, from: day, to: day, size: 2 };
    const found: api.StoredEvent[] = [];
    let next: string | null = null;
    do {
      const page: { items: api.StoredEvent[]; total: number; next: string | null } = await callHttp(
        app,
        api.listEvents,
        { query: { ...query, ...(next ? { cursor: next } : {}) } },
        headers,
      );
      expect(page.total).toBe(count);
      found.push(...page.items);
      next = page.next;
    } while (next);
    expect(new Set(found.map(({ id }) => id)).size).toBe(count);
    expect(new Set(found.map(({ customerId }) => customerId)).size).toBe(customers);
    expect(found.reduce((sum, one) => sum + (one.amount ?? 0), 0)).toBe(amount ?? 0);
  }
});

test('CR-142 a branch sees the events of its own customers and sites, and no others', async () => {
  const ctx = testOrg();
  const app = await aConsole(ctx);
  const [ours, theirs] = [await aUnit(ctx), await aUnit(ctx)];
  const { headers } = await signedIn(ctx, { 'tracking.event.read': [ours.id] });
  const [mine, foreign] = [await aCustomer(ctx, ours.id), await aCustomer(ctx, theirs.id)];
  await inTx(ctx, (ctx) =>
    recordEvents(ctx, [anEvent(ctx, { customerId: mine }), anEvent(ctx, { customerId: foreign })]),
  );
  for (const unit of [ours, theirs])
    await sendFromPage(app, await aSite(ctx, { unitId: unit.id }), [aView(ctx)]);

  const query = { from: '2026-03-01', to: '2026-03-02' };
  const known = await callHttp(app, api.listEvents, { query }, headers);
  expect(known.items.map(({ customerId }) => customerId)).toEqual([mine]);
  expect(known.total).toBe(1);
  const visitors = { ...query, who: 'visitors' as const };
  expect((await callHttp(app, api.listEvents, { query: visitors }, headers)).total).toBe(1);
  const { items } = await callHttp(app, api.listFigures, { query }, headers);
  expect(items).toMatchObject([{ count: 1, customers: 1 }]);
  expect((await callHttp(app, api.listSites, {}, headers)).items).toHaveLength(1);
});

test('a like or comment on Moments is an event of the customer, told to whoever cares', async () => {
  const ctx = testOrg();
  const customerId = await aCustomer(ctx);
  const liked = anEvent(ctx, {
    customerId,
    kind: 'moments.liked',
    source: 'wecom',
    subject: 'mom-1',
    properties: { staffId: 'zhangsan', corpId: 'ww1' },
  });
  const commented = { ...liked, id: anEvent(ctx).id, kind: 'moments.commented' };
  await inTx(ctx, (ctx) => recordEvents(ctx, [liked, commented]));
  const told = await toldOf(ctx);
  expect(told).toEqual([
    { customerIds: [customerId], kinds: ['moments.commented', 'moments.liked'] },
  ]);
  expect(await inTx(ctx, (ctx) => recordEvents(ctx, [liked]))).toEqual({
    stored: 0,
    duplicates: 1,
    fresh: [false],
  });
  expect(await toldOf(ctx), 'a repeat is told to nobody').toHaveLength(1);
  const strange = { ...liked, kind: 'moments.hated' };
  await expect(inTx(ctx, (ctx) => recordEvents(ctx, [strange]))).rejects.toThrow(
    'tracking.eventRefused',
  );
});

async function toldOf(ctx: TestOrg): Promise<unknown[]> {
  const { sql } = await import('kysely');
  const { rows } = await sql<{ payload: { payload: { name: string; payloads: unknown[] } } }>`
    select payload from graphile_worker._private_jobs
     where payload->>'orgId' = ${ctx.orgId} order by id`.execute(ctx.db);
  return rows
    .map(({ payload }) => payload.payload)
    .filter(({ name }) => name === 'tracking.recorded')
    .flatMap(({ payloads }) => payloads);
}
