import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { usePhrase } from '#platform/web/text/lang.ts';
import { type CallbackState, callbackStateText } from '../../contract.ts';

const kinds: Record<CallbackState, StatusKind> = {
  received: 'waiting',
  processed: 'done',
  unknown: 'ended',
  failed: 'failed',
};

export function CallbackStatus({ state }: { state: CallbackState }) {
  const phrase = usePhrase();
  return <Status kind={kinds[state]}>{phrase(callbackStateText[state])}</Status>;
}
