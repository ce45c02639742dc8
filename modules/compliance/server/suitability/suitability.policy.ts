import { type RawBuilder, sql } from 'kysely';
import type { Phrase } from '#platform/contract/text.ts';
import { customerGrades, type productGrades } from '../../contract/parameter.ts';
import {
  type CustomerFacts,
  investmentKinds,
  type ProductFacts,
} from '../../contract/suitability.ts';
import type { RuleInForce } from '../rules/rule.service.ts';

/** The rules that decide which product a bank may bring up with which customer. */
export const suitabilityRules = [
  'CR-029',
  'CR-030',
  'CR-046',
  'CR-048',
  'CR-049',
  'CR-050',
  'CR-054',
  'CR-055',
] as const;
export type SuitabilityRule = (typeof suitabilityRules)[number];
export type SuitabilityRules = { readonly [R in SuitabilityRule]: RuleInForce<R> };

/** Columns, or whatever else gives the facts of each customer of a set. */
export interface FactColumns {
  /** `C1` … `C5` or null. */
  readonly riskGrade: RawBuilder<string | null>;
  readonly assessedOn: RawBuilder<string | null>;
  readonly age: RawBuilder<number | null>;
}

/**
 * One reason against a product, written twice: for one customer and for a set. Both are tried
 * against each other.
 */
interface Reason {
  readonly rule: SuitabilityRule;
  readonly why: (product: ProductFacts, rules: SuitabilityRules) => Phrase;
  /** Does the rule speak of this product at all? */
  readonly about: (product: ProductFacts) => boolean;
  readonly one: (
    customer: CustomerFacts,
    product: ProductFacts,
    rules: SuitabilityRules,
    today: string,
  ) => boolean;
  readonly set: (
    columns: FactColumns,
    product: ProductFacts,
    rules: SuitabilityRules,
    today: string,
  ) => RawBuilder<boolean>;
}

const isInvestment = ({ kind }: ProductFacts) => investmentKinds.includes(kind);
const rank = (grade: string | null) => (grade === null ? 0 : Number(grade.slice(1)));
const highestFor = (rules: SuitabilityRules, grade: string) =>
  rank(rules['CR-049'].values.matrix[grade as 'C1'] ?? null);

/** The last day on which an assessment of a day holds no more is this one. */
function assessedAfter(today: string, months: number): string {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number];
  const lastOfMonth = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  const moved = new Date(Date.UTC(year, month - 1 - months, Math.min(day, lastOfMonth)));
  return moved.toISOString().slice(0, 10);
}

/** Rules that were recorded before CR-055 had an age of its own took that of CR-054. */
const elderlyFrom = (rules: SuitabilityRules): number =>
  rules['CR-055'].values.age ?? rules['CR-054'].values.age;

const never = sql<boolean>`false`;

