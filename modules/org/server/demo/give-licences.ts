import type { TxCtx } from '#platform/server/ctx.ts';
import { addDays, dayOf } from '#platform/server/holidays.ts';
import { type LicenceKind, licenceKinds } from '../../contract/licence.ts';
import { type HeldLicence, setLicences } from '../licences/licence.repo.ts';
import type { DemoPerson } from './hire-people.ts';

/** Who speaks with customers. */
const sellers = ['客户经理', '理财经理', '大堂经理', '企微经理', '零售主管', '支行行长'];
const letters: Record<LicenceKind, string> = {
  wealth: 'LC',
  fund: 'JJ',
  insurance: 'BX',
  precious_metal: 'GJS',
};
const YEAR = 365;

/**
 * Sellers hold every licence, but for some from the second outlet on, so that lists and rehearsals show
 * it: of twelve one has none for wealth management, one no insurance record, the one for wealth
 * management of a third ends soon, and the insurance record of a fourth has lapsed.
 */
export async function giveLicences(ctx: TxCtx, people: readonly DemoPerson[]): Promise<void> {
  const today = dayOf(ctx.now());
  const chosen = people.filter(({ title }) => sellers.includes(title));
  const licences = chosen.flatMap(({ id, number }, i) =>
    licenceKinds.flatMap((kind): HeldLicence[] => {
      const odd = i < 12 ? null : `${i % 12} ${kind}`;
      if (odd === '3 wealth' || odd === '7 insurance') return [];
      const ends = odd === '5 wealth' ? 20 : odd === '9 insurance' ? -10 : YEAR + (i % 24) * 30;
      return [
        {
          staffId: id,
          kind,
          number: `${letters[kind]}-${number}`,
          validFrom: addDays(today, ends - 3 * YEAR),
          validTo: addDays(today, ends),
        },
      ];
    }),
  );
  await setLicences(ctx, licences);
}
