import type { TimeTest, Window } from '../contract/rule-tests.ts';
import { addDays, dayOf, periodOf, startOf } from './day.ts';

/** Days from `from` up to, and without, `to`; null: no end on that side. */
export interface DaySpan {
  readonly from: string | null;
  readonly to: string | null;
}

/** The days a test of time asks for; an anniversary is not a stretch of days. */
export function daysOf(test: Exclude<TimeTest, { op: 'anniversary' }>, today: string): DaySpan {
  switch (test.op) {
    case 'last_days': {
      const to = addDays(today, 1 - test.skip);
      return { from: addDays(to, -test.days), to };
    }
    case 'before_last_days':
      return { from: null, to: addDays(today, 1 - test.days) };
    case 'next_days':
      return { from: today, to: addDays(today, test.days) };
    case 'within':
      return { from: test.from, to: test.to };
    case 'since':
      return { from: test.day, to: null };
    case 'before':
      return { from: null, to: test.day };
  }
}

/** The same as moments. */
export interface Span {
  readonly from: Date | null;
  readonly to: Date | null;
}

export const momentsOf = ({ from, to }: DaySpan): Span => ({
  from: from === null ? null : startOf(from),
  to: to === null ? null : startOf(to),
});

export interface WindowSpan extends Span {
  readonly to: Date;
  /** The same in whole days, where the window has no end inside of one. */
  readonly days: (DaySpan & { readonly to: string }) | null;
}

/** When events count. No window reaches beyond today, however far ahead an event is dated. */
export function windowOf(window: Window, now: Date): WindowSpan {
  const today = dayOf(now);
  const tomorrow = addDays(today, 1);
  const whole = (from: string | null, to: string): WindowSpan => {
    const end = to < tomorrow ? to : tomorrow;
    return {
      from: from === null ? null : startOf(from),
      to: startOf(end),
      days: { from, to: end },
    };
  };
  switch (window.kind) {
    case 'days': {
      const to = addDays(tomorrow, -window.skip);
      return whole(addDays(to, -window.last), to);
    }
    case 'between':
      return whole(window.from, window.to);
    case 'period':
      return whole(...periodOf[window.period](today));
    case 'ever':
      return whole(null, tomorrow);
    case 'hours':
      return {
        from: new Date(now.getTime() - window.last * 3_600_000),
        to: new Date(now.getTime() + 1),
        days: null,
      };
  }
}

export const inSpan = ({ from, to }: Span, at: Date): boolean =>
  (from === null || at >= from) && (to === null || at < to);

export const inDays = ({ from, to }: DaySpan, day: string): boolean =>
  (from === null || day >= from) && (to === null || day < to);
