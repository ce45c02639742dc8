import { DAY, dayNamed, paidOn, startOf } from '../calendar.ts';
import { around, draw, pickShare, type Stream, streamOf, topic } from '../chance.ts';
import type { Customer } from '../population/customer.ts';
import type { Population } from '../population/population.ts';

/**
 * What customers bought with the bank's cards, and what they were paid, before they came to live here:
 * as a bank that begins would bring its own past along. Some buy every week, some stopped long ago.
 */
export interface Purchase {
  readonly number: string;
  /** Unix seconds. */
  readonly at: number;
  readonly customer: Customer;
  readonly kind: 'spending' | 'wage' | 'pension';
  /** Fen; leaving is negative. */
  readonly amount: number;
  readonly category: string;
}

const DAYS = 220;
/** Median of purchases in thirty days by somebody of average activity. */
const MONTHLY = 1.8;
/** Shares of those who stopped buying, and how many days ago: up to so many before the beginning. */
const STOPPED = [
  [0.14, 30, 85],
  [0.09, 95, 170],
  [0.06, 182, 215],
] as const;
const CATEGORIES: Readonly<Record<string, number>> = {
  餐饮: 0.28,
  超市: 0.24,
  交通: 0.12,
  服饰: 0.1,
  医药: 0.08,
  加油: 0.07,
  母婴: 0.05,
  旅行: 0.03,
  数码: 0.03,
};

const t = (name: string) => topic(`history ${name}`);
const [RATE, STOP, ON, HOUR, SUM, WHAT] = ['rate', 'stop', 'on', 'hour', 'sum', 'what'].map(t) as [
  number,
  number,
  number,
  number,
  number,
  number,
];

/** Customer by customer, each from the oldest on. */
export function* historyOf({ seed, today, customers }: Population): Generator<Purchase> {
  const first = dayNamed(today) - DAYS;
  for (const customer of customers) {
    const who = streamOf(seed, `history ${customer.person}`);
    const rate = (around(MONTHLY, 2, who, RATE) * customer.activity) / 30;
    const last = dayNamed(today) - 1 - stoppedAgo(who);
    const moves = on(customer, who);
    for (let day = first, count = 0; day < dayNamed(today); day++) {
      if (customer.payday !== null && paidOn(day, customer.payday))
        yield moves(day, count++, wageOf(customer), '');
      if (day <= last && draw(who, ON, day) < rate) {
        const category = pickShare(CATEGORIES, draw(who, WHAT, day));
        const yuan = Math.max(3, around(customer.income * 0.022, 2.1, who, SUM, day));
        yield moves(day, count++, { kind: 'spending', amount: -Math.round(yuan * 100) }, category);
      }
    }
  }
}

function stoppedAgo(who: Stream): number {
  let at = draw(who, STOP);
  for (const [share, from, to] of STOPPED) {
    if (at < share) return from + Math.floor((at / share) * (to - from));
    at -= share;
  }
  return 0;
}

const wageOf = ({ customerGroup, income }: Customer): Pick<Purchase, 'kind' | 'amount'> => ({
  kind: customerGroup === 'social_security' ? 'pension' : 'wage',
  amount: Math.round(income * 100),
});

const on =
  (customer: Customer, who: Stream) =>
  (
    day: number,
    count: number,
    what: Pick<Purchase, 'kind' | 'amount'>,
    category: string,
  ): Purchase => ({
    number: `H${day}${customer.number}${count}`,
    at: startOf(day) + Math.floor((8 + 13 * draw(who, HOUR, day, count)) * (DAY / 24)),
    customer,
    ...what,
    category,
  });
