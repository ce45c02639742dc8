import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { gathered } from './gathered.ts';

test('what comes while some is written down is written down together, and nothing waits for more', async () => {
  const runs: number[][] = [];
  const write = gathered(async (some: readonly number[]) => {
    runs.push([...some]);
    await pause(5);
    return (item) => item * 10;
  });
  expect(await Promise.all([1, 2, 3].map((item) => write(item)))).toEqual([10, 20, 30]);
  expect(await write(4)).toBe(40);
  expect(runs).toEqual([[1], [2, 3], [4]]);
});

test('if some cannot be written down together, each is tried by itself and told its own failure', async () => {
  const write = gathered(async (some: readonly number[]) => {
    if (some.includes(3)) throw new Error(`not with ${some.join(' and ')}`);
    return (item) => item;
  });
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map((item) => write(item)));
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(outcomes[2]).toMatchObject({ reason: { message: 'not with 3' } });
});
