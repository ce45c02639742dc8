import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** `2026-02-17`, a day in the bank's zone. */
export const Day = z.iso.date();

export const CalendarDay = z.object({
  day: Day,
  /** Banks work: a weekday that is no holiday, or a make-up workday 调休. */
  workday: z.boolean(),
  /** Why: an ordinary day, a public holiday, a weekend worked to make up for one. */
  kind: z.enum(['workday', 'weekend', 'holiday', 'make-up']),
  /** 春节, 国庆节 … on days of a public holiday and the workdays that make up for it. */
  holiday: z.string().nullable(),
  /** 除夕, 元宵节 … and the solar term 节气 that begins on this day. */
  festivals: z.array(z.string()),
  solarTerm: z.string().nullable(),
  /** 正月初一 */
  lunar: z.string(),
  /** The bank itself said so; otherwise the State Council's arrangement or the plain week. */
  overridden: z.boolean(),
});
export type CalendarDay = z.infer<typeof CalendarDay>;

export const CalendarMonth = z.object({
  month: z.string(),
  /** The arrangement of this year is known. Before it is announced only weekends are free. */
  announced: z.boolean(),
  days: z.array(CalendarDay),
});
export type CalendarMonth = z.infer<typeof CalendarMonth>;

export const DayOverride = z.object({
  workday: z.boolean(),
  name: z.string().trim().min(1).max(20),
});
export type DayOverride = z.infer<typeof DayOverride>;

export const readCalendarMonth = endpoint({
  method: 'GET',
  path: '/api/v1/platform/calendar/:month',
  permission: 'signed-in',
  summary: ['查看某月的节假日与工作日', 'Holidays and workdays of a month'],
  params: z.object({ month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/) }),
  reply: CalendarMonth,
});

export const setCalendarDay = endpoint({
  method: 'PUT',
  path: '/api/v1/platform/calendar/days/:day',
  permission: 'platform.calendar.manage',
  summary: ['设定某日为工作日或节假日', 'Make a day a workday or a holiday'],
  params: z.object({ day: Day }),
  body: DayOverride,
  reply: CalendarDay,
});

export const clearCalendarDay = endpoint({
  method: 'DELETE',
  path: '/api/v1/platform/calendar/days/:day',
  permission: 'platform.calendar.manage',
  summary: ['恢复某日的国家安排', 'Return a day to the public arrangement'],
  params: z.object({ day: Day }),
  reply: CalendarDay,
});
