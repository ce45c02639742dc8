import { type RawBuilder, sql } from 'kysely';
import {
  licenceNeeded,
  licenceRules,
  type NeededLicence,
} from '#modules/compliance/server/index.ts';
import { type LicenceKind, licenceKindText } from '#modules/org/contract.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { Basis } from '../rules/basis.ts';
import type { Columns, Facts } from '../rules/facts.ts';
import { type Policy, refuses } from '../rules/policy.ts';

interface Needed extends NeededLicence {
  readonly product: string;
}

/** A text message and a list of calls name no colleague who speaks; what goes to colleagues sells nothing. */
const isSpoken = ({ channel }: Basis): boolean =>
  channel !== 'sms' && channel !== 'call_list' && channel !== 'app_message';

const needed = (basis: Basis): Needed[] =>
  isSpoken(basis)
    ? basis.products.flatMap((product) => {
        const need = product && licenceNeeded(product.kind, basis.channel === 'group', basis.rules);
        return need ? [{ ...need, product: product.name }] : [];
      })
    : [];

/** Licences that the products of a batch ask for: no other is looked up or recorded. */
export const licencesAsked = (basis: Basis): LicenceKind[] => [
  ...new Set(needed(basis).map(({ licence }) => licence)),
];

const lacking = ({ licences }: Facts, basis: Basis): Needed | undefined =>
  licences === null ? undefined : needed(basis).find(({ licence }) => !licences.includes(licence));

const who = ({ channel }: Basis): Phrase =>
  channel === 'group'
    ? ['群主', 'The owner of the group']
    : channel === 'work_item'
      ? ['负责的客户经理', 'The RM']
      : ['发送人', 'Whoever sends it'];

/** Who speaks of a product is licensed for its class on that day; who it is for is asked besides. */
export const licence: Policy = {
  key: 'licence',
  rules: ['CR-136', 'CR-069', 'CR-080'],
  step: 'suitability',
  name: ['发送人的从业资格', 'Licence of whoever sends'],
  again: true,
  about: (basis) => needed(basis).length > 0,
  facts: ['licences', 'lapsedLicences'],
  judge: (facts, basis) => lacking(facts, basis)?.rule ?? null,
  judgeSql: ({ licences }: Columns, basis): RawBuilder<string | null> =>
    sql`case when ${licences} is null then null ${sql.join(
      needed(basis).map(
        ({ licence, rule }) =>
          sql`when not ${licence}::text = any (${licences}) then ${rule}::text`,
      ),
      sql` `,
    )} end`,
  codes: ({ rules }) =>
    Object.fromEntries(licenceRules.map((rule) => [rule, refuses(rule, rules[rule].version)])),
  why: (_, facts, basis): Phrase => {
    const { licence, product } = lacking(facts, basis)!;
    const [name, nameEn] = licenceKindText[licence];
    const [zh, en] = who(basis);
    return facts.lapsedLicences?.includes(licence)
      ? [
          `${zh}的“${name}”当天不在有效期内，不能推介“${product}”：请续期并更新员工档案，或改由有资格的同事发送`,
          `${en} has a record that does not hold on that day (${nameEn}), and may not speak of ${product}: renew it and record that, or let a licensed colleague send it`,
        ]
      : [
          `${zh}名下没有“${name}”，不能推介“${product}”：请在员工档案中登记，或改由有资格的同事发送`,
          `${en} has no record of a licence (${nameEn}), and may not speak of ${product}: record it with the colleague, or let a licensed one send it`,
        ];
  },
};
