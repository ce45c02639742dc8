import type { Phrase } from '#platform/contract/text.ts';
import type { When } from '../../contract.ts';

export const weekdays: Readonly<Record<string, Phrase>> = {
  MON: ['周一', 'Mondays'],
  TUE: ['周二', 'Tuesdays'],
  WED: ['周三', 'Wednesdays'],
  THU: ['周四', 'Thursdays'],
  FRI: ['周五', 'Fridays'],
  SAT: ['周六', 'Saturdays'],
  SUN: ['周日', 'Sundays'],
};

/** When an activity of the calendar takes place, in words. */
export function whenWords(when: When): Phrase {
  switch (when.kind) {
    case 'daily':
      return ['每天', 'Daily'];
    case 'weekly':
      return weekdays[when.weekday]!;
    case 'payday': {
      const [from, to] = when.days.map(Math.abs).toSorted((a, b) => a - b) as [number, number];
      if (to === 0) return ['发薪日当天', 'On the payday'];
      return [`发薪日前 ${from}–${to} 天`, `${from}–${to} days before the payday`];
    }
    case 'yearly':
      return [`每年 ${when.month} 月 ${when.day} 日`, `Each year on ${when.day}/${when.month}`];
    case 'festival':
      return [when.name, when.name];
  }
}
