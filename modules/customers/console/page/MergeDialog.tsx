import { App, Input, InputNumber } from 'antd';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { type CustomerHead, CustomerId, mergeCustomers, Reason } from '../../contract.ts';
import { text } from './text.ts';

const Asked = z.object({ mergedId: CustomerId, reason: Reason });

/** Two records of one person become one; the number of the other is typed, not guessed. */
export function MergeDialog({ head, close }: { head: CustomerHead | null; close: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const merge = useChange(mergeCustomers);
  return (
    <FormDialog
      open={head !== null}
      close={close}
      id="customers.merge"
      title={t('mergeTitle')}
      consequences={[t('mergeWhat'), t('mergeUndo')]}
      schema={Asked}
      initial={{}}
      danger
      submit={t('mergeDo')}
      onSubmit={async (body) => {
        if (!head) return;
        await merge.mutateAsync({ params: { id: head.id }, body });
        message.success(t('merged'));
      }}
    >
      <Field name="mergedId" label={t('otherId')}>
        <InputNumber min={1} precision={0} controls={false} style={{ width: '100%' }} />
      </Field>
      <Field name="reason" label={t('reason')}>
        <Input maxLength={200} />
      </Field>
    </FormDialog>
  );
}
