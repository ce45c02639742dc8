import { App, Input, Select } from 'antd';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { type CustomerId, Right, recordRightsRequest, rights, rightText } from '../../contract.ts';
import { text } from './text.ts';

const vias = ['counter', 'call', 'letter'] as const;
const Asked = z.object({
  right: Right,
  via: z.enum(vias),
  wish: z.string().trim().max(500).default(''),
});

export function RecordRightDialog({
  customerId,
  close,
}: {
  customerId: CustomerId | null;
  close: () => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const record = useChange(recordRightsRequest);
  return (
    <FormDialog
      open={customerId !== null}
      close={close}
      id="customers.right"
      title={t('record')}
      consequences={[t('recordHint')]}
      schema={Asked}
      initial={{ via: 'counter' }}
      submit={t('submit')}
      onSubmit={async (body) => {
        if (!customerId) return;
        await record.mutateAsync({ params: { id: customerId }, body });
        message.success(t('recorded'));
      }}
    >
      <Field name="right" label={t('right')} half>
        <Select options={rights.map((value) => ({ value, label: phrase(rightText[value]) }))} />
      </Field>
      <Field name="via" label={t('via')} half>
        <Select options={vias.map((value) => ({ value, label: t(value) }))} />
      </Field>
      <Field name="wish" label={t('wish')} optional>
        <Input.TextArea rows={3} maxLength={500} />
      </Field>
    </FormDialog>
  );
}
