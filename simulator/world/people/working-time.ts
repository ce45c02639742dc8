import { dayOf, HOUR, startOf, works } from '../calendar.ts';
import type { Temper } from '../parameters.ts';

/** When RMs work: in the office, or whenever they are awake. */

type Window = readonly [number, number];
const OFFICE: readonly Window[] = [
  [9 * HOUR, 12 * HOUR],
  [13.5 * HOUR, 18 * HOUR],
];
const ALWAYS: readonly Window[] = [[8 * HOUR, 22 * HOUR]];

export const windowsOn = (day: number, temper: Temper): readonly Window[] =>
  temper === 'over_eager' ? ALWAYS : works(day) ? OFFICE : [];

/** So many working seconds later. The over-eager work every day until ten at night. */
export function workedUntil(from: number, seconds: number, temper: Temper): number {
  let left = seconds;
  for (let day = dayOf(from); ; day++) {
    for (const [opens, closes] of windowsOn(day, temper)) {
      const start = Math.max(from, startOf(day) + opens);
      const end = startOf(day) + closes;
      if (start >= end) continue;
      if (left < end - start) return Math.floor(start + left);
      left -= end - start;
    }
  }
}

export const atWork = (at: number, temper: Temper): boolean => workedUntil(at, 0, temper) === at;