const reasons: readonly Reason[] = [
  {
    rule: 'CR-029',
    why: () => ['未成年人不做营销', 'Nothing is marketed to minors'],
    about: () => true,
    one: ({ age }) => age !== null && age < 18,
    set: ({ age }) => sql`${age} < 18`,
  },
  {
    rule: 'CR-030',
    why: () => [
      '未满 18 周岁或年龄未知，不推荐信用卡：年龄未知的先补全出生日期',
      'Under 18 or of unknown age: no credit card before a date of birth says otherwise',
    ],
    about: ({ kind }) => kind === 'credit_card',
    one: ({ age }) => age === null || age < 18,
    set: ({ age }) => sql`(${age} is null or ${age} < 18)`,
  },
  {
    rule: 'CR-046',
    why: () => ['产品没有风险等级，不能推荐', 'The product has no risk grade'],
    about: (product) => isInvestment(product) && product.grade === null,
    one: () => true,
    set: () => sql`true`,
  },
  {
    rule: 'CR-048',
    why: (_, rules) => [
      `没有 ${rules['CR-048'].values.months} 个月内的风险测评：请客户本人先做测评`,
      `No assessment within ${rules['CR-048'].values.months} months: the customer is assessed first`,
    ],
    about: isInvestment,
    one: ({ riskGrade, assessedOn }, _, rules, today) =>
      riskGrade === null ||
      assessedOn === null ||
      assessedOn <= assessedAfter(today, rules['CR-048'].values.months),
    set: (columns, _, rules, today) => unassessedSql(columns, rules['CR-048'].values.months, today),
  },
  {
    rule: 'CR-050',
    why: ({ grade }) => [
      `客户为最低风险等级 C1，不能推荐 ${grade} 产品`,
      `The customer is C1, the lowest: no product of ${grade}`,
    ],
    about: (product) => isInvestment(product) && rank(product.grade) > 1,
    one: ({ riskGrade }) => riskGrade === 'C1',
    set: ({ riskGrade }) => sql`${riskGrade} = 'C1'`,
  },
  {
    rule: 'CR-049',
    why: ({ grade }) => [
      `产品等级 ${grade} 高于客户的风险承受等级`,
      `The product’s grade ${grade} is above the customer’s`,
    ],
    about: isInvestment,
    one: ({ riskGrade }, { grade }, rules) =>
      riskGrade !== null && rank(grade) > highestFor(rules, riskGrade),
    set: ({ riskGrade }, { grade }, rules) => {
      const refused = customerGrades.filter((c) => rank(grade) > highestFor(rules, c));
      return refused.length === 0 ? never : sql`${riskGrade} = any (${refused}::text[])`;
    },
  },
  {
    rule: 'CR-054',
    why: (_, rules) => [
      `客户年满 ${rules['CR-054'].values.age} 周岁，只能主动推荐 ${rules['CR-054'].values.highest} 及以下`,
      `The customer is ${rules['CR-054'].values.age} or older: nothing above ${rules['CR-054'].values.highest}`,
    ],
    about: isInvestment,
    one: ({ age }, { grade }, rules) =>
      age !== null &&
      age >= rules['CR-054'].values.age &&
      rank(grade) > rank(rules['CR-054'].values.highest),
    set: ({ age }, { grade }, rules) =>
      rank(grade) > rank(rules['CR-054'].values.highest)
        ? sql`${age} >= ${rules['CR-054'].values.age}::int`
        : never,
  },
  {
    rule: 'CR-055',
    why: () => [
      '不向老年客户主动推荐定期定额投资',
      'No instalment investments are offered to the elderly',
    ],
    about: (product) => isInvestment(product) && product.periodic,
    one: ({ age }, _, rules) => age !== null && age >= elderlyFrom(rules),
    set: ({ age }, _, rules) => sql`${age} >= ${elderlyFrom(rules)}::int`,
  },
];

/** Whether customers of a set have no assessment that holds, whatever product it would be about (CR-048). */
export const unassessedSql = (
  { riskGrade, assessedOn }: Pick<FactColumns, 'riskGrade' | 'assessedOn'>,
  months: number,
  today: string,
): RawBuilder<boolean> =>
  sql`(${riskGrade} is null or ${assessedOn} is null or ${assessedOn} <= ${assessedAfter(today, months)}::date)`;

export interface Unsuitable {
  readonly rule: SuitabilityRule;
  readonly version: number;
  readonly why: Phrase;
}

/** The first rule against bringing a product up with a customer on a day; null when none is. */
export function judgeSuitability(
  customer: CustomerFacts,
  product: ProductFacts,
  rules: SuitabilityRules,
  today: string,
): Unsuitable | null {
  const reason = inForce(product, rules).find((r) => r.one(customer, product, rules, today));
  return reason ? explain(reason.rule, product, rules) : null;
}

/** The same for a set: an expression that gives the id of the first rule against it, or null. */
export function suitabilitySql(
  columns: FactColumns,
  product: ProductFacts,
  rules: SuitabilityRules,
  today: string,
): RawBuilder<SuitabilityRule | null> {
  const cases = inForce(product, rules).map(
    (r) => sql`when ${r.set(columns, product, rules, today)} then ${r.rule}::text`,
  );
  return cases.length === 0 ? sql`null::text` : sql`case ${sql.join(cases, sql` `)} end`;
}

export function explain(
  rule: SuitabilityRule,
  product: ProductFacts,
  rules: SuitabilityRules,
): Unsuitable {
  const { why } = reasons.find((r) => r.rule === rule && r.about(product))!;
  return { rule, version: rules[rule].version, why: why(product, rules) };
}

const inForce = (product: ProductFacts, rules: SuitabilityRules) =>
  reasons.filter((r) => rules[r.rule].on && r.about(product));

/** Of an issuer's and the bank's own grade the higher holds (CR-047). */
export const higherGrade = (
  a: (typeof productGrades)[number],
  b: (typeof productGrades)[number],
): (typeof productGrades)[number] => (rank(a) >= rank(b) ? a : b);
