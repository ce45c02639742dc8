import { App, Form, Input, Segmented } from 'antd';
import { z } from 'zod';
import { StaffSelect } from '#modules/org/console/index.ts';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { assignCustomers, type CustomerId, Reason } from '../../contract.ts';
import { text } from './text.ts';

const Assignment = z
  .object({
    to: z.enum(['staff', 'pool']),
    rmId: z.uuid().optional(),
    reason: Reason,
  })
  .refine(({ to, rmId }) => to === 'pool' || rmId, {
    path: ['rmId'],
    message: '请选择同事|Choose a colleague',
  });

/** Says who looks after the named customers. */
export function AssignDialog({
  customerIds,
  close,
  then,
}: {
  customerIds: readonly CustomerId[] | null;
  close: () => void;
  then?: () => void;
}) {
  const t = useText(text);
  const { message } = App.useApp();
  const assign = useChange(assignCustomers);
  return (
    <FormDialog
      open={customerIds !== null}
      close={close}
      id="customers.assign"
      title={t('assignTitle', { n: customerIds?.length ?? 0 })}
      consequences={[t('assignWhat')]}
      schema={Assignment}
      initial={{ to: 'staff' }}
      submit={t('assign')}
      onSubmit={async ({ to, rmId, reason }) => {
        const { assigned } = await assign.mutateAsync({
          body: {
            ids: [...(customerIds ?? [])],
            rmId: to === 'pool' ? null : (rmId ?? null),
            reason,
          },
        });
        message.success(t('assigned', { n: assigned }));
        then?.();
      }}
    >
      <AssignFields />
    </FormDialog>
  );
}

function AssignFields() {
  const t = useText(text);
  const to = Form.useWatch('to') ?? 'staff';
  return (
    <>
      <Field name="to" label={t('assignTo')}>
        <Segmented
          options={[
            { value: 'staff', label: t('colleague') },
            { value: 'pool', label: t('toPool') },
          ]}
        />
      </Field>
      {to === 'staff' && (
        <Field name="rmId" label={t('colleague')}>
          <StaffSelect />
        </Field>
      )}
      <Field name="reason" label={t('reason')} hint={t('reasonHint')}>
        <Input maxLength={200} />
      </Field>
    </>
  );
}
