import { type RawBuilder, sql } from 'kysely';
import type { Phrase } from '#platform/contract/text.ts';
import type { Dealing, PersonFacts } from '../../contract/protected.ts';
import { investmentKinds } from '../../contract/suitability.ts';
import type { RuleInForce } from '../rules/rule.service.ts';

/** The rules that protect a person from being marketed to, drawn for or paid. */
export const protectedRules = [
  'CR-027',
  'CR-029',
  'CR-054',
  'CR-105',
  'CR-107',
  'CR-113',
  'CR-127',
] as const;
export type ProtectedRule = (typeof protectedRules)[number];
export type ProtectedRules = { readonly [R in ProtectedRule]: RuleInForce<R> };

/** Columns, or whatever else gives the facts of each person of a set; null means unknown. */
export interface PersonColumns {
  readonly age: RawBuilder<number | null>;
  readonly deceased: RawBuilder<boolean | null>;
  readonly staff: RawBuilder<boolean | null>;
  readonly listed: RawBuilder<boolean | null>;
  readonly doNotCall: RawBuilder<boolean | null>;
  readonly complaintOpen: RawBuilder<boolean | null>;
  readonly complaintClosedOn: RawBuilder<string | null>;
  readonly deletedOn: RawBuilder<string | null>;
}

/** One protection, written twice: for one person and for a set. Both are tried against each other. */
interface Protection {
  readonly rule: ProtectedRule;
  /** Does it speak of this dealing at all? */
  readonly about: (dealing: Dealing) => boolean;
  readonly why: (rules: ProtectedRules, dealing: Dealing) => Phrase;
  readonly one: (person: PersonFacts, rules: ProtectedRules, today: string) => boolean;
  readonly set: (
    columns: PersonColumns,
    rules: ProtectedRules,
    today: string,
  ) => RawBuilder<boolean>;
}

const of =
  (...kinds: Dealing['kind'][]) =>
  (dealing: Dealing) =>
    kinds.includes(dealing.kind);

/** The last day of which the silence is over is this one: a silence of 30 days ends on the 31st. */
function silentSince(today: string, days: number): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/** In the order in which they are named to whoever asks. */
const protections: readonly Protection[] = [
  {
    rule: 'CR-027',
    about: of('marketing', 'call', 'activity', 'draw', 'reward'),
    why: () => [
      '客户已故，停止一切营销与活动',
      'The customer has died: nothing is marketed any more',
    ],
    one: ({ deceased }) => deceased,
    set: ({ deceased }) => sql`${deceased} is true`,
  },
  {
    rule: 'CR-029',
    about: of('marketing', 'call', 'draw'),
    why: (_, { kind }) =>
      kind === 'draw'
        ? ['未成年人不参加抽奖', 'Minors take no part in draws']
        : ['未成年人不做营销', 'Nothing is marketed to minors'],
    one: ({ age }) => age !== null && age < 18,
    set: ({ age }) => sql`${age} < 18`,
  },
  {
    // Says nothing of the list: whoever stands on one is not to learn it from the bank.
    rule: 'CR-127',
    about: of('marketing', 'call', 'activity', 'draw', 'reward'),
    why: () => [
      '该客户暂不参与，如有疑问请联系合规部门',
      'The customer takes no part for now; compliance knows more',
    ],
    one: ({ listed }) => listed,
    set: ({ listed }) => sql`${listed} is true`,
  },
  {
    rule: 'CR-107',
    about: of('marketing', 'call'),
    why: (rules) => [
      `客户有投诉未办结、办结未满 ${rules['CR-107'].values.complaintDays} 天，或删除好友未满 ${rules['CR-107'].values.deletedDays} 天，不做营销`,
      `A complaint is open or was closed within ${rules['CR-107'].values.complaintDays} days, or the customer removed us within ${rules['CR-107'].values.deletedDays} days: no marketing`,
    ],
    one: ({ complaintOpen, complaintClosedOn, deletedOn }, rules, today) =>
      complaintOpen ||
      (complaintClosedOn !== null &&
        complaintClosedOn > silentSince(today, rules['CR-107'].values.complaintDays)) ||
      (deletedOn !== null && deletedOn > silentSince(today, rules['CR-107'].values.deletedDays)),
    set: ({ complaintOpen, complaintClosedOn, deletedOn }, rules, today) =>
      sql`(${complaintOpen} is true
        or ${complaintClosedOn} > ${silentSince(today, rules['CR-107'].values.complaintDays)}::date
        or ${deletedOn} > ${silentSince(today, rules['CR-107'].values.deletedDays)}::date)`,
  },
  {
    rule: 'CR-113',
    about: of('draw'),
    why: () => [
      '本行员工及直系亲属不参与评奖',
      'Staff of the bank and their close family win no prizes',
    ],
    one: ({ staff }) => staff,
    set: ({ staff }) => sql`${staff} is true`,
  },
  {
    rule: 'CR-105',
    about: of('call'),
    why: () => ['客户在免打扰外呼名单上，不得外呼', 'The customer is on the do-not-call list'],
    one: ({ doNotCall }) => doNotCall,
    set: ({ doNotCall }) => sql`${doNotCall} is true`,
  },
  {
    rule: 'CR-054',
    about: ({ kind, automated, oneToOne, product }) =>
      kind === 'marketing' &&
      automated &&
      oneToOne &&
      product !== null &&
      investmentKinds.includes(product),
    why: (rules) => [
      `客户年满 ${rules['CR-054'].values.age} 周岁，不自动一对一推送投资产品：请客户经理亲自说明`,
      `The customer is ${rules['CR-054'].values.age} or older: no investment is pushed one to one by a programme`,
    ],
    one: ({ age }, rules) => age !== null && age >= rules['CR-054'].values.age,
    set: ({ age }, rules) => sql`${age} >= ${rules['CR-054'].values.age}::int`,
  },
];

export interface Protected {
  readonly rule: ProtectedRule;
  readonly version: number;
  readonly why: Phrase;
}

const inForce = (dealing: Dealing, rules: ProtectedRules) =>
  protections.filter((p) => rules[p.rule].on && p.about(dealing));

/** The first rule that protects a person from a dealing on a day; null when none does. */
export function judgeProtected(
  person: PersonFacts,
  dealing: Dealing,
  rules: ProtectedRules,
  today: string,
): Protected | null {
  const found = inForce(dealing, rules).find((p) => p.one(person, rules, today));
  return found ? explainProtected(found.rule, dealing, rules) : null;
}

/** The same for a set: an expression that gives the id of the first rule that protects, or null. */
export function protectedSql(
  columns: PersonColumns,
  dealing: Dealing,
  rules: ProtectedRules,
  today: string,
): RawBuilder<ProtectedRule | null> {
  const cases = inForce(dealing, rules).map(
    (p) => sql`when ${p.set(columns, rules, today)} then ${p.rule}::text`,
  );
  return cases.length === 0 ? sql`null::text` : sql`case ${sql.join(cases, sql` `)} end`;
}

/** What `protectedSql` answered, in words. */
export function explainProtected(
  rule: ProtectedRule,
  dealing: Dealing,
  rules: ProtectedRules,
): Protected {
  const { why } = protections.find((p) => p.rule === rule)!;
  return { rule, version: rules[rule].version, why: why(rules, dealing) };
}
