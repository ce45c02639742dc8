import { DAY } from '../calendar.ts';
import type { CustomerGroup } from '../parameters.ts';
import { ageBand, type Customer } from '../population/customer.ts';
import type { Population } from '../population/population.ts';
import { bankKnows } from './bank-knows.ts';
import { DEEDS, historyOf } from './history.ts';
import type { BankDay, Movement } from './ledger.ts';

/** The files a bank's own systems deliver: UTF-8 CSV, a header in Chinese, yuan with two decimals. */

const GROUPS: Readonly<Record<CustomerGroup, string>> = {
  credit_card: '信用卡',
  payroll: '代发',
  social_security: '社保',
  neighbourhood: '网周',
};

const KINDS: Readonly<Record<Movement, string>> = {
  wage: '代发工资',
  pension: '养老金',
  transfer_in: '他行转入',
  transfer_out: '转出他行',
  spending: '消费',
  card_payment: '信用卡还款',
  deposit_bought: '购买定期',
  wealth_bought: '购买理财',
};

const quoted = (value: string | number): string => {
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const csv = (header: readonly string[], lines: Iterable<readonly (string | number)[]>): string => {
  let text = `${header.join(',')}\r\n`;
  for (const line of lines) text += `${line.map(quoted).join(',')}\r\n`;
  return text;
};

const yuan = (fen: number): string => (fen / 100).toFixed(2);
const timeText = (at: number): string =>
  new Date((at + DAY / 3) * 1000).toISOString().slice(0, 19).replace('T', ' ');

const products = (c: Customer): string =>
  [
    '借记卡',
    ...(c.creditCard ? ['信用卡'] : []),
    ...(c.opening.deposit > 0 ? ['定期存款'] : []),
    ...(c.opening.wealth > 0 ? ['理财'] : []),
  ].join('|');

/** Who the bank's customers are, for import. Interests and patience no bank knows. */
export const customerFile = ({ seed, today, customers }: Population): string => {
  const more = customers.map((c) => bankKnows(seed, today, c));
  return csv(
    [
      '客户号',
      '姓名',
      '手机号',
      '性别',
      '出生日期',
      '年龄段',
      '客群',
      '风险等级',
      '月收入',
      '发薪日',
      '代发单位',
      '城市',
      '区县',
      '家庭成人数',
      '子女数',
      '持有产品',
      '机构号',
      '管户员工',
      '企微账号',
      ...(more[0]?.map(([header]) => header) ?? []),
    ],
    customers.map((c, i) => [
      c.number,
      c.name,
      c.phone,
      c.gender === 1 ? '男' : '女',
      c.birthday,
      ageBand(c.age),
      GROUPS[c.customerGroup],
      `C${c.risk}`,
      c.income,
      c.payday ?? '',
      c.employer ?? '',
      c.city,
      c.district,
      c.household.adults,
      c.household.children,
      products(c),
      c.outlet,
      c.rm,
      c.rm,
      ...more[i]!.map(([, value]) => value),
    ]),
  );
};

/** What each customer has at the end of a day. */
export const balanceFile = ({ day, balances }: BankDay): string =>
  csv(
    ['日期', '客户号', '活期余额', '定期余额', '理财余额', '资产合计', '信用卡欠款'],
    balances.map(({ customer, account: a }) => [
      day,
      customer.number,
      yuan(a.current),
      yuan(a.deposit),
      yuan(a.wealth),
      yuan(a.current + a.deposit + a.wealth),
      yuan(a.card),
    ]),
  );

/** What moved on a day. */
export const transactionFile = ({ transactions }: BankDay): string =>
  csv(
    ['流水号', '时间', '客户号', '类型', '金额', '活期余额'],
    transactions.map((t) => [
      t.number,
      timeText(t.at),
      t.customer.number,
      KINDS[t.kind],
      yuan(t.amount),
      yuan(t.balance),
    ]),
  );

/** What was bought, paid and asked for before the beginning. */
export const historyFile = (population: Population): string =>
  csv(
    ['流水号', '时间', '客户号', '类型', '金额', '消费类别', '产品'],
    (function* () {
      for (const p of historyOf(population))
        yield [
          p.number,
          timeText(p.at),
          p.customer.number,
          DEEDS[p.kind],
          p.amount === null ? '' : yuan(p.amount),
          p.category,
          p.product,
        ];
    })(),
  );
