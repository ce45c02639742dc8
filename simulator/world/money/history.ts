import { DAY, dayNamed, paidOn, startOf } from '../calendar.ts';
import { around, draw, pickShare, type Stream, streamOf, topic } from '../chance.ts';
import type { Interest } from '../people/topics.ts';
import type { Customer } from '../population/customer.ts';
import type { Population } from '../population/population.ts';

/**
 * What customers bought with the bank's cards, were paid and asked for before they came to live here:
 * as a bank that begins would bring its own past along. Some buy every week, some stopped long ago.
 */
export interface Deed {
  readonly number: string;
  /** Unix seconds. */
  readonly at: number;
  readonly customer: Customer;
  readonly kind: keyof typeof DEEDS;
  /** Fen; leaving is negative. Null where no money moved. */
  readonly amount: number | null;
  readonly category: string;
  readonly product: string;
}

/** As the bank's own systems call them. */
export const DEEDS = {
  spending: '消费',
  wage: '代发工资',
  pension: '养老金',
  deposit_bought: '购买定期',
  wealth_bought: '购买理财',
  opened: '登录手机银行',
  viewed: '查看产品',
  asked: '咨询',
  visited: '到访网点',
} as const;

const DAYS = 220;
/** Of those who look into a product: from which draw on they look once, often, ask, and visit too. */
const LOOKS = { once: 0.5, often: 0.68, asks: 0.82, visits: 0.93 };
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
const [RATE, STOP, ON, HOUR, SUM, WHAT, LOOK, WHEN] = [
  'rate',
  'stop',
  'on',
  'hour',
  'sum',
  'what',
  'looks',
  'when',
].map(t) as [number, number, number, number, number, number, number, number];

/** Customer by customer. */
export function* historyOf({ seed, today, customers }: Population): Generator<Deed> {
  const first = dayNamed(today) - DAYS;
  for (const customer of customers) {
    const who = streamOf(seed, `history ${customer.person}`);
    const rate = (around(MONTHLY, 2, who, RATE) * customer.activity) / 30;
    const last = dayNamed(today) - 1 - stoppedAgo(who);
    const moves = on(customer, who);
    let count = 0;
    for (const { ago, ...deed } of interestOf(customer, who))
      yield moves(dayNamed(today) - ago, count++, deed);
    for (let day = first; day < dayNamed(today); day++) {
      if (customer.payday !== null && paidOn(day, customer.payday))
        yield moves(day, count++, wageOf(customer));
      if (day <= last && draw(who, ON, day) < rate) {
        const category = pickShare(CATEGORIES, draw(who, WHAT, day));
        const yuan = Math.max(3, around(customer.income * 0.022, 2.1, who, SUM, day));
        yield moves(day, count++, { kind: 'spending', amount: -Math.round(yuan * 100), category });
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

type Said = Pick<Deed, 'kind' | 'amount'> & Partial<Deed>;

/** What they looked into, asked for and bought, so many days ago. */
function* interestOf(customer: Customer, who: Stream): Generator<Said & { ago: number }> {
  const { deposit, wealth } = customer.opening;
  const product = lookedAt(customer);
  const ago = (most: number, n: number) => 1 + Math.floor(draw(who, WHEN, n) * most);
  const bought = (kind: 'deposit_bought' | 'wealth_bought', yuan: number, n: number) => ({
    ...{ kind, amount: -yuan * 100, ago: 40 + ago(150, n) },
    product: kind === 'wealth_bought' ? 'wealth' : 'time_deposit',
  });
  if (deposit > 0 && draw(who, LOOK, 1) < 0.5) yield bought('deposit_bought', deposit, 1);
  if (wealth > 0 && draw(who, LOOK, 2) < 0.6) yield bought('wealth_bought', wealth, 2);
  const at = draw(who, LOOK);
  if (at < LOOKS.once) return;
  const deed = (kind: 'opened' | 'viewed' | 'asked' | 'visited', n: number) => ({
    ...{ kind, amount: null, ago: ago(25, n) },
    ...(kind === 'viewed' ? { product } : {}),
  });
  yield deed('opened', 3);
  const views = at < LOOKS.often ? 1 : 2 + Math.floor(draw(who, LOOK, 3) * 4);
  for (let i = 0; i < views; i++) yield deed('viewed', 4 + i);
  if (at >= LOOKS.asks) yield deed('asked', 10);
  if (at >= LOOKS.visits) yield deed('visited', 11);
}

/** Kinds of products, as the bank's files call them, by what people like. */
const PRODUCTS: Partial<Record<Interest, string>> = {
  card: 'credit_card',
  deposit: 'time_deposit',
  wealth: 'wealth',
  fund: 'fund',
  insurance: 'insurance',
  loan: 'loan',
  pension: 'pension',
};

/** Of what they like, the first that a bank sells; whoever likes none of it looks where their risk fits. */
const lookedAt = ({ interests, risk }: Customer): string =>
  interests.map((interest) => PRODUCTS[interest]).find((product) => product !== undefined) ??
  (risk >= 3 ? 'wealth' : 'time_deposit');

const wageOf = ({ customerGroup, income }: Customer): Said => ({
  kind: customerGroup === 'social_security' ? 'pension' : 'wage',
  amount: Math.round(income * 100),
});

const on =
  (customer: Customer, who: Stream) =>
  (day: number, count: number, deed: Said): Deed => ({
    number: `H${day}${customer.number}${count}`,
    at: startOf(day) + Math.floor((8 + 13 * draw(who, HOUR, day, count)) * (DAY / 24)),
    customer,
    ...{ category: '', product: '' },
    ...deed,
  });
