import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { type Setup, type SetupState, setupStates } from '../../contract.ts';
import { text } from '../text.ts';

const kinds: Record<SetupState, StatusKind> = { draft: 'draft', active: 'active', ended: 'ended' };

export function SetupStatus({ setup }: { setup: Pick<Setup, 'state' | 'submitted'> }) {
  const t = useText(text);
  const phrase = usePhrase();
  if (setup.submitted) return <Status kind="waiting">{t('inApproval')}</Status>;
  return <Status kind={kinds[setup.state]}>{phrase(setupStates[setup.state])}</Status>;
}
