import { sql } from 'kysely';
import { afterAll, expect, test, vi } from 'vitest';
import { newId } from '#platform/server/ids.ts';
import { testDatabaseUrl, testMasterKey } from '#platform/server/test/test-database.ts';
import { testOrg } from '#platform/server/test/test-org.ts';
import { aCustomer, aSite, wrongRollups } from '../fixtures.ts';
import { type Door, openDoor, sendUntilAnswered } from './door-process.ts';

vi.setConfig({ testTimeout: 120_000 });

const EVENTS = 20_000;
const BATCH = 100;
const SENDERS = 8;

const doors = new Set<Door>();
afterAll(async () => {
  for (const door of doors) await door.kill();
});

test('20,000 events with one in ten sent twice, and a door killed in the middle: each counted once', async () => {
  const ctx = testOrg();
  const site = await aSite(ctx, { kind: 'server' });
  const customers = await Promise.all(Array.from({ length: 40 }, () => aCustomer(ctx)));
  const now = Date.now();
  const events = Array.from({ length: EVENTS }, (_, i) => ({
    id: newId(new Date(now)),
    kind: i % 3 === 0 ? 'transaction.made' : 'app.opened',
    at: now - (i % 5) * 86_400_000 - i,
    customerId: customers[i % customers.length]!,
    ...(i % 3 === 0 ? { amount: 1.25 } : {}),
  }));
  const sent = events.flatMap((event, i) => (i % 10 === 0 ? [event, event] : [event]));
  // Copies stand far from each other, in batches of different senders.
  const shuffled = sent.map((_, i) => sent[(i * 7_919) % sent.length]!);
  const batches: string[] = [];
  for (let i = 0; i < shuffled.length; i += BATCH)
    batches.push(JSON.stringify({ events: shuffled.slice(i, i + BATCH) }));

  const open = async () => {
    const door = await openDoor(testDatabaseUrl(), testMasterKey);
    doors.add(door);
    return door;
  };
  let door = open();
  let next = 0;
  let tries = 0;
  let killed: Promise<void> | null = null;
  const kill = async () => {
    const dying = await door;
    await dying.kill();
    doors.delete(dying);
    door = open();
  };
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      while (next < batches.length) {
        const batch = batches[next++]!;
        const answer = sendUntilAnswered(() => door, site, batch);
        // While this one is on its way.
        if (next === Math.floor(batches.length / 2)) killed = kill();
        const { tries: needed } = await answer;
        tries += needed;
      }
    }),
  );
  await killed;
  expect(tries, 'requests were lost with the process').toBeGreaterThan(batches.length);

  const { rows } = await sql<{ events: number; counted: number; amount: string }>`
    select (select count(*) from tracking.event where org_id = ${ctx.orgId}) as events,
      (select sum(count) from tracking.daily where org_id = ${ctx.orgId}) as counted,
      (select sum(amount) from tracking.daily where org_id = ${ctx.orgId})::text as amount`.execute(
    ctx.db,
  );
  expect(rows[0]).toEqual({
    events: EVENTS,
    counted: EVENTS,
    amount: String(Math.ceil(EVENTS / 3) * 1.25),
  });
  expect(await wrongRollups(ctx)).toEqual([]);
});
