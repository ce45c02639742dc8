import { expect, test } from 'vitest';
import { DAY, dayNamed, startOf } from '../calendar.ts';
import { valuesOf } from '../parameters.ts';
import { type Mind, newMind } from '../people/minds.ts';
import { MONDAY, somePeople } from '../people/rehearsed.ts';
import { makePopulation } from '../population/population.ts';
import { balanceFile, customerFile, historyFile, transactionFile } from './bank-file.ts';
import { type BankDay, openLedger } from './ledger.ts';

const values = valuesOf();
const people = makePopulation(
  { customers: 600, rms: 3, seed: 'money', today: '2026-03-02' },
  values,
);
const calm = () => undefined;

const month = (mindOf: (person: string) => Mind | undefined = calm): BankDay[] =>
  openLedger(people, values, { now: MONDAY }).closeUpTo(MONDAY + 30 * DAY, mindOf);

test('wages come on payday, on the workday before when the banks are closed', () => {
  const days = month();
  expect(days[0]?.day).toBe('2026-03-02');
  expect(days).toHaveLength(30);
  const wages = days.flatMap((d) =>
    d.transactions
      .filter((t) => t.kind === 'wage')
      .map((t) => ({ day: d.day, payday: t.customer.payday })),
  );
  const on = (payday: number) => [
    ...new Set(wages.filter((w) => w.payday === payday).map((w) => w.day)),
  ];
  expect(on(10)).toEqual(['2026-03-10']);
  // The 8th, the 15th and the 28th of March 2026 are at weekends.
  expect(on(8)).toEqual(['2026-03-06']);
  expect(on(15)).toEqual(['2026-03-13']);
  expect(on(28)).toEqual(['2026-03-27']);
});

test('after payday a large part of a wage leaves for other banks within three days', () => {
  const days = month();
  const paid = people.customers.filter((c) => c.payday === 10 && c.customerGroup === 'payroll');
  expect(paid.length).toBeGreaterThan(20);
  const sum = (kind: string, from: string, to: string) =>
    days
      .filter((d) => d.day >= from && d.day <= to)
      .flatMap((d) => d.transactions)
      .filter(
        (t) =>
          t.kind === kind && t.customer.payday === 10 && t.customer.customerGroup === 'payroll',
      )
      .reduce((total, t) => total + t.amount, 0);
  const left =
    -sum('transfer_out', '2026-03-10', '2026-03-12') / sum('wage', '2026-03-10', '2026-03-10');
  expect(left).toBeGreaterThan(0.45);
  expect(left).toBeLessThan(0.75);
  expect(sum('transfer_out', '2026-03-14', '2026-03-31')).toBe(0);
});

test('who was moved by what they read keeps more of the wage at the bank', () => {
  const kept = (mindOf: (person: string) => Mind | undefined) => {
    const last = month(mindOf).at(-1)!;
    return last.balances.reduce((sum, { account: a }) => sum + a.current + a.deposit + a.wealth, 0);
  };
  const moved = { ...newMind(), touched: 1, touchedAt: MONDAY + 9 * DAY };
  expect(kept(() => moved)).toBeGreaterThan(kept(calm) * 1.005);
});

test('the books add up: yesterday and the movements make today', () => {
  const ledger = openLedger(people, values, { now: MONDAY });
  let before = new Map(people.customers.map((c) => [c.person, { ...ledger.account(c.person)! }]));
  for (let i = 1; i <= 20; i++) {
    const [day] = ledger.closeUpTo(MONDAY + i * DAY, calm);
    const moved = Map.groupBy(day!.transactions, (t) => t.customer.person);
    for (const { customer, account } of day!.balances) {
      const sum = (moved.get(customer.person) ?? []).reduce((total, t) => total + t.amount, 0);
      expect(account.current).toBe(before.get(customer.person)!.current + sum);
      expect(account.current).toBeGreaterThanOrEqual(0);
    }
    before = new Map(day!.balances.map((b) => [b.customer.person, b.account]));
  }
});

