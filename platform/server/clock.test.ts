import fc from 'fast-check';
import { expect, test } from 'vitest';
import { businessTime, type ClockSetting, createClock, readClock, writeClock } from './clock.ts';
import { provideTestDatabase, testDatabase } from './test/test-database.ts';

provideTestDatabase();

const setting = (s: Partial<ClockSetting>): ClockSetting => ({
  mode: 'running',
  realAt: new Date('2026-03-02T00:00:00Z'),
  businessAt: new Date('2026-03-10T00:00:00Z'),
  factor: 60,
  version: 1,
  ...s,
});

test('a running clock gains its factor for each second of the machine', () => {
  const at = businessTime(setting({}), new Date('2026-03-02T00:01:00Z'));
  expect(at.toISOString()).toBe('2026-03-10T01:00:00.000Z');
});

test('a standing clock shows the same time whenever it is asked', () => {
  const s = setting({ mode: 'standing' });
  expect(businessTime(s, new Date('2030-01-01T00:00:00Z'))).toEqual(s.businessAt);
});

test('business time never runs backwards while nobody moves the clock', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 1e6, noNaN: true }),
      fc.nat(1e9),
      fc.nat(1e9),
      (factor, a, b) => {
        const s = setting({ factor });
        const base = s.realAt.getTime();
        const [early, late] = [Math.min(a, b), Math.max(a, b)];
        return businessTime(s, new Date(base + early)) <= businessTime(s, new Date(base + late));
      },
    ),
  );
});

test('of two people who move the clock at once one is told that the other was first', async () => {
  const { db } = testDatabase();
  const { version, ...current } = await readClock(db);
  const moves = [1, 2].map((n) =>
    writeClock(db, { ...current, mode: 'running', factor: n }, version),
  );
  expect((await Promise.all(moves)).sort()).toEqual([false, true]);
});

test('a production installation follows the machine, whatever the table says', async () => {
  const { db } = testDatabase();
  const { version, ...current } = await readClock(db);
  const past = new Date('2020-01-01T00:00:00Z');
  await writeClock(db, { ...current, mode: 'standing', businessAt: past }, version);

  const demo = createClock(db, { movable: true });
  await demo.refresh();
  expect(demo.now()).toEqual(past);

  const production = createClock(db, { movable: false });
  await production.refresh();
  expect(Math.abs(production.now().getTime() - Date.now())).toBeLessThan(1_000);
});
