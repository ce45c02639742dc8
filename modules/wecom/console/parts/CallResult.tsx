import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { usePhrase } from '#platform/web/text/lang.ts';
import { type CallOutcome, callOutcomeText } from '../../contract.ts';

const kinds: Record<CallOutcome, StatusKind> = {
  ok: 'done',
  refused: 'failed',
  token: 'waiting',
  throttled: 'paused',
  busy: 'paused',
  unanswered: 'warning',
  unknown: 'warning',
};

export function CallResult({ outcome }: { outcome: CallOutcome }) {
  const phrase = usePhrase();
  return <Status kind={kinds[outcome]}>{phrase(callOutcomeText[outcome])}</Status>;
}
