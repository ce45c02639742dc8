import { expect, test } from 'vitest';
import { stepOfItem } from './step-of-item.ts';

test('an item of a sequence is told by its round and day, and any other by nothing', () => {
  expect(stepOfItem('r2-d15-m-1')).toEqual({ round: 2, day: 15 });
  for (const other of ['bulk', 'follow-up:7', 'r1', 'd3-r1-']) expect(stepOfItem(other)).toBeNull();
});
