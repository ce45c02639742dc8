import { dayOf, HOUR, hourOf, startOf, works } from '../calendar.ts';
import { draw, type Stream, type Topic } from '../chance.ts';

/** When people look at their phone. Elderly people: 9–11, 14–17, 20–22. */
export type Rhythm = 'elder' | 'office' | 'late' | 'home';

interface Week {
  /** Weight of each hour, 0 to 23, on workdays and on days off. */
  readonly workday: readonly number[];
  readonly dayOff: readonly number[];
  /** How often in a day they look. */
  readonly looks: number;
}

//                  0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23
const elder = [0, 0, 0, 0, 0, 0, 1, 1, 2, 9, 9, 2, 1, 2, 8, 8, 7, 2, 1, 2, 9, 8, 1, 0];
const office = [0, 0, 0, 0, 0, 0, 1, 5, 6, 2, 2, 3, 9, 6, 2, 2, 2, 3, 7, 7, 8, 9, 6, 2];
const officeOff = [1, 0, 0, 0, 0, 0, 0, 1, 2, 5, 7, 6, 5, 4, 5, 6, 6, 5, 5, 6, 8, 8, 7, 3];
const late = [6, 3, 1, 0, 0, 0, 0, 1, 3, 2, 2, 3, 7, 5, 2, 2, 3, 3, 5, 6, 8, 9, 9, 9];
const lateOff = [7, 5, 2, 0, 0, 0, 0, 0, 0, 1, 3, 5, 6, 6, 5, 5, 6, 5, 5, 6, 8, 9, 9, 9];
const home = [0, 0, 0, 0, 0, 0, 2, 2, 4, 8, 8, 4, 3, 6, 7, 6, 3, 2, 2, 5, 7, 8, 4, 1];

const week = (workday: readonly number[], dayOff: readonly number[], looks: number): Week => {
  const shares = (weights: readonly number[]) => {
    const sum = weights.reduce((a, b) => a + b);
    return weights.map((weight) => weight / sum);
  };
  return { workday: shares(workday), dayOff: shares(dayOff), looks };
};

const RHYTHMS: Readonly<Record<Rhythm, Week>> = {
  elder: week(elder, elder, 8),
  office: week(office, officeOff, 11),
  late: week(late, lateOff, 14),
  home: week(home, home, 10),
};

/** The share of the day's looks that fall into the hour of this moment. */
export function attention(rhythm: Rhythm, at: number): number {
  const { workday, dayOff } = RHYTHMS[rhythm];
  return (works(dayOf(at)) ? workday : dayOff)[hourOf(at)]!;
}

/** When they look next: minutes away in the evening, the morning for what came at night. */
export function nextLook(rhythm: Rhythm, from: number, who: Stream, about: Topic, n = 0): number {
  let wait = -Math.log(1 - draw(who, about, n));
  const { looks } = RHYTHMS[rhythm];
  for (let at = from; ; ) {
    const end = at + HOUR - ((at - startOf(dayOf(at))) % HOUR);
    const rate = (looks * attention(rhythm, at)) / HOUR;
    if (wait < rate * (end - at)) return Math.floor(at + wait / rate);
    wait -= rate * (end - at);
    at = end;
  }
}

/** A moment of a day on which they do things of their own accord. */
export function someTime(rhythm: Rhythm, day: number, who: Stream, about: Topic, n = 0): number {
  const { workday, dayOff } = RHYTHMS[rhythm];
  const weights = works(day) ? workday : dayOff;
  let left = draw(who, about, n, 1);
  for (let hour = 0; hour < 24; hour++) {
    const weight = weights[hour]!;
    if (left < weight) return startOf(day) + Math.floor((hour + left / weight) * HOUR);
    left -= weight;
  }
  return startOf(day) + 12 * HOUR;
}
