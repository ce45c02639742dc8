import type { Phrase } from '#platform/contract/text.ts';
import { words } from './words.ts';

const zone = 'Asia/Shanghai';
const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
const DAY_MS = 86_400_000;

const dayNumber = (moment: Date) => Date.parse(day.format(moment)) / DAY_MS;

/** 「3 天前」「今天」「2 天后」, counted in days of the bank from `now`. */
export function daysFrom(iso: string, now: string): readonly [Phrase, { n: number }] {
  const n = dayNumber(new Date(iso)) - dayNumber(new Date(now));
  if (n === 0) return [words.days.today, { n }];
  if (n === -1) return [words.days.yesterday, { n }];
  if (n === 1) return [words.days.tomorrow, { n }];
  return n < 0 ? [words.days.ago, { n: -n }] : [words.days.inDays, { n }];
}

/** 「今天内」「3 天内」: how long there is left, in days of the bank. */
export function leftFrom(iso: string, now: string): readonly [Phrase, { n: number }] {
  const n = Math.max(0, dayNumber(new Date(iso)) - dayNumber(new Date(now)));
  return [n === 0 ? words.left.today : n === 1 ? words.left.tomorrow : words.left.inDays, { n }];
}

const moment = new Intl.DateTimeFormat('zh-CN', {
  timeZone: zone,
  ...{ month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
});

/** 「11/24 10:30」, by the bank's clock. */
export const momentOf = (iso: string): string => moment.format(new Date(iso));

const clock = new Intl.DateTimeFormat('en-GB', {
  ...{ timeZone: zone, hour: '2-digit', minute: '2-digit' },
});

/** 「10:55 前」: until when something may be confirmed; by the clock when that is today. */
export function untilFrom(
  iso: string,
  now: string,
): readonly [Phrase, { n: number } | { time: string }] {
  const moment = new Date(iso);
  if (dayNumber(moment) !== dayNumber(new Date(now))) return leftFrom(iso, now);
  return [words.left.clock, { time: clock.format(moment) }];
}
