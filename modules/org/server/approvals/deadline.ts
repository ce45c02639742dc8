import {
  addDays,
  type DayOverrides,
  dayOf,
  nextWorkday,
  startOfDay,
} from '#platform/server/holidays.ts';

const HOUR = 3_600_000;

export interface Deadline {
  readonly remindAt: Date;
  readonly dueAt: Date;
}

/** The furthest day a deadline can fall on: long holidays are made up for by then. */
export const horizon = (now: Date, workdays: number): string =>
  addDays(dayOf(now), workdays * 3 + 20);

/** Due at the same hour so many workdays later; the checkers are reminded a workday before. */
export function deadlineAfter(now: Date, workdays: number, overrides: DayOverrides): Deadline {
  const intoDay = now.getTime() - startOfDay(dayOf(now)).getTime();
  const days = [dayOf(now)];
  for (let i = 0; i < workdays; i++) days.push(nextWorkday(days.at(-1)!, overrides));
  const at = (day: string) => new Date(startOfDay(day).getTime() + intoDay);
  const dueAt = at(days.at(-1)!);
  const halfway = new Date((now.getTime() + dueAt.getTime()) / 2);
  return { remindAt: days.length > 2 ? at(days.at(-2)!) : halfway, dueAt };
}

/** Whoever oversees approvals hears of it four hours before it expires. */
export function escalationBefore(now: Date, dueAt: Date): Date {
  return new Date(Math.max(now.getTime(), dueAt.getTime() - 4 * HOUR));
}
