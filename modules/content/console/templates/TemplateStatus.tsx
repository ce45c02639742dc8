import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import type { TemplateLine } from '../../contract.ts';
import { text } from './text.ts';

const kinds = {
  draft: 'draft',
  approved: 'active',
  withdrawn: 'stopped',
} as const satisfies Record<TemplateLine['state'], StatusKind>;

export function TemplateStatus({
  line: { state, hasDraft, pendingApprovalId },
}: {
  line: Pick<TemplateLine, 'state' | 'hasDraft' | 'pendingApprovalId'>;
}) {
  const t = useText(text);
  return (
    <>
      <Status kind={kinds[state]}>{t(state)}</Status>{' '}
      {pendingApprovalId ? (
        <Status kind="waiting">{t('waiting')}</Status>
      ) : (
        hasDraft && <Status kind="draft">{t('beside')}</Status>
      )}
    </>
  );
}
