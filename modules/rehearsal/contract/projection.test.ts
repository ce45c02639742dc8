import { expect, test } from 'vitest';
import type { RehearsalReport } from '../contract.ts';
import { projected } from './projection.ts';

const report = (
  customers: number,
  audience: number,
  reacted: number,
  colleagues: readonly { customers: number; reacted: number }[] = [],
) =>
  ({
    sample: { audience, customers, colleagues },
    plan: {
      people: { touched: customers },
      funnel: [{ step: 'reacted', customers: reacted }],
      deletions: { all: { part: 0 } },
    },
  }) as unknown as RehearsalReport;

test('what a sample counted is told of the whole audience with its interval, which narrows as the sample grows', () => {
  const [small, large] = [report(500, 20_000, 100), report(5_000, 20_000, 1_000)].map(
    (one) => projected(one).find(({ figure }) => figure === 'reacted')!.whole,
  ) as [{ count: number; low: number; high: number }, { count: number; low: number; high: number }];
  expect(small.count).toBe(4_000);
  expect(large.count).toBe(4_000);
  expect(small.low).toBeLessThan(large.low);
  expect(large.high).toBeLessThan(small.high);
  // 20 % of 500, of 20,000: plus or minus 1.96 · √(0.2 · 0.8 / 500) less what was looked at.
  expect(small.high - small.low).toBeGreaterThan(1_300);
  expect(small.high - small.low).toBeLessThan(1_450);
});

test('RMs who differ widen the interval, RMs who are alike do not narrow it', () => {
  const width = (reacted: readonly number[]) => {
    const colleagues = reacted.map((n) => ({ customers: 50, reacted: n }));
    const { low, high } = projected(report(500, 20_000, 100, colleagues)).find(
      ({ figure }) => figure === 'reacted',
    )!.whole;
    return high - low;
  };
  const single = 1_390;
  const alike = width([10, 10, 10, 10, 10, 10, 10, 10, 10, 10]);
  // Ten of them: 2.26 in place of 1.96.
  expect(alike / single).toBeGreaterThan(1.12);
  expect(alike / single).toBeLessThan(1.18);
  // 0 or 20 of 50 in place of 10: their mean varies 13.9 times as much as that of 500 single customers.
  const apart = width([0, 20, 0, 20, 0, 20, 0, 20, 0, 20]);
  expect(apart / alike).toBeGreaterThan(3.4);
  expect(apart / alike).toBeLessThan(Math.sqrt(13.9));
});

test('nobody of the sample is not nobody of the audience, and whoever rehearses everybody needs no interval', () => {
  const none = projected(report(500, 20_000, 0)).find(({ figure }) => figure === 'deleted')!;
  expect(none.whole.low).toBe(0);
  expect(none.whole.high).toBeGreaterThan(100);
  expect(projected(report(500, 500, 100))).toEqual([]);
});