test('a ledger that was written down goes on with the same money', () => {
  const whole = month();
  const first = openLedger(people, values, { now: MONDAY });
  first.closeUpTo(MONDAY + 12 * DAY, calm);
  const state = JSON.parse(JSON.stringify(first.state()));
  const second = openLedger(people, values, { now: 0, state });
  const rest = second.closeUpTo(MONDAY + 30 * DAY, calm);
  expect(rest.map(balanceFile)).toEqual(whole.slice(12).map(balanceFile));
});

test('the daily files have a line for every customer and every movement, the customer file one for each', () => {
  const day = month().find((d) => d.day === '2026-03-10')!;
  const lines = (text: string) => text.trimEnd().split('\r\n');
  const balances = lines(balanceFile(day));
  expect(balances).toHaveLength(601);
  expect(balances[0]).toBe('日期,客户号,活期余额,定期余额,理财余额,资产合计,信用卡欠款');
  expect(balances[1]).toMatch(
    /^2026-03-10,60\d{8},\d+\.\d\d,\d+\.\d\d,\d+\.\d\d,\d+\.\d\d,\d+\.\d\d$/,
  );
  const movements = lines(transactionFile(day));
  expect(movements).toHaveLength(day.transactions.length + 1);
  expect(
    movements.some((l) =>
      /^20260310\d+,2026-03-10 0\d:\d\d:\d\d,60\d{8},代发工资,\d+\.\d\d,/.test(l),
    ),
  ).toBe(true);
  expect(new Set(movements.slice(1).map((l) => l.split(',')[0])).size).toBe(
    day.transactions.length,
  );
  expect(lines(customerFile(people))).toHaveLength(601);
});

test('before the beginning some bought every week, some stopped long ago; each line has a number of its own', () => {
  const lines = historyFile(people).trimEnd().split('\r\n').slice(1);
  const of = lines.map((line) => line.split(','));
  expect(new Set(of.map(([number]) => number)).size).toBe(lines.length);
  expect(of.every(([, at]) => at! < '2026-03-02')).toBe(true);
  const bought = of.filter(([, , , kind]) => kind === '消费');
  const last = new Map(bought.map(([, at, customer]) => [customer, at!.slice(0, 10)]));
  const share = (from: string, to: string) =>
    [...last.values()].filter((day) => day >= from && day < to).length / people.customers.length;
  expect(share('2026-02-01', '2026-03-02')).toBeGreaterThan(0.4);
  expect(share('2025-09-03', '2025-12-02')).toBeGreaterThan(0.04);
  expect(share('2025-07-01', '2025-09-03')).toBeGreaterThan(0.02);
  expect(bought.length / people.customers.length).toBeLessThan(25);
  expect(historyFile(people)).toBe(historyFile(people));
});

test('phone numbers and customer numbers are clearly made up and nobody shares one', () => {
  const { customers } = somePeople(2000);
  for (const c of customers) expect(c.phone).toMatch(/^1600\d{7}$/);
  for (const of of ['phone', 'number', 'person'] as const)
    expect(new Set(customers.map((c) => c[of])).size).toBe(2000);
});

test('ages, incomes and risk levels fit the customer group', () => {
  const { customers } = somePeople(4000);
  const of = (group: string) => customers.filter((c) => c.customerGroup === group);
  const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;
  const elderly = of('social_security');
  expect(elderly.length / 4000).toBeCloseTo(0.2, 1);
  expect(Math.min(...elderly.map((c) => c.age))).toBeGreaterThanOrEqual(60);
  expect(mean(elderly.map((c) => c.risk))).toBeLessThan(
    mean(of('credit_card').map((c) => c.risk)) - 0.8,
  );
  expect(mean(elderly.map((c) => c.income))).toBeLessThan(
    mean(of('payroll').map((c) => c.income)) / 1.5,
  );
  expect(of('payroll').every((c) => c.payday !== null && c.employer !== null)).toBe(true);
  expect(of('credit_card').every((c) => c.creditCard)).toBe(true);
  expect(startOf(dayNamed('2026-03-02'))).toBe(MONDAY);
  for (const c of customers)
    expect(2026 - Number(c.birthday.slice(0, 4)) - c.age).toBeLessThanOrEqual(1);
});
