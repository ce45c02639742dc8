import { expect, test } from 'vitest';
import type { SystemState } from '#platform/contract/system.ts';
import { lunarDay, monthAfter, weekdayOf } from './month.ts';
import { troublesOf } from './troubles.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const process = (role: string, secondsAgo: number) => ({
  id: `${role}${secondsAgo}`,
  role,
  host: 'h1',
  pid: 1,
  startedAt: '2026-11-22T08:00:00Z',
  seenAt: new Date(now - secondsAgo * 1000).toISOString(),
});
const well: SystemState = {
  version: '1',
  mode: 'demo',
  database: { version: '18', bytes: 1 },
  queue: { waiting: 0, running: 0, failing: 0, oldestSeconds: 0 },
  processes: [process('api', 2), process('worker', 3)],
  audit: { checkedAt: null, entries: 1, intact: true, findings: [] },
  readOnly: false,
};
const kinds = (state: SystemState) => troublesOf(state, now).map(({ kind }) => kind);

test('a system that is well has no troubles', () => {
  expect(kinds(well)).toEqual([]);
});

test('a worker that fell silent is named, and that none works any more', () => {
  const state = { ...well, processes: [process('api', 2), process('worker', 120)] };
  expect(troublesOf(state, now)).toEqual([
    { kind: 'no-worker' },
    { kind: 'silent', role: 'worker', host: 'h1' },
  ]);
});

test('jobs that wait long or are retried are told, a broken audit chain first of all', () => {
  const queue = { waiting: 9, running: 1, failing: 2, oldestSeconds: 61 };
  expect(kinds({ ...well, queue, readOnly: true })).toEqual([
    'read-only',
    'queue-slow',
    'queue-failing',
  ]);
});

test('months follow each other over the turn of the year, weeks begin on Monday', () => {
  expect(monthAfter('2026-12', 1)).toBe('2027-01');
  expect(monthAfter('2026-01', -1)).toBe('2025-12');
  expect(weekdayOf('2026-11-23')).toBe(0);
  expect(weekdayOf('2026-11-22')).toBe(6);
});

test('a wall calendar names the month on the first of the lunar month, else the day', () => {
  expect(lunarDay('九月廿三')).toBe('廿三');
  expect(lunarDay('十月初一')).toBe('十月');
});
