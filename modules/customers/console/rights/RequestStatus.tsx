import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { usePhrase } from '#platform/web/text/lang.ts';
import { type RequestState, requestStateText } from '../../contract.ts';

const kinds: Record<RequestState, StatusKind> = {
  waiting: 'waiting',
  working: 'running',
  done: 'done',
  refused: 'failed',
  cancelled: 'ended',
};

export function RequestStatus({ state }: { state: RequestState }) {
  const phrase = usePhrase();
  return <Status kind={kinds[state]}>{phrase(requestStateText[state])}</Status>;
}
