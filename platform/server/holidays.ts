import { createRequire } from 'node:module';
import type { CalendarDay } from '../contract/holiday.ts';

type Library = typeof import('chinese-days').default;
let library: Library | null = null;

/** Loaded when the first calendar is asked for. */
function days(): Library {
  library ??= createRequire(import.meta.url)('chinese-days') as Library;
  return library;
}

/** What a bank says about single days, by day. */
export type DayOverrides = ReadonlyMap<
  string,
  { readonly workday: boolean; readonly name: string }
>;

const ZONE = 'Asia/Shanghai';
const dayFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The bank's day of a moment: `2026-02-17`. */
export function dayOf(moment: Date): string {
  return dayFormat.format(moment);
}

/** The moment a day of the bank begins. China has kept one offset without summer time since 1992. */
export function startOfDay(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`);
}

export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

// What people keep; the library also knows the birthdays of gods.
const KEPT = new Set(
  '腊八节 北方小年 南方小年 除夕 春节 元宵节 龙抬头 端午节 七夕节 七夕 中元节 中秋节 重阳节 寒衣节'.split(
    ' ',
  ),
);

/** What the country says of a day, whatever a bank does. */
interface CountryDay {
  readonly work: boolean;
  readonly weekend: boolean;
  readonly arranged: string | null;
  readonly festivals: string[];
  readonly solarTerm: string | null;
  readonly lunar: string;
}

/** Every decision asks for the days around it, and reckoning one costs a tenth of a millisecond. */
const known = new Map<string, CountryDay>();
const MOST_KNOWN = 5_000;

function countryDay(day: string): CountryDay {
  const found = known.get(day);
  if (found) return found;
  const detail = days().getDayDetail(day);
  const { lunarMonCN, lunarDayCN } = days().getLunarDate(day);
  const reckoned = {
    work: detail.work,
    weekend: [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()),
    // `Spring Festival,春节,4` on arranged days; the English name of the weekday on others.
    arranged: detail.name.split(',')[1] ?? null,
    festivals: days()
      .getLunarFestivals(day, day)
      .flatMap((f) => f.name)
      .filter((name) => KEPT.has(name)),
    solarTerm: days().getSolarTerms(day, day)[0]?.name ?? null,
    lunar: `${lunarMonCN}${lunarDayCN}`,
  };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(day, reckoned);
  return reckoned;
}

export function calendarDay(day: string, overrides: DayOverrides = new Map()): CalendarDay {
  const { work, weekend, arranged, festivals, solarTerm, lunar } = countryDay(day);
  const own = overrides.get(day);
  const workday = own?.workday ?? work;
  return {
    day,
    workday,
    kind: kindOf(workday, weekend),
    holiday: own ? own.name : arranged,
    festivals: [...festivals],
    solarTerm,
    lunar,
    overridden: own !== undefined,
  };

  function kindOf(works: boolean, weekend: boolean): CalendarDay['kind'] {
    if (works) return weekend ? 'make-up' : 'workday';
    return weekend && !arranged && !own ? 'weekend' : 'holiday';
  }
}

export function isWorkday(day: string, overrides: DayOverrides = new Map()): boolean {
  return overrides.get(day)?.workday ?? days().isWorkday(day);
}

/** A day off by public arrangement or the bank's word; a plain weekend is none. */
export function isHoliday(day: string, overrides: DayOverrides = new Map()): boolean {
  return calendarDay(day, overrides).kind === 'holiday';
}

/** The first workday after a day. */
export function nextWorkday(day: string, overrides: DayOverrides = new Map()): string {
  let next = addDays(day, 1);
  while (!isWorkday(next, overrides)) next = addDays(next, 1);
  return next;
}

/** The arrangement of a year is announced late in the year before; until then only weekends are known. */
export function isAnnounced(year: number): boolean {
  return days().getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0;
}
