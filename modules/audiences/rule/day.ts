/** Days of the bank, `2026-11-22`, in the zone of the product: eight hours ahead, the year round. */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

export const dayOf = (at: Date): string =>
  new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 10);

/** The first moment of a day. */
export const startOf = (day: string): Date => new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET_MS);

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

const firstOfMonth = (day: string, monthsOn = 0): string => {
  const [year, month] = day.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 1 + monthsOn, 1)).toISOString().slice(0, 10);
};

/** Monday is the first day of a week. */
const monday = (day: string): string =>
  addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

const quarter = (day: string, quartersOn = 0): string => {
  const month = Number(day.slice(5, 7));
  return firstOfMonth(day, -((month - 1) % 3) + 3 * quartersOn);
};

const year = (day: string, yearsOn = 0): string => `${Number(day.slice(0, 4)) + yearsOn}-01-01`;

/** From the first day up to, and without, the last. */
export const periodOf = {
  today: (day) => [day, addDays(day, 1)],
  yesterday: (day) => [addDays(day, -1), day],
  this_week: (day) => [monday(day), addDays(monday(day), 7)],
  last_week: (day) => [addDays(monday(day), -7), monday(day)],
  this_month: (day) => [firstOfMonth(day), firstOfMonth(day, 1)],
  last_month: (day) => [firstOfMonth(day, -1), firstOfMonth(day)],
  this_quarter: (day) => [quarter(day), quarter(day, 1)],
  last_quarter: (day) => [quarter(day, -1), quarter(day)],
  this_year: (day) => [year(day), year(day, 1)],
  last_year: (day) => [year(day, -1), year(day)],
} as const satisfies Record<string, (today: string) => [from: string, to: string]>;

/**
 * Months and days, as 1122 for the 22nd of November, that come round within so many days from today.
 * Whoever was born on the 29th of February has the day on the 28th in other years.
 */
export function anniversaries(today: string, days: number): number[] {
  const found = new Set<number>();
  for (let i = 0; i < days; i++) {
    const day = addDays(today, i);
    found.add(monthDay(day));
    if (day.endsWith('-02-28') && !addDays(day, 1).endsWith('-02-29')) found.add(229);
  }
  return [...found];
}

export const monthDay = (day: string): number =>
  Number(day.slice(5, 7)) * 100 + Number(day.slice(8, 10));
