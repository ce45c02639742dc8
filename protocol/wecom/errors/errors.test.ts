import { describe, expect, test } from 'vitest';
import { ENDPOINTS } from '../endpoints.ts';
import { ADVICE } from './advice.ts';
import { WECOM_ERRORS, wecomErrorText } from './catalogue.ts';
import { mayResend, mayResendBlindly, outcomeOf } from './outcome.ts';

test('all 395 published codes have a meaning and a remedy in both languages', () => {
  expect(WECOM_ERRORS.size).toBe(395);
  for (const { code, meaning, remedy, advice } of WECOM_ERRORS.values()) {
    expect(Object.keys(ADVICE), String(code)).toContain(advice);
    for (const [zh, en] of [meaning, remedy]) {
      expect(zh, String(code)).toMatch(/\p{Script=Han}/u);
      expect(en, String(code)).toMatch(/[a-z]/);
      expect(en, String(code)).not.toMatch(/\p{Script=Han}/u);
    }
  }
});

test('an unknown code says that it is unknown', () => {
  expect(wecomErrorText(123456).meaning[0]).toContain('123456');
});

test('every code that an endpoint names is in the catalogue', () => {
  const unknown = ENDPOINTS.flatMap((e) =>
    e.errors.filter((code) => !WECOM_ERRORS.has(code)).map((code) => `${e.name} ${code}`),
  );
  expect(unknown).toEqual([]);
});

describe('how a caller goes on', () => {
  test.each([
    [0, 'ok'],
    [-1, 'busy'],
    [6000, 'busy'],
    [45035, 'busy'],
    [41063, 'busy'],
    [40001, 'token'],
    [40014, 'token'],
    [42001, 'token'],
    [45009, 'throttled'],
    [45033, 'throttled'],
    [48002, 'permanent'],
    [60020, 'permanent'],
    [84061, 'permanent'],
    [41094, 'permanent'],
    [999_999, 'permanent'],
  ] as const)('%i is %s', (code, outcome) => {
    expect(outcomeOf(code)).toBe(outcome);
  });

  test('a call that would make a second thing is not resent after an unknown outcome', () => {
    expect(mayResendBlindly('once')).toBe(false);
    expect(mayResendBlindly('repeatable')).toBe(true);
    expect(mayResend(-1, 'once')).toBe(false);
    expect(mayResend(-1, 'read')).toBe(true);
    expect(mayResend(45009, 'once')).toBe(true);
    expect(mayResend(42001, 'once')).toBe(true);
    expect(mayResend(40058, 'read')).toBe(false);
  });
});
