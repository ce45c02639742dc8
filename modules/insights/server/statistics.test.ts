import { expect, test } from 'vitest';
import { studentQuantile, welch, wilson } from './statistics.ts';

test('quantiles of t are those of the printed tables', () => {
  for (const [freedom, expected] of [
    [1, 12.7062],
    [2, 4.3027],
    [10, 2.2281],
    [30, 2.0423],
    [120, 1.9799],
    [1_000_000, 1.96],
  ] as const)
    expect(studentQuantile(0.975, freedom)).toBeCloseTo(expected, 3);
});

test('a difference of two means has Welch’s interval', () => {
  // Two samples of a textbook: t = -2.219, 27.5 degrees of freedom.
  const a = [
    27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4,
  ];
  const b = [
    27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 20.2,
  ];
  const of = (values: number[]) => {
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
    return { n: values.length, mean, variance };
  };
  const found = welch(of(a), of(b))!;
  expect(found.mean).toBeCloseTo(-2.553, 2);
  expect(found.freedom).toBeGreaterThan(26);
  expect(found.freedom).toBeLessThan(28.1);
  expect(found.low).toBeLessThan(found.mean);
  expect(found.high).toBeLessThan(0);
  expect(found.mean - found.low).toBeCloseTo(found.high - found.mean, 9);
});

test('one person in an arm says nothing about a difference', () => {
  expect(welch({ n: 1, mean: 5, variance: 0 }, { n: 900, mean: 1, variance: 2 })).toBeNull();
});

test('a share of few people has a wide interval, and one of nobody the widest', () => {
  expect(wilson(0, 10)).toMatchObject({ share: 0, low: 0 });
  expect(wilson(0, 10).high).toBeCloseTo(0.2775, 3);
  expect(wilson(50, 100).low).toBeCloseTo(0.4038, 3);
  expect(wilson(0, 0)).toEqual({ part: 0, of: 0, share: 0, low: 0, high: 1 });
});
