import {
  addDays,
  calendarDay,
  type DayOverrides,
  dayOf,
  isHoliday,
} from '#platform/server/holidays.ts';
import type { OutreachSettings } from '../../contract/setting.ts';
import type { AskedRules, Basis } from '../rules/basis.ts';
import { both, type Edges, edgesOf, momentsOf, without } from '../rules/hours.ts';
import { HORIZON_DAYS } from '../touches/touch.ts';

const WHOLE_DAY: Edges = [0, 1_440];

/** Days looked ahead: what is decided early, deferred as long as can be, and a long holiday after it. */
export const daysAhead = (settings: OutreachSettings) => HORIZON_DAYS + settings.deferDays + 12;

/** On which of the coming days nothing of marketing goes out, and why. */
export function stopDaysOf(
  settings: OutreachSettings,
  overrides: DayOverrides,
  from: string,
  days: number,
): Record<string, string> {
  const own = new Map(settings.stopDays.map(({ day, reason }) => [day, reason]));
  const found: Record<string, string> = {};
  for (let i = 0; i < days; i++) {
    const day = addDays(from, i);
    const reason = own.get(day);
    if (reason !== undefined) found[day] = reason;
    else if (!settings.onHolidays && isHoliday(day, overrides))
      found[day] = calendarDay(day, overrides).holiday ?? '节假日';
  }
  return found;
}

/** The windows of a bank for one channel: what the rules leave of a day, and of the days to come. */
export function hoursOf(
  rules: Pick<AskedRules, 'CR-094' | 'CR-095' | 'CR-105' | 'CR-108'>,
  settings: OutreachSettings,
  overrides: DayOverrides,
  calls: boolean,
  now: Date,
): Basis['hours'] {
  const first = addDays(dayOf(now), -1);
  const days = daysAhead(settings) + 1;
  const stopDays = rules['CR-108'].on ? stopDaysOf(settings, overrides, first, days) : {};
  let ordinary = WHOLE_DAY;
  if (rules['CR-094'].on) ordinary = both(ordinary, without(edgesOf(rules['CR-094'].values.quiet)));
  if (calls && rules['CR-105'].on) ordinary = both(ordinary, edgesOf(rules['CR-105'].values.hours));
  const elderly = rules['CR-095'].on
    ? both(ordinary, edgesOf(rules['CR-095'].values.allowed))
    : ordinary;
  const moments = (edges: Edges) => momentsOf(edges, first, days, (day) => day in stopDays);
  return {
    ordinary,
    elderly,
    stopDays,
    ordinaryMoments: moments(ordinary),
    elderlyMoments: moments(elderly),
  };
}
