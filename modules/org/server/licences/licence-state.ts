import { addDays, dayOf } from '#platform/server/holidays.ts';
import {
  LICENCE_SOON_DAYS,
  type Licence,
  type LicenceDraft,
  type LicenceState,
} from '../../contract/licence.ts';

/** The bank's day, and the last one that is soon. */
export function licenceDays(now: Date): { today: string; soon: string } {
  const today = dayOf(now);
  return { today, soon: addDays(today, LICENCE_SOON_DAYS) };
}

function stateOf(
  { validFrom, validTo }: Pick<LicenceDraft, 'validFrom' | 'validTo'>,
  { today, soon }: { today: string; soon: string },
): LicenceState {
  if (validFrom > today) return 'to_come';
  if (validTo === null || validTo > soon) return 'valid';
  return validTo < today ? 'lapsed' : 'ends_soon';
}

export function shownLicences(
  held: readonly Pick<Licence, 'kind' | 'number' | 'validFrom' | 'validTo'>[],
  now: Date,
): Licence[] {
  const days = licenceDays(now);
  return held.map(({ kind, number, validFrom, validTo }) => ({
    kind,
    number,
    validFrom,
    validTo,
    state: stateOf({ validFrom, validTo }, days),
  }));
}
