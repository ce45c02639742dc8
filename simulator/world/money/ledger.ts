import { dateOf, dayOf, paidOn, startOf, textOf, works } from '../calendar.ts';
import { around, draw, type Stream, streamOf, topic } from '../chance.ts';
import type { Values } from '../parameters.ts';
import { type Mind, touchedBy } from '../people/minds.ts';
import type { Customer } from '../population/customer.ts';
import type { Population } from '../population/population.ts';

/**
 * The customers' money at the bank, day by day, in fen. Incomes come, part of them leaves for other
 * banks after payday, people spend and sometimes invest. Only those who were moved by what they read
 * do otherwise than they would have done.
 */
export interface Account {
  current: number;
  deposit: number;
  wealth: number;
  /** What is owed on the credit card. */
  card: number;
  /** What still leaves after payday, and on how many more days. */
  leaving: number;
  leavingDays: number;
}

export type Movement =
  | 'wage'
  | 'pension'
  | 'transfer_in'
  | 'transfer_out'
  | 'spending'
  | 'card_payment'
  | 'deposit_bought'
  | 'wealth_bought';

export interface Transaction {
  readonly number: string;
  /** Unix seconds. */
  readonly at: number;
  readonly customer: Customer;
  readonly kind: Movement;
  /** Fen; leaving is negative. */
  readonly amount: number;
  /** On the current account, afterwards. */
  readonly balance: number;
}

export interface BankDay {
  /** `2026-11-22` */
  readonly day: string;
  readonly balances: readonly {
    readonly customer: Customer;
    readonly account: Readonly<Account>;
  }[];
  readonly transactions: readonly Transaction[];
}

export interface LedgerState {
  /** The last day that is closed. */
  readonly day: number;
  readonly accounts: Readonly<Record<string, Account>>;
}

export interface Ledger {
  /** The last day that is closed. */
  readonly closed: number;
  /** Closes every day before `now`, oldest first. */
  closeUpTo(now: number, mindOf: (person: string) => Mind | undefined): BankDay[];
  account(person: string): Readonly<Account> | undefined;
  state(): LedgerState;
}

const t = (name: string) => topic(`money ${name}`);
const INCOME = t('income');
const LEAVES = t('leaves');
const DAYS = t('days');
const SPEND = t('spend');
const TIME = t('time');
const INVEST = t('invest');

const FEN = 100;
const SPARE = 20_000 * FEN;

export function openLedger(
  population: Population,
  values: Values,
  options: { now: number; state?: LedgerState },
): Ledger {
  const { state, now } = options;
  let closed = state?.day ?? dayOf(now) - 1;
  const holders = population.customers.map((customer) => ({
    customer,
    who: streamOf(population.seed, `money ${customer.person}`),
    account: state?.accounts[customer.person] ?? opening(customer),
  }));
  const byPerson = new Map(holders.map((h) => [h.customer.person, h]));

  return {
    get closed() {
      return closed;
    },
    closeUpTo(until, mindOf) {
      const days: BankDay[] = [];
      while (closed < dayOf(until) - 1) {
        closed++;
        const transactions: Transaction[] = [];
        for (const holder of holders) {
          const mind = mindOf(holder.customer.person);
          const touched = mind ? touchedBy(mind, startOf(closed), values) : 0;
          live(holder, closed, touched, values, transactions);
        }
        days.push({
          day: textOf(closed),
          balances: holders.map(({ customer, account }) => ({ customer, account: { ...account } })),
          transactions,
        });
      }
      return days;
    },
    account: (person) => byPerson.get(person)?.account,
    state: () => ({
      day: closed,
      accounts: Object.fromEntries(holders.map((h) => [h.customer.person, h.account])),
    }),
  };
}

const opening = ({ opening: o }: Customer): Account => ({
  current: o.current * FEN,
  deposit: o.deposit * FEN,
  wealth: o.wealth * FEN,
  card: 0,
  leaving: 0,
  leavingDays: 0,
});

interface Holder {
  readonly customer: Customer;
  readonly who: Stream;
  readonly account: Account;
}

/** One day of one customer's money. */
function live(
  { customer, who, account }: Holder,
  day: number,
  touched: number,
  values: Values,
  transactions: Transaction[],
): void {
  const { money } = values;
  const income = customer.income * FEN;
  let count = 0;
  const move = (kind: Movement, amount: number, hours: readonly [number, number]) => {
    if (amount === 0) return;
    account.current += amount;
    const [from, to] = hours;
    const at = startOf(day) + Math.floor((from + (to - from) * draw(who, TIME, day, count)) * 3600);
    const number = `${textOf(day).replaceAll('-', '')}${customer.number}${count++}`;
    transactions.push({ number, at, customer, kind, amount, balance: account.current });
  };

  const homePaid = customer.payday !== null;
  const payday = customer.payday ?? 11 + Math.floor(draw(who, DAYS) * 10);
  if (paidOn(day, payday)) {
    const whole = Math.round(
      income * (homePaid ? 1 : money.foreignIncome) * around(1, 1.03, who, INCOME, day),
    );
    const kind = !homePaid
      ? 'transfer_in'
      : customer.customerGroup === 'social_security'
        ? 'pension'
        : 'wage';
    move(kind, whole, [0, homePaid ? 9 : 20]);
    const share = money.outflow[customer.customerGroup] * around(1, 1.25, who, LEAVES, day);
    account.leaving = Math.round(whole * Math.min(0.95, share) * (1 - money.held * touched));
    account.leavingDays = 3;
  }
  if (account.leaving > 0) {
    const share = account.leavingDays === 1 ? 1 : 0.35 + 0.4 * draw(who, LEAVES, day, 1);
    const amount = Math.min(Math.max(0, account.current), Math.round(account.leaving * share));
    move('transfer_out', -amount, [10, 22]);
    account.leaving -= Math.round(account.leaving * share);
    account.leavingDays--;
  }
  const local = homePaid ? 1 : money.foreignIncome;
  const kept = 1 - money.outflow[customer.customerGroup] * local;
  const busy = works(day) ? 0.9 : 1.25;
  const spends = Math.round(
    ((income * local * kept * money.spending) / 30) * busy * around(1, 1.9, who, SPEND, day),
  );
  if (customer.creditCard) {
    account.card += spends;
    if (dateOf(day) === 1 + (customer.income % 27)) {
      const owed = Math.min(account.card, Math.max(0, account.current));
      move('card_payment', -owed, [8, 20]);
      account.card -= owed;
    }
  } else move('spending', -Math.min(Math.max(0, account.current), spends), [8, 22]);
  if (touched > 0 && account.current > SPARE && draw(who, INVEST, day) < money.invests * touched) {
    const amount = Math.floor((account.current * 0.6) / (1000 * FEN)) * 1000 * FEN;
    const wealth = customer.risk >= 2 && draw(who, INVEST, day, 1) < 0.5;
    move(wealth ? 'wealth_bought' : 'deposit_bought', -amount, [9, 17]);
    if (wealth) account.wealth += amount;
    else account.deposit += amount;
  }
}
