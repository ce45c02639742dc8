import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';

/** The next moment at which the bank's clock shows this time: `02:30`. */
export function nextDue(now: Date, time: string): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const on = (day: string) => new Date(startOfDay(day).getTime() + (hours * 60 + minutes) * 60_000);
  const today = on(dayOf(now));
  return today > now ? today : on(addDays(dayOf(now), 1));
}
