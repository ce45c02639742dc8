import { type RawBuilder, sql } from 'kysely';
import {
  explain,
  explainProtected,
  judgeProtected,
  judgeSuitability,
  protectedRules,
  protectedSql,
  suitabilityRules,
  suitabilitySql,
} from '#modules/compliance/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { type Basis, isToCustomer } from '../rules/basis.ts';
import type { Columns, Facts } from '../rules/facts.ts';
import { type Policy, refuses, type Says } from '../rules/policy.ts';

const saysOf = (basis: Basis, rules: readonly (keyof Basis['rules'])[]): Record<string, Says> =>
  Object.fromEntries(rules.map((rule) => [rule, refuses(rule, basis.rules[rule].version)]));

const personOf = (facts: Facts) => ({
  age: facts.age,
  deceased: facts.deceased ?? false,
  staff: facts.staff ?? false,
  listed: facts.listed ?? false,
  doNotCall: facts.doNotCall ?? false,
  complaintOpen: facts.complaintOpen ?? false,
  complaintClosedOn: facts.complaintClosedOn,
  deletedOn: facts.deletedOn,
});

/** An expression of the first of these that is not null. */
const first = (expressions: readonly RawBuilder<string | null>[]): RawBuilder<string | null> =>
  expressions.length === 0 ? sql`null::text` : sql`coalesce(${sql.join(expressions)}, null)`;

/** Minors, the deceased, those on lists, who has complained or deleted us: compliance says whom it protects. */
export const protectedPersons: Policy = {
  key: 'protected',
  rules: [...protectedRules] as unknown as [string, ...string[]],
  step: 'protected_persons',
  name: ['受保护客户', 'Protected persons'],
  again: true,
  about: isToCustomer,
  facts: [
    'age',
    'deceased',
    'staff',
    'listed',
    'doNotCall',
    'complaintOpen',
    'complaintClosedOn',
    'deletedOn',
  ],
  judge: (facts, { dealings, rules, today }) => {
    const person = personOf(facts);
    for (const dealing of dealings) {
      const found = judgeProtected(person, dealing, rules, today);
      if (found) return found.rule;
    }
    return null;
  },
  judgeSql: (columns: Columns, { dealings, rules, today }) =>
    first(dealings.map((dealing) => protectedSql(columns as never, dealing, rules, today))),
  codes: (basis) => saysOf(basis, protectedRules),
  why: (code, facts, { dealings, rules, today }): Phrase => {
    const dealing =
      dealings.find((d) => judgeProtected(personOf(facts), d, rules, today)?.rule === code) ??
      dealings[0]!;
    return explainProtected(code as (typeof protectedRules)[number], dealing, rules).why;
  },
};

const customerOf = ({ riskGrade, assessedOn, age }: Facts) => ({
  riskGrade: riskGrade as never,
  assessedOn,
  age,
});
const known = ({ products }: Basis) => products.filter((product) => product !== null);

/** Every product it speaks of must suit the customer. */
export const suitability: Policy = {
  key: 'suitability',
  rules: ['CR-049', ...suitabilityRules.filter((rule) => rule !== 'CR-049')] as unknown as [
    string,
    ...string[],
  ],
  step: 'suitability',
  name: ['产品适当性', 'Suitability'],
  again: true,
  about: (basis) => isToCustomer(basis) && basis.products.length > 0,
  facts: ['riskGrade', 'assessedOn', 'age'],
  judge: (facts, basis) => {
    for (const product of known(basis)) {
      const found = judgeSuitability(customerOf(facts), product, basis.rules, basis.today);
      if (found) return found.rule;
    }
    return null;
  },
  judgeSql: (columns: Columns, basis) =>
    first(
      known(basis).map((product) =>
        suitabilitySql(columns as never, product, basis.rules, basis.today),
      ),
    ),
  codes: (basis) => saysOf(basis, suitabilityRules),
  why: (code, facts, basis): Phrase => {
    const product =
      known(basis).find(
        (p) => judgeSuitability(customerOf(facts), p, basis.rules, basis.today)?.rule === code,
      ) ?? known(basis)[0]!;
    const { why } = explain(code as (typeof suitabilityRules)[number], product, basis.rules);
    return [`${product.name}：${why[0]}`, `${product.name}: ${why[1]}`];
  },
};

/** A private product is for one at a time, and for those who are confirmed as qualified (CR-057). */
const isPrivate = (basis: Basis): boolean =>
  basis.rules['CR-057'].on && known(basis).some((product) => product.privateOffering);
const isPublic = ({ mode }: Basis): boolean => mode !== 'point' && mode !== null;

/** Products that are not on the list today (CR-058), and private ones where they may not be (CR-057). */
export const productList: Policy = {
  key: 'product_list',
  rules: ['CR-058', 'CR-057'],
  step: 'suitability',
  name: ['产品在售且可公开', 'Products on the list, and for many to see'],
  again: true,
  about: ({ products }) => products.length > 0,
  facts: ['day', 'qualified'],
  judge: ({ day, qualified }, basis) => {
    const { products, rules } = basis;
    if (isPrivate(basis)) {
      if (isPublic(basis)) return 'private';
      if (isToCustomer(basis) && qualified !== true) return 'unqualified';
    }
    if (!rules['CR-058'].on) return null;
    const off = products.some(
      (p) =>
        p === null ||
        !p.listed ||
        (p.saleFrom !== null && day < p.saleFrom) ||
        (p.saleTo !== null && day > p.saleTo),
    );
    return off ? 'off_list' : null;
  },
  judgeSql: ({ day, qualified }, basis) => {
    const { products, rules } = basis;
    if (isPrivate(basis) && isPublic(basis)) return sql`'private'::text`;
    const days = known(basis).map(
      (p) => sql`(${day} < ${p.saleFrom}::date) is true or (${day} > ${p.saleTo}::date) is true`,
    );
    const off = products.some((p) => p === null || !p.listed)
      ? sql`true`
      : sql`(${sql.join(days, sql` or `)})`;
    return sql`case
      when ${isPrivate(basis) && isToCustomer(basis) ? sql`${qualified} is not true` : sql`false`}
        then 'unqualified'
      when ${rules['CR-058'].on ? off : sql`false`} then 'off_list' end`;
  },
  codes: ({ rules }) => ({
    private: refuses('CR-057', rules['CR-057'].version),
    unqualified: refuses('CR-057', rules['CR-057'].version),
    off_list: refuses('CR-058', rules['CR-058'].version),
  }),
  why: (code, { day }, basis): Phrase => {
    if (code === 'private')
      return [
        '私募产品只能一对一、面向合格投资者',
        'A private product is brought up one-to-one only, with qualified investors',
      ];
    if (code === 'unqualified')
      return [
        '私募产品只面向已确认的合格投资者，该客户尚未确认',
        'A private product is for confirmed qualified investors, and this customer is not confirmed',
      ];
    const off = known(basis).find(
      (p) => !p.listed || (p.saleFrom && day < p.saleFrom) || (p.saleTo && day > p.saleTo),
    );
    const name = off?.name ?? '';
    return [`产品${name && `“${name}”`}不在销售期内`, `${name || 'A product'} is not on sale`];
  },
};
