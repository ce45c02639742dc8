import { App, Checkbox, Form, Input, Segmented } from 'antd';
import { z } from 'zod';
import { ExportFormat, requestExport } from '#platform/contract/export.ts';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useMay } from '#platform/web/person.ts';
import { useText } from '#platform/web/text/lang.ts';
import type { MembersOf } from '../../contract.ts';
import { text } from './export-text.ts';

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

export const useMayExport = (): boolean => {
  const may = useMay();
  return (
    may('audiences.member.read') && may('customers.customer.export') && may('platform.export.run')
  );
};

/** Members as a file; in the clear only when a second person agrees (CR-039). */
export function ExportMembers({
  open,
  close,
  query,
}: {
  open: boolean;
  close: () => void;
  query: MembersOf;
}) {
  const t = useText(text);
  const { message } = App.useApp();
  const request = useChange(requestExport);
  return (
    <FormDialog
      open={open}
      close={close}
      id="audiences.export"
      title={t('title')}
      consequences={[t('what'), t('masked')]}
      schema={Asked}
      initial={{ format: 'xlsx', clear: false }}
      submit={t('submit')}
      onSubmit={async ({ reason, ...form }) => {
        const made = await request.mutateAsync({
          params: { kind: 'audiences.member' },
          body: { ...form, query, ...(reason ? { reason } : {}) },
        });
        message.success(t(made.state === 'waiting' ? 'asked' : 'started'));
      }}
    >
      <Fields />
    </FormDialog>
  );
}

function Fields() {
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
        <Checkbox>{t('inFull')}</Checkbox>
      </Field>
      {clear && (
        <Field name="reason" label={t('reason')} hint={t('reasonHint')}>
          <Input maxLength={200} />
        </Field>
      )}
    </>
  );
}
