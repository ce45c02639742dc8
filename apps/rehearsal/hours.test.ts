import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClock } from '#platform/server/clock.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Asked, Drain } from '#platform/server/drain.ts';
import { provideTestDatabase, testDatabase } from '#platform/server/test/test-database.ts';
import type { Installation } from '../yuhang/installation.ts';
import { hourByHour } from './hours.ts';

provideTestDatabase();

/** What simulator and people were told, in its order. */
let told: string[] = [];
const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  if (request.url === '/sim/clock') told.push(JSON.parse(body).now.slice(5, 16));
  if (request.url === '/step') told.push('people');
  const answers: Record<string, object> = {
    '/step': { acts: 0, nextDue: null },
    '/health': { acts: {}, visits: { sent: 0 } },
  };
  response.end(JSON.stringify(answers[request.url!] ?? { totals: {} }));
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => server.close());

/** A bank that has something out until five to eleven, in the morning of its first day. */
async function lived(closes: Date): Promise<string[]> {
  told = [];
  const { db } = testDatabase();
  const clock = createClock(db, { movable: true });
  await clock.refresh();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const spec = {
    ...{ begin: '2026-03-01T14:00:00.000Z', days: 1, everyHour: false },
    ...{ simulatorUrl: url, worldUrl: url },
  };
  const hours = hourByHour(spec as never, { database: { db }, clock } as unknown as Installation);
  const isOut = () => clock.now() < closes;
  const drain = Object.assign(async () => ({ due: 0, jobs: 0 }), {
    nextAt: async (_: Ctx, asked: Asked) =>
      asked instanceof RegExp && asked.test('outreach.close-handovers') && isOut() ? closes : null,
    spent: () => [],
  }) as Drain;
  await hours.live({} as Ctx, drain, () => {});
  return told;
}

test('CR-095 who confirms in the last minutes of a window does so before it ends', async () => {
  const steps = await lived(new Date('2026-03-02T02:55:00Z'));
  const at = steps.indexOf('03-02T02:54');
  expect(steps.slice(at, at + 4)).toEqual(['03-02T02:54', 'people', '03-02T03:00', 'people']);
});

test('idle hours are passed, and the last minute of a window is lived whenever it ends', async () => {
  const steps = await lived(new Date('2026-03-02T02:00:00Z'));
  expect(steps.filter((step) => step !== 'people')).toEqual([
    '03-01T15:00',
    '03-01T16:00',
    '03-01T23:00',
    '03-02T01:59',
    '03-02T02:00',
    '03-02T16:00',
  ]);
});
