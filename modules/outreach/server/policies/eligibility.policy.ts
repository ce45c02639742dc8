import { type RawBuilder, sql } from 'kysely';
import { type Unfit, unfitFor } from '#modules/content/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { type Basis, isToCustomer, type ProductBasis } from '../rules/basis.ts';
import type { Columns, Facts } from '../rules/facts.ts';
import { type Policy, refuses } from '../rules/policy.ts';

type Code = Unfit;
type Limits = NonNullable<ProductBasis['eligibility']>;

const limited = ({ products }: Basis): { name: string; limits: Limits }[] =>
  products.flatMap((product) => {
    const limits = product?.eligibility;
    return limits && limits.ageFrom === null && limits.ageTo === null && tagsIn(limits).length === 0
      ? []
      : limits
        ? [{ name: product.name, limits }]
        : [];
  });

const tagsIn = ({ anyTag, noTag }: Limits): readonly string[] => [...anyTag, ...noTag];

/** Tags that the products of a batch ask for: no other is looked up or recorded. */
export const askedTags = (basis: Basis): string[] => [
  ...new Set(limited(basis).flatMap(({ limits }) => tagsIn(limits))),
];

const unfit = ({ age, tags }: Facts, limits: Limits): Code | null =>
  unfitFor({ age, tags: tags ?? [] }, limits);

function unfitSql({ age, tags }: Columns, limits: Limits): RawBuilder<string | null> {
  const { ageFrom, ageTo, anyTag, noTag } = limits;
  const held = sql`coalesce(${tags}, '{}'::text[])`;
  const whens: RawBuilder<unknown>[] = [];
  if (ageFrom !== null || ageTo !== null)
    whens.push(
      sql`when ${age} is null then 'age_unknown'`,
      sql`when (${age} < ${ageFrom}::int) is true or (${age} > ${ageTo}::int) is true then 'age'`,
    );
  if (anyTag.length > 0)
    whens.push(sql`when not (${held} && ${[...anyTag]}::text[]) then 'without_tag'`);
  if (noTag.length > 0) whens.push(sql`when ${held} && ${[...noTag]}::text[] then 'with_tag'`);
  return sql`case ${sql.join(whens, sql` `)} end`;
}

/** A product is for those it is meant for: what speaks of it reaches nobody else (R-086). */
export const eligibility: Policy = {
  key: 'eligibility',
  rules: ['R-086'],
  step: 'suitability',
  name: ['产品适用人群', 'Whom a product is for'],
  again: true,
  about: (basis) => isToCustomer(basis) && limited(basis).length > 0,
  facts: ['age', 'tags'],
  judge: (facts, basis) => {
    for (const { limits } of limited(basis)) {
      const code = unfit(facts, limits);
      if (code) return code;
    }
    return null;
  },
  judgeSql: (columns, basis) =>
    sql`coalesce(${sql.join(limited(basis).map(({ limits }) => unfitSql(columns, limits)))}, null)`,
  codes: () =>
    Object.fromEntries(
      (['age_unknown', 'age', 'without_tag', 'with_tag'] as const).map((code) => [
        code,
        refuses('R-086', 1),
      ]),
    ),
  why: (code, facts, basis): Phrase => {
    const of = limited(basis).find(({ limits }) => unfit(facts, limits) === code);
    const { name = '', limits } = of ?? {};
    const range = `${limits?.ageFrom ?? 0}–${limits?.ageTo ?? ''}`;
    const texts: Record<Code, Phrase> = {
      age_unknown: [
        `“${name}”限 ${range} 岁，该客户的出生日期未知，请先补录`,
        `${name} is for ages ${range}, and the date of birth is unknown: enter it first`,
      ],
      age: [`“${name}”限 ${range} 岁`, `${name} is for ages ${range}`],
      without_tag: [
        `“${name}”只面向有指定标签的客户`,
        `${name} is only for customers with certain tags`,
      ],
      with_tag: [`“${name}”不面向有此标签的客户`, `${name} is not for customers with this tag`],
    };
    return texts[code as Code] ?? [code, code];
  },
};
