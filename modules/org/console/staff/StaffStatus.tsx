import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { usePhrase } from '#platform/web/text/lang.ts';
import { type StaffState, staffStateText } from '../../contract.ts';

const kinds: Record<StaffState, StatusKind> = {
  active: 'active',
  suspended: 'paused',
  left: 'ended',
};

export function StaffStatus({ state }: { state: StaffState }) {
  const phrase = usePhrase();
  return <Status kind={kinds[state]}>{phrase(staffStateText[state])}</Status>;
}
