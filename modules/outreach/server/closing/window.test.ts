import { expect, test } from 'vitest';
import { edgesOf, momentsOf } from '../rules/hours.ts';
import { closingAt, endsSoon, givenOutAt } from './window.ts';

const DAY = '2026-03-02';
const at = (time: string, day = DAY) => new Date(`${day}T${time}:00+08:00`);
const moments = (...windows: [string, string][]) =>
  momentsOf(edgesOf(windows), DAY, 4, (day) => day === '2026-03-04');
const elderly = moments(['09:00', '11:00'], ['14:00', '17:00'], ['20:00', '22:00']);
const ordinary = moments(['08:00', '22:00']);

test('CR-095 what is out is called off five minutes before its hours end, and at once outside of them', () => {
  expect(closingAt(elderly, at('09:00'))).toEqual(at('10:55'));
  expect(closingAt(elderly, at('15:00'))).toEqual(at('16:55'));
  expect(closingAt(elderly, at('12:00'))).toEqual(at('12:00'));
  expect(closingAt(ordinary, at('09:00'))).toEqual(at('21:55'));
});

test('it comes again now, in the next hours of a working day, and never on a day without marketing', () => {
  expect(givenOutAt(ordinary, at('10:55'))).toEqual(at('10:55'));
  expect(givenOutAt(elderly, at('10:55'))).toEqual(at('14:00'));
  // In the evening whoever is to confirm it has gone home.
  expect(givenOutAt(elderly, at('16:55'))).toEqual(at('09:00', '2026-03-03'));
  expect(givenOutAt(ordinary, at('21:55', '2026-03-03'))).toEqual(at('08:00', '2026-03-05'));
  expect(givenOutAt(ordinary, at('21:55', '2026-03-05'))).toBeNull();
  expect(givenOutAt(moments(['20:00', '22:00']), at('12:00'))).toEqual(at('20:00'));
});

test('nothing is given out that would be called off within ten minutes', () => {
  expect(endsSoon(elderly, at('10:44'))).toBe(false);
  expect(endsSoon(elderly, at('10:46'))).toBe(true);
  expect(endsSoon(elderly, at('12:00'))).toBe(false);
});
