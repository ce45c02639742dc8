import { expect, test } from 'vitest';
import { AppError } from '#platform/contract/errors.ts';
import { say } from '#platform/contract/text.ts';
import { CallError } from '../request.ts';
import { businessNow } from './business-clock.ts';
import { errorWords, registerErrorText } from './error-text.ts';
import { formatBytes, formatDuration, formatNumber, shortNumber } from './number.ts';
import { dayEnd, dayStart, formatTime, relativeTime } from './time.ts';
import { words } from './words.ts';

test('every word of the shared parts is there in both languages with the same places', () => {
  const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const [key, [zh, en]] of Object.entries(words)) {
    expect(places(zh), key).toEqual(places(en));
    expect(zh, key).not.toBe('');
    expect(en, key).not.toMatch(/\p{Script=Han}/u);
  }
});

test('English says one row and two rows; Chinese needs no such thing', () => {
  const rows = ['共 {n} 条', '{n} {n|row|rows} in {days} {days|day|days}'] as const;
  expect(say(rows, 'en', { n: '1', days: 2 })).toBe('1 row in 2 days');
  expect(say(rows, 'en', { n: '1,001', days: 1 })).toBe('1,001 rows in 1 day');
  expect(say(rows, 'zh-CN', { n: 1 })).toBe('共 1 条');
  expect(say(['', '{n|place is|places are} open'], 'en', {})).toBe('{n|place is|places are} open');
});

test('large numbers are shortened by 万 and 亿 for Chinese readers, by k and M for English ones', () => {
  expect(shortNumber(9999, 'zh-CN')).toEqual({ figure: '9,999', unit: '' });
  expect(shortNumber(186_420, 'zh-CN')).toEqual({ figure: '18.6', unit: '万' });
  expect(shortNumber(105_000_000, 'zh-CN')).toEqual({ figure: '1.05', unit: '亿' });
  expect(shortNumber(186_420, 'en')).toEqual({ figure: '186', unit: 'k' });
  expect(shortNumber(-2_500_000, 'en')).toEqual({ figure: '-2.5', unit: 'M' });
  expect(formatNumber(1234567.891)).toBe('1,234,567.89');
});

test('sizes and durations read naturally', () => {
  expect(formatBytes(900)).toBe('900 B');
  expect(formatBytes(20 * 1024 ** 2)).toBe('20 MB');
  expect(formatDuration(95, 'zh-CN')).toBe('1 分 35 秒');
  expect(formatDuration(7260, 'en')).toBe('2 h 1 min');
  expect(formatDuration(0, 'zh-CN')).toBe('0 秒');
});

test('times are shown in the bank’s zone wherever the reader sits', () => {
  expect(formatTime('2026-11-21T16:30:00Z')).toBe('2026-11-22 00:30');
  expect(formatTime('2026-11-21T15:59:59Z', 'day')).toBe('2026-11-21');
  expect(formatTime('2026-11-21T16:00:00Z', 'second')).toBe('2026-11-22 00:00:00');
});

test('a business day is half-open and begins at midnight in Shanghai', () => {
  expect(dayStart('2026-11-22')).toBe('2026-11-21T16:00:00.000Z');
  expect(dayEnd('2026-11-22')).toBe(dayStart('2026-11-23'));
});

test('near times are said as a colleague would', () => {
  const now = '2026-11-22T01:30:00Z';
  const zh = (at: string) => relativeTime(at, now, 'zh-CN');
  expect(zh('2026-11-22T01:29:40Z')).toBe('刚刚');
  expect(zh('2026-11-22T01:04:00Z')).toBe('26 分钟前');
  expect(zh('2026-11-21T23:05:00Z')).toBe('今天 07:05');
  expect(zh('2026-11-21T10:30:00Z')).toBe('昨天 18:30');
  expect(zh('2026-11-23T02:00:00Z')).toBe('明天 10:00');
  expect(zh('2026-11-19T02:00:00Z')).toBe('3 天前');
  expect(zh('2026-10-01T02:00:00Z')).toBe('2026-10-01');
  expect(relativeTime('2026-11-22T02:00:00Z', now, 'en')).toBe('in 30 min');
});

test('the clock on the screen stands, runs and races as the installation’s does', () => {
  const reading = { at: 1_000_000, heardAt: 500, factor: 60 };
  expect(businessNow(reading, 1500)).toBe(1_060_000);
  expect(businessNow({ ...reading, factor: 0 }, 99_999)).toBe(1_000_000);
});

test('a refusal with words of its own says them with its details, and no code', () => {
  registerErrorText({ 'test.full': ['“{name}”已满 {n} 人', '{name} is full at {n}'] });
  const refused = new AppError('test.full', 409, { name: '一组', n: 8 });
  expect(errorWords(refused, 'zh-CN')).toMatchObject({ text: '“一组”已满 8 人', known: true });
  expect(errorWords(refused, 'en').text).toBe('一组 is full at 8');
});

test('what nobody foresaw is told with code and reference for support', () => {
  expect(errorWords(new CallError('billing.odd', 409, {}, 'r-1'), 'zh-CN')).toEqual({
    text: '现在的状态不允许这样做',
    known: false,
    code: 'billing.odd',
    requestId: 'r-1',
  });
  expect(errorWords(new CallError('platform.bug', 500, {}, 'r-2'), 'zh-CN')).toMatchObject({
    known: false,
    requestId: 'r-2',
  });
  expect(errorWords(new TypeError('x is undefined'), 'en')).toMatchObject({
    text: 'Something went wrong',
    code: 'TypeError',
  });
});
