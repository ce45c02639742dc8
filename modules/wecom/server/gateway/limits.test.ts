import { expect, test } from 'vitest';
import { getMember } from '#protocol/wecom/endpoints/contacts.ts';
import { uploadImage } from '#protocol/wecom/endpoints/media.ts';
import { addMomentTask } from '#protocol/wecom/endpoints/moments.ts';
import { blockMs, burstOf, filled, type Limit, limitsOf, refillOf, waitFor } from './limits.ts';

const at = (ms: number) => new Date(Date.parse('2026-03-02T01:00:00Z') + ms);
const minutes = (limits: readonly Limit[]) => limits.filter(({ ms }) => ms <= 3_600_000);

test('in no stretch as long as its window does a bucket give out more than the limit', () => {
  const all = [...limitsOf(getMember), ...limitsOf(addMomentTask), ...limitsOf(uploadImage)];
  for (const limit of minutes(all)) {
    expect(burstOf(limit) + refillOf(limit) * limit.ms, JSON.stringify(limit)).toBeLessThanOrEqual(
      limit.calls,
    );
    expect(burstOf(limit) + refillOf(limit) * limit.ms).toBeGreaterThan(limit.calls * 0.9 - 1);
  }
});

test('an endpoint with limits of its own has the smaller of two for the same window', () => {
  const own = limitsOf(addMomentTask).find(({ per, span }) => per === 'corp' && span === 'minute');
  expect(own!.calls).toBe(10);
  expect(limitsOf(getMember).find(({ per, span }) => per === 'corp' && span === 'minute')).toEqual({
    per: 'corp',
    span: 'minute',
    ms: 60_000,
    calls: 10_000,
  });
});

test('a bucket fills evenly, never above its burst, and a clock that runs back adds nothing', () => {
  const limit: Limit = { per: 'corp', span: 'minute', ms: 60_000, calls: 10_000 };
  expect(filled(limit, { level: 0, at: at(0) }, at(0))).toBe(0);
  expect(filled(limit, { level: 0, at: at(0) }, at(1000))).toBeCloseTo(150);
  expect(filled(limit, { level: 0, at: at(0) }, at(3_600_000))).toBe(500);
  expect(filled(limit, { level: 7, at: at(5000) }, at(0))).toBe(7);
  expect(waitFor(limit, 0.25, at(0))).toBe(5);
});

test('a daily quota is counted down and begins anew at midnight in Shanghai', () => {
  const limit: Limit = { per: 'corp', span: 'day', ms: 86_400_000, calls: 1000 };
  const nine = new Date('2026-03-02T01:00:00Z');
  const late = new Date('2026-03-02T15:59:59Z');
  const next = new Date('2026-03-02T16:00:00Z');
  expect(filled(limit, { level: 0, at: nine }, late)).toBe(0);
  expect(waitFor(limit, 0, late)).toBe(1000);
  expect(filled(limit, { level: 0, at: nine }, next)).toBe(1000);
});

test('an endpoint that is refused again and again is left alone for longer', () => {
  expect([0, 1, 2, 3, 4, 9].map((n) => blockMs(45009, n) / 60_000)).toEqual([1, 2, 5, 15, 60, 60]);
  expect([0, 1, 9].map((n) => blockMs(45033, n) / 1000)).toEqual([1, 2, 60]);
});
