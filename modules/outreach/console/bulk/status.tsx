import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { usePhrase } from '#platform/web/text/lang.ts';
import { type BulkSendState, bulkSendStateText } from '../../contract.ts';

const kinds: Record<BulkSendState, StatusKind> = {
  draft: 'draft',
  submitted: 'waiting',
  approved: 'waiting',
  proposed: 'running',
  cancelled: 'ended',
  failed: 'failed',
};

export function BulkStatus({ send }: { send: { state: BulkSendState; failure: string | null } }) {
  const phrase = usePhrase();
  return (
    <span title={send.failure ?? undefined}>
      <Status kind={kinds[send.state]}>{phrase(bulkSendStateText[send.state])}</Status>
    </span>
  );
}
