import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import {
  aCustomer,
  anEvent,
  aSite,
  aView,
  collectHttp,
  dailyOf,
  sendFromPage,
} from '../fixtures.ts';
import { eventsOf, recordEvents } from '../index.ts';
import { findPartitions } from './partition.repo.ts';
import { partitionsTicker } from './partitions.ticker.ts';
import { trackingRetention } from './retention.ts';

const DAY = 24 * 60;
const tick = (ctx: TestOrg) => partitionsTicker.run(asSystem(ctx, ctx.orgId));

async function purge(ctx: TestOrg, name: string, daysKept: number, limit = 1_000) {
  const kind = trackingRetention.find((one) => one.name === name)!;
  const before = new Date(ctx.now().getTime() - daysKept * 86_400_000);
  return inTx(ctx, (ctx) => kind.purge(ctx, before, limit));
}

const record = (ctx: TestOrg, customerId: number, at = ctx.now()) =>
  inTx(ctx, (ctx) => recordEvents(ctx, [anEvent(ctx, { customerId, at })]));

async function partitionOf(ctx: TestOrg, customerId: number): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tableoid::regclass::text as name from tracking.event
     where customer_id = ${customerId} order by at`.execute(ctx.db);
  return rows.map(({ name }) => name);
}

test('partitions are made ahead, take in what was stored before them, and are made once', async () => {
  const ctx = testOrg();
  const customerId = await aCustomer(ctx);
  await record(ctx, customerId, new Date('2026-03-02T00:30:00+08:00'));
  await record(ctx, customerId, new Date('1997-05-01T00:30:00+08:00'));
  expect(await tick(ctx)).toBe(1);
  expect(await tick(ctx)).toBe(0);
  expect(await partitionOf(ctx, customerId)).toEqual([
    'tracking.event_rest',
    'tracking.event_20260302',
  ]);
  const made = await findPartitions(ctx);
  expect([made[0], made.at(-1)]).toEqual(['2026-01-30', '2026-03-09']);

  ctx.advance(40 * DAY);
  expect(await tick(ctx)).toBe(1);
  await record(ctx, customerId);
  expect((await partitionOf(ctx, customerId)).at(-1)).toBe('tracking.event_20260411');
  const event = anEvent(ctx, { customerId });
  await inTx(ctx, (ctx) => recordEvents(ctx, [event, event]));
  const again = await inTx(ctx, (ctx) => recordEvents(ctx, [event]));
  expect(again).toEqual({ stored: 0, duplicates: 1, fresh: [false] });
});

test('what is over goes with its partition; a day that another bank shares keeps that bank’s events', async () => {
  const [ctx, other] = [testOrg(), testOrg()];
  for (const bank of [ctx, other]) bank.advance(400 * DAY);
  const [customerId, theirs] = [await aCustomer(ctx), await aCustomer(other)];
  await tick(ctx);
  await record(ctx, customerId);
  await record(ctx, customerId, new Date(ctx.now().getTime() - 300 * 86_400_000));
  for (const bank of [ctx, other]) bank.advance(DAY);
  await record(ctx, customerId);
  await record(other, theirs);
  for (const bank of [ctx, other]) bank.advance(DAY);
  await record(ctx, customerId);
  const days = await findPartitions(ctx);

  for (const bank of [ctx, other]) bank.advance(99 * DAY + 60);
  expect(await purge(ctx, 'tracking_event', 100)).toMatchObject({ count: 2 });
  const left = await findPartitions(ctx);
  expect(days.length - left.length).toBeGreaterThan(0);
  expect(await purge(ctx, 'tracking_event', 99)).toMatchObject({ count: 1 });
  expect(await eventsOf(other, theirs, { limit: 10 })).toHaveLength(1);
  expect(await eventsOf(ctx, customerId, { limit: 10 })).toHaveLength(1);
  expect(await dailyOf(ctx, customerId), 'roll-ups are kept longer').toHaveLength(4);

  expect(await purge(other, 'tracking_event', 99)).toMatchObject({ count: 1 });
  expect(await purge(ctx, 'tracking_daily', 99)).toMatchObject({ count: 3 });
  expect(await dailyOf(ctx, customerId)).toHaveLength(1);
});

test('events of unknown visitors go, and the visitors with them', async () => {
  const ctx = testOrg();
  const [app, site] = [await collectHttp(ctx), await aSite(ctx)];
  for (let i = 0; i < 3; i++) await sendFromPage(app, site, [aView(ctx), aView(ctx)]);
  ctx.advance(91 * DAY);
  await sendFromPage(app, site, [aView(ctx)]);
  expect(await purge(ctx, 'tracking_visitor_event', 90, 4)).toMatchObject({ count: 4 });
  expect(await purge(ctx, 'tracking_visitor_event', 90)).toMatchObject({
    count: 5,
    proof: { events: 2, visitors: 3 },
  });
});
