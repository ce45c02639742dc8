import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { usePhrase } from '#platform/web/text/lang.ts';
import { type AudienceState, audienceStateText } from '../../contract.ts';

const kinds: Record<AudienceState, StatusKind> = {
  draft: 'draft',
  building: 'running',
  live: 'active',
  archived: 'ended',
};

export function AudienceStatus({ state }: { state: AudienceState }) {
  const phrase = usePhrase();
  return <Status kind={kinds[state]}>{phrase(audienceStateText[state])}</Status>;
}
