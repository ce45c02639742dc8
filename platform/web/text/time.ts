import type { Lang } from '#platform/contract/text.ts';

/** The bank's zone; screens show business time in it wherever the reader sits. */
export const businessZone = 'Asia/Shanghai';

export type DateStyle = 'day' | 'minute' | 'second' | 'clock';
export type Instant = string | number | Date;

const formats = new Map<string, Intl.DateTimeFormat>();

function parts(at: Instant, zone: string): Record<string, string> {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return Object.fromEntries(format.formatToParts(new Date(at)).map((p) => [p.type, p.value]));
}

/** 2026-11-22, 2026-11-22 09:05, … : sorts as it reads, in both languages. */
export function formatTime(at: Instant, style: DateStyle = 'minute', zone = businessZone): string {
  const p = parts(at, zone);
  const day = `${p.year}-${p.month}-${p.day}`;
  if (style === 'day') return day;
  if (style === 'clock') return `${p.hour}:${p.minute}:${p.second}`;
  return style === 'minute'
    ? `${day} ${p.hour}:${p.minute}`
    : `${day} ${p.hour}:${p.minute}:${p.second}`;
}

const dayNumber = (at: Instant, zone: string) =>
  Date.parse(formatTime(at, 'day', zone)) / 86_400_000;

/** How a colleague would say it: 刚刚, 5 分钟前, 今天 09:05, 昨天 18:30, 明天 10:00, then the date. */
export function relativeTime(at: Instant, now: Instant, lang: Lang, zone = businessZone): string {
  const zh = lang !== 'en';
  const minutes = Math.round((new Date(now).getTime() - new Date(at).getTime()) / 60_000);
  const clock = formatTime(at, 'clock', zone).slice(0, 5);
  const days = dayNumber(now, zone) - dayNumber(at, zone);
  if (Math.abs(minutes) < 1) return zh ? '刚刚' : 'just now';
  if (minutes > 0 && minutes < 60) return zh ? `${minutes} 分钟前` : `${minutes} min ago`;
  if (minutes < 0 && minutes > -60) return zh ? `${-minutes} 分钟后` : `in ${-minutes} min`;
  const near: Record<number, [string, string]> = {
    0: ['今天', 'today'],
    1: ['昨天', 'yesterday'],
    [-1]: ['明天', 'tomorrow'],
  };
  const word = near[days];
  if (word) return `${zh ? word[0] : word[1]} ${clock}`;
  if (days > 1 && days < 7) return zh ? `${days} 天前` : `${days} days ago`;
  if (days < -1 && days > -7) return zh ? `${-days} 天后` : `in ${-days} days`;
  return formatTime(at, 'day', zone);
}

/** The instant a business day begins; China keeps no summer time, so the offset is fixed. */
export const dayStart = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString();

/** Half-open: the instant the next business day begins. */
export const dayEnd = (day: string): string =>
  new Date(Date.parse(dayStart(day)) + 86_400_000).toISOString();
