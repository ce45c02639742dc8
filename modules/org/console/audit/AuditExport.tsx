import { App, Input } from 'antd';
import { z } from 'zod';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { download } from '#platform/web/transfer.ts';
import { exportAudit } from '../../contract.ts';
import { text } from './text.ts';

const Why = z.object({ reason: z.string().trim().min(2).max(200) });

/** Taking the trail away is itself an entry, with a reason. */
export function AuditExport({
  open,
  close,
  query,
}: {
  open: boolean;
  close: () => void;
  query: Readonly<Record<string, unknown>>;
}) {
  const t = useText(text);
  const { message } = App.useApp();
  return (
    <FormDialog
      open={open}
      close={close}
      id="org.audit.export"
      title={t('exportTitle')}
      consequences={[t('exportWhat'), t('exportTrace')]}
      schema={Why}
      initial={{}}
      submit={t('export')}
      onSubmit={async ({ reason }) => {
        const name = await download(exportAudit, { query: { ...query, reason } }, 'audit.csv');
        message.success(t('exported', { name }));
      }}
    >
      <Field name="reason" label={t('exportReason')} hint={t('exportReasonHint')}>
        <Input maxLength={200} autoFocus />
      </Field>
    </FormDialog>
  );
}
