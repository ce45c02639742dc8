import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { type LicenceState, licenceStateText } from '../../contract.ts';
import { licenceWords } from './licence-text.ts';

const kinds: Record<LicenceState, StatusKind> = {
  valid: 'active',
  ends_soon: 'warning',
  lapsed: 'failed',
  to_come: 'waiting',
};

/** How a licence stands today; null: there is none. */
export function LicenceStatus({ state }: { state: LicenceState | null }) {
  const t = useText(licenceWords);
  const phrase = usePhrase();
  return state === null ? (
    <Status kind="ended">{t('none')}</Status>
  ) : (
    <Status kind={kinds[state]}>{phrase(licenceStateText[state])}</Status>
  );
}
