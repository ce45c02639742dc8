import { expect, test } from 'vitest';
import * as api from '../contract/holiday.ts';
import { createClock } from './clock.ts';
import {
  addDays,
  calendarDay,
  dayOf,
  isHoliday,
  isWorkday,
  nextWorkday,
  startOfDay,
} from './holidays.ts';
import { systemModule } from './system/module.ts';
import { testDatabase } from './test/test-database.ts';
import { allow, callHttp, testHttp, testOrg } from './test/test-org.ts';

test('Spring Festival 2026 is free, and the weekend that makes up for it is worked', () => {
  expect(isHoliday('2026-02-17')).toBe(true);
  expect(isWorkday('2026-02-17')).toBe(false);
  expect(calendarDay('2026-02-14')).toMatchObject({
    workday: true,
    kind: 'make-up',
    holiday: '春节',
  });
  expect(calendarDay('2026-02-17')).toMatchObject({
    kind: 'holiday',
    holiday: '春节',
    festivals: ['春节'],
    lunar: '正月初一',
  });
  expect(calendarDay('2026-02-18').solarTerm).toBe('雨水');
});

test('an ordinary weekend is free without being a holiday, and the next workday follows it', () => {
  expect(calendarDay('2026-03-07')).toMatchObject({
    workday: false,
    kind: 'weekend',
    holiday: null,
  });
  expect(isHoliday('2026-03-07')).toBe(false);
  expect(nextWorkday('2026-03-06')).toBe('2026-03-09');
});

test('the next workday after National Day 2026 is the first one really worked', () => {
  const next = nextWorkday('2026-09-30');
  expect(isWorkday(next)).toBe(true);
  for (let day = '2026-10-01'; day < next; day = addDays(day, 1))
    expect(isWorkday(day)).toBe(false);
  expect(next > '2026-10-05').toBe(true);
});

test('what the bank says about a day wins over the public arrangement', () => {
  const own = new Map([
    ['2027-02-08', { workday: false, name: '春节' }],
    ['2027-02-14', { workday: true, name: '春节' }],
  ]);
  expect(isWorkday('2027-02-08')).toBe(true);
  expect(isWorkday('2027-02-08', own)).toBe(false);
  expect(calendarDay('2027-02-14', own)).toMatchObject({ kind: 'make-up', overridden: true });
});

test('a day belongs to the bank’s zone, not to the machine’s', () => {
  expect(dayOf(new Date('2026-03-01T15:59:59Z'))).toBe('2026-03-01');
  expect(dayOf(new Date('2026-03-01T16:00:00Z'))).toBe('2026-03-02');
  expect(startOfDay('2026-03-02')).toEqual(new Date('2026-03-01T16:00:00Z'));
});

test('a year not announced yet says so, and a bank enters its days itself', async () => {
  const ctx = testOrg(allow('platform.calendar.manage'));
  const clock = createClock(testDatabase().db, { movable: false });
  const app = await testHttp(ctx, [
    systemModule({
      clock,
      movable: false,
      mode: 'production',
      dataDir: '',
      encrypted: [],
      retention: [],
    }),
  ]);
  const month = () => callHttp(app, api.readCalendarMonth, { params: { month: '2028-01' } });
  expect(await month()).toMatchObject({ announced: false });
  expect(
    (await callHttp(app, api.readCalendarMonth, { params: { month: '2026-02' } })).announced,
  ).toBe(true);

  await callHttp(app, api.setCalendarDay, {
    params: { day: '2028-01-03' },
    body: { workday: false, name: '元旦' },
  });
  expect((await month()).days[2]).toMatchObject({
    kind: 'holiday',
    holiday: '元旦',
    overridden: true,
  });

  const other = testOrg();
  const elsewhere = await testHttp(other, [
    systemModule({
      clock,
      movable: false,
      mode: 'production',
      dataDir: '',
      encrypted: [],
      retention: [],
    }),
  ]);
  const theirs = await callHttp(elsewhere, api.readCalendarMonth, { params: { month: '2028-01' } });
  expect(theirs.days[2], 'another bank’s calendar is its own').toMatchObject({ overridden: false });

  await callHttp(app, api.clearCalendarDay, { params: { day: '2028-01-03' } });
  expect((await month()).days[2]).toMatchObject({ kind: 'workday', overridden: false });
});
