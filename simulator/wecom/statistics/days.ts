import { STATISTICS_DAYS_BACK, STATISTICS_SPAN_DAYS } from '#protocol/wecom/limits.ts';
import { DAY, startOfDay } from '../core/clock.ts';
import { demand } from '../core/refusal.ts';

/** Whole days, both ends included: at most 30 of the last 180. */
export function checkDays(
  start: number,
  end: number,
  now: number,
): { from: number; to: number; days: number[] } {
  const from = startOfDay(start);
  const to = startOfDay(end);
  demand(from <= to, 40058, 'start_time is after end_time');
  demand((to - from) / DAY <= STATISTICS_SPAN_DAYS, 40058, 'more than 30 days');
  demand(from >= startOfDay(now) - STATISTICS_DAYS_BACK * DAY, 40058, 'older than 180 days');
  const days = Array.from({ length: (to - from) / DAY + 1 }, (_, i) => from + i * DAY);
  return { from, to, days };
}
