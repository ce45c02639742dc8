import { App, Checkbox, Form, Input, Segmented } from 'antd';
import { z } from 'zod';
import { ExportFormat, requestExport } from '#platform/contract/export.ts';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useText } from '#platform/web/text/lang.ts';
import type { CustomerFilter } from '../../contract.ts';
import { text } from './text.ts';

const Asked = z
  .object({
    format: ExportFormat,
    clear: z.boolean().default(false),
    reason: z.string().trim().min(4).max(200).optional(),
  })
  .refine((form) => !form.clear || form.reason, {
    path: ['reason'],
    message: '未脱敏导出要写明原因|Data in the clear need a reason',
  });

const MOST = '1,000,000';

/** What the list shows, as a file; in the clear only when a second person agrees (CR-039). */
export function ExportDialog({
  open,
  close,
  filter,
}: {
  open: boolean;
  close: () => void;
  filter: CustomerFilter;
}) {
  const t = useText(text);
  const { message } = App.useApp();
  const request = useChange(requestExport);
  return (
    <FormDialog
      open={open}
      close={close}
      id="customers.export"
      title={t('exportTitle')}
      consequences={[t('exportWhat', { n: MOST }), t('exportMasked')]}
      schema={Asked}
      initial={{ format: 'xlsx', clear: false }}
      submit={t('exportDo')}
      onSubmit={async ({ reason, ...form }) => {
        const made = await request.mutateAsync({
          params: { kind: 'customers.customer' },
          body: { ...form, query: filter, ...(reason ? { reason } : {}) },
        });
        message.success(t(made.state === 'waiting' ? 'exportAsked' : 'exportStarted'));
      }}
    >
      <ExportFields />
    </FormDialog>
  );
}

function ExportFields() {
  const t = useText(text);
  const clear = Form.useWatch('clear') === true;
  return (
    <>
      <Field name="format" label={t('format')}>
        <Segmented
          options={[
            { value: 'xlsx', label: 'Excel' },
            { value: 'csv', label: 'CSV' },
          ]}
        />
      </Field>
      <Field name="clear" label={t('clear')} valueProp="checked">
        <Checkbox>{t('asClear')}</Checkbox>
      </Field>
      {clear && (
        <Field name="reason" label={t('exportReason')} hint={t('reasonHint')}>
          <Input maxLength={200} />
        </Field>
      )}
    </>
  );
}
