import { sql } from 'kysely';
import { investmentKinds } from '#modules/compliance/contract.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { type Basis, isMarketing, isToCustomer, type ProductBasis } from '../rules/basis.ts';
import { defers, type Policy } from '../rules/policy.ts';

/** The investments that a batch brings up. */
export const investmentsOf = ({ products }: Pick<Basis, 'products'>): ProductBasis[] =>
  products.flatMap((product) =>
    product && investmentKinds.includes(product.kind) ? [product] : [],
  );

/**
 * Whoever is 65 and has just looked at or asked about an investment thinks it over in peace: for a day
 * nothing is marketed of it, whoever sends it. A work item is left to the colleague, who may explain and
 * not close (CR-054).
 *
 * Looking at a product cools that product. A question names none as a rule: read with care it may have been
 * about any investment, so all of them wait. What it costs is a day of silence, of which the colleague who
 * was asked is free to answer; the narrow reading would push a product at somebody who is just thinking
 * about it. Deposits, loans and cards never wait.
 */
export const cooling: Policy = {
  key: 'cooling',
  rules: ['CR-054'],
  step: 'suitability',
  name: ['老年客户的考虑期', 'Time to think it over for the elderly'],
  again: true,
  about: (basis) =>
    isMarketing(basis) &&
    isToCustomer(basis) &&
    basis.channel !== 'work_item' &&
    basis.rules['CR-054'].on &&
    investmentsOf(basis).length > 0,
  facts: ['at', 'age', 'interestAt'],
  judge: ({ at, age, interestAt }, { rules }) => {
    const { age: from, coolingHours } = rules['CR-054'].values;
    if (age === null || age < from || interestAt === null) return null;
    return Date.parse(at) < Date.parse(interestAt) + coolingHours * 3_600_000 ? 'cooling' : null;
  },
  judgeSql: ({ at, age, interestAt }, { rules }) => {
    const { age: from, coolingHours } = rules['CR-054'].values;
    return sql`case when ${age} >= ${from}::int
      and ${at} < ${interestAt} + make_interval(hours => ${coolingHours}::int) then 'cooling' end`;
  },
  codes: ({ rules }) => ({ cooling: defers('CR-054', rules['CR-054'].version, 'next_day') }),
  why: (_, __, basis): Phrase => {
    const { age, coolingHours } = basis.rules['CR-054'].values;
    const names = investmentsOf(basis).map(({ name }) => name);
    return [
      `客户年满 ${age} 周岁，${coolingHours} 小时内刚了解或咨询过，考虑期内不推“${names.join('”“')}”`,
      `The customer is ${age} or older and asked within ${coolingHours} hours: ${names.join(', ')} waits`,
    ];
  },
};
