import { type RawBuilder, sql } from 'kysely';
import type { Phrase } from '#platform/contract/text.ts';
import type { GrantFacts } from '../../contract/rewards.ts';
import type { RuleInForce } from '../rules/rule.service.ts';
import type { RuleRefusal } from './refusal-list.ts';

/** The rules that hold for each single reward that somebody is given. */
export const grantRules = ['CR-125', 'CR-126'] as const;
export type GrantRule = (typeof grantRules)[number];
export type GrantRules = { readonly [R in GrantRule]: RuleInForce<R> };

export interface GrantColumns {
  /** Fen of that day, month and year so far. */
  readonly day: RawBuilder<number>;
  readonly month: RawBuilder<number>;
  readonly year: RawBuilder<number>;
  readonly sharedWith: RawBuilder<number>;
  readonly ownAccount: RawBuilder<boolean | null>;
}

/** One reason, written twice; both are tried against each other. `amount` is in fen. */
interface Reason {
  readonly rule: GrantRule;
  readonly key: string;
  readonly why: (rules: GrantRules) => Phrase;
  readonly one: (facts: GrantFacts, amount: number, rules: GrantRules) => boolean;
  readonly set: (columns: GrantColumns, amount: number, rules: GrantRules) => RawBuilder<boolean>;
}

const cap = (
  key: 'day' | 'month' | 'year',
  yuan: (rules: GrantRules) => number,
  word: Phrase,
): Reason => ({
  ...{ rule: 'CR-125', key },
  why: (rules) => [
    `每人${word[0]}最多 ${yuan(rules)} 元，这一笔会超出`,
    `No more than ${yuan(rules)} yuan a person and ${word[1]}: this one goes beyond`,
  ],
  one: (facts, amount, rules) => facts[key] + amount > yuan(rules) * 100,
  set: (columns, amount, rules) =>
    sql`${columns[key]} + ${amount}::bigint > ${Math.round(yuan(rules) * 100)}::bigint`,
});

const reasons: readonly Reason[] = [
  {
    ...{ rule: 'CR-126', key: 'payee' },
    why: () => [
      '只能付到客户本人账户，收款人与客户不一致',
      'Paid to the customer’s own account only: the payee is somebody else',
    ],
    one: ({ ownAccount }) => ownAccount === false,
    set: ({ ownAccount }) => sql`${ownAccount} is false`,
  },
  {
    ...{ rule: 'CR-125', key: 'shared' },
    why: () => [
      '同一设备、证件或账户对应多人，请先人工核实',
      'One device, id or account for several persons: to be looked at by somebody first',
    ],
    one: ({ sharedWith }) => sharedWith > 0,
    set: ({ sharedWith }) => sql`${sharedWith} > 0`,
  },
  cap('day', (rules) => rules['CR-125'].values.perDay, ['每天', 'day']),
  cap('month', (rules) => rules['CR-125'].values.perMonth, ['每月', 'month']),
  cap('year', (rules) => rules['CR-125'].values.perYear, ['每年', 'year']),
];

const inForce = (rules: GrantRules) => reasons.filter(({ rule }) => rules[rule].on);
const idOf = ({ rule, key }: Reason) => `${rule} ${key}`;

/** The first reason against giving somebody a reward of so many fen; null when it may be given. */
export function judgeGrant(
  facts: GrantFacts,
  amount: number,
  rules: GrantRules,
): RuleRefusal<GrantRule> | null {
  const found = inForce(rules).find((r) => r.one(facts, amount, rules));
  return found ? explainGrant(idOf(found), rules) : null;
}

/** The same for a set: the id of the reason (`CR-125 month`), or null; `explainGrant` words it. */
export function grantSql(
  columns: GrantColumns,
  amount: number,
  rules: GrantRules,
): RawBuilder<string | null> {
  const cases = inForce(rules).map(
    (r) => sql`when ${r.set(columns, amount, rules)} then ${idOf(r)}::text`,
  );
  return cases.length === 0 ? sql`null::text` : sql`case ${sql.join(cases, sql` `)} end`;
}

export function explainGrant(reason: string, rules: GrantRules): RuleRefusal<GrantRule> {
  const { rule, why } = reasons.find((r) => idOf(r) === reason)!;
  return { rule, version: rules[rule].version, why: why(rules) };
}
