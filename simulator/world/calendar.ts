import { isWorkday } from '#platform/server/holidays.ts';

/** Days and hours in Shanghai, from Unix seconds. */
export const DAY = 86_400;
export const HOUR = 3600;
const OFFSET = 8 * HOUR;

/** Days since 1970-01-01. */
export const dayOf = (seconds: number): number => Math.floor((seconds + OFFSET) / DAY);
export const startOf = (day: number): number => day * DAY - OFFSET;
export const hourOf = (seconds: number): number => Math.floor(((seconds + OFFSET) % DAY) / HOUR);

/** `2026-11-22` */
export const textOf = (day: number): string =>
  new Date(day * DAY * 1000).toISOString().slice(0, 10);
export const dayNamed = (text: string): number => Date.parse(`${text}T00:00:00Z`) / (DAY * 1000);

const known = new Map<number, boolean>();

/** Monday to Friday, without public holidays, with make-up workdays. */
export function works(day: number): boolean {
  let answer = known.get(day);
  if (answer === undefined) {
    answer = isWorkday(textOf(day));
    known.set(day, answer);
  }
  return answer;
}

/** 1 to 31. */
export const dateOf = (day: number): number => new Date(day * DAY * 1000).getUTCDate();

const daysIn = (day: number): number => {
  const date = new Date(day * DAY * 1000);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
};

/**
 * The day on which money due on a day of the month comes: not later than the month is long, and the
 * workday before when the banks are closed.
 */
export function paidOn(day: number, payday: number): boolean {
  if (!works(day)) return false;
  for (let due = day; due === day || !works(due); due++)
    if (dateOf(due) === Math.min(payday, daysIn(due))) return true;
  return false;
}
