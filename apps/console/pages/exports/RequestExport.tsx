import { App, Checkbox, Form, Input, Segmented, Select } from 'antd';
import { z } from 'zod';
import { ExportFormat, type ExportKind, requestExport } from '#platform/contract/export.ts';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { text } from './text.ts';

const Asked = z
  .object({
    kind: z.string(),
    format: ExportFormat,
    columns: z.array(z.string()).optional(),
    clear: z.boolean().default(false),
    reason: z.string().trim().min(4).max(200).optional(),
  })
  .refine((form) => !form.clear || form.reason, {
    path: ['reason'],
    message: '未脱敏导出要写明原因|Data in the clear need a reason',
  });

export function RequestExport({
  open,
  close,
  kinds,
}: {
  open: boolean;
  close: () => void;
  kinds: readonly ExportKind[];
}) {
  const t = useText(text);
  const { message } = App.useApp();
  const request = useChange(requestExport);
  return (
    <FormDialog
      open={open}
      close={close}
      id="platform.export"
      title={t('request')}
      schema={Asked}
      initial={{ ...(kinds[0] ? { kind: kinds[0].kind } : {}), format: 'xlsx', clear: false }}
      submit={t('submit')}
      onSubmit={async ({ kind, columns, ...form }) => {
        const made = await request.mutateAsync({
          params: { kind },
          body: {
            format: form.format,
            clear: form.clear,
            ...(columns && columns.length > 0 ? { columns } : {}),
            ...(form.reason ? { reason: form.reason } : {}),
          },
        });
        message.success(t(made.state === 'waiting' ? 'asked' : 'started'));
      }}
    >
      <RequestFields kinds={kinds} />
    </FormDialog>
  );
}

function RequestFields({ kinds }: { kinds: readonly ExportKind[] }) {
  const t = useText(text);
  const phrase = usePhrase();
  const form = Form.useFormInstance();
  const chosen = Form.useWatch('kind');
  const clear = Form.useWatch('clear') === true;
  const kind = kinds.find((one) => one.kind === chosen);
  return (
    <>
      <Field
        name="kind"
        label={t('whatTitle')}
        hint={kind && t('filterAll', { n: formatNumber(kind.maxRows) })}
      >
        <Select
          onChange={() => form.setFieldValue('columns', undefined)}
          options={kinds.map(({ kind, name }) => ({ value: kind, label: phrase(name) }))}
        />
      </Field>
      <Field name="columns" label={t('columns')} hint={t('columnsHint')} optional>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          allowClear
          maxTagCount="responsive"
          options={(kind?.columns ?? []).map(({ key, name, sensitive }) => ({
            value: key,
            label: sensitive ? t('sensitive', { name: phrase(name) }) : phrase(name),
          }))}
        />
      </Field>
      <Field name="format" label={t('format')}>
        <Segmented
          options={[
            { value: 'xlsx', label: 'Excel' },
            { value: 'csv', label: 'CSV' },
          ]}
        />
      </Field>
      <Field name="clear" label={t('clear')} hint={t('asClearHint')} valueProp="checked">
        <Checkbox>{t('asClear')}</Checkbox>
      </Field>
      <Field name="reason" label={t('reason')} hint={t('reasonHint')} optional={!clear}>
        <Input maxLength={200} />
      </Field>
    </>
  );
}
