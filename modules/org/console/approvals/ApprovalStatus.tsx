import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { usePhrase } from '#platform/web/text/lang.ts';
import { type ApprovalState, approvalStateText } from '../../contract.ts';

const kinds: Record<ApprovalState, StatusKind> = {
  draft: 'draft',
  submitted: 'waiting',
  returned: 'warning',
  approved: 'done',
  rejected: 'failed',
  withdrawn: 'ended',
  expired: 'stopped',
  voided: 'stopped',
};

export function ApprovalStatus({ state }: { state: ApprovalState }) {
  const phrase = usePhrase();
  return <Status kind={kinds[state]}>{phrase(approvalStateText[state])}</Status>;
}
