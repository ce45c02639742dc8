import { App, Input } from 'antd';
import { useNavigate } from 'react-router';
import { StaffSelect } from '#modules/org/console/index.ts';
import { useChange } from '#platform/web/api.ts';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { createCustomer } from '../../contract.ts';
import { NewCustomer } from './new-customer.ts';
import { text } from './text.ts';

export default function NewCustomerPage() {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const create = useChange(createCustomer);
  return (
    <Page
      title={t('newTitle')}
      purpose={t('newPurpose')}
      width="reading"
      crumbs={[{ label: t('customers'), to: '/customers' }, { label: t('newTitle') }]}
    >
      <FormPanel
        id="customers.new"
        schema={NewCustomer}
        initial={{}}
        // Personal data of a customer are not left on the machine.
        draft={false}
        submit={t('create')}
        onCancel={() => navigate('/customers')}
        onSubmit={async (body) => {
          const { id, created } = await create.mutateAsync({ body });
          message.success(t(created ? 'created' : 'known'));
          navigate(`/customers/${id}`);
        }}
      >
        <FieldGroup title={t('name')}>
          <Field name="name" label={t('fullName')} optional>
            <Input maxLength={60} autoComplete="off" />
          </Field>
          <Field name="phone" label={t('phone')} hint={t('phoneHint')} optional half>
            <Input maxLength={11} autoComplete="off" inputMode="numeric" />
          </Field>
          <Field name="bankNo" label={t('bankNo')} optional half>
            <Input maxLength={40} autoComplete="off" />
          </Field>
        </FieldGroup>
        <FieldGroup title={t('unit')}>
          <Field name="unitId" label={t('unit')} hint={t('unitHint')}>
            <UnitSelect />
          </Field>
          <Field name="rmId" label={t('rm')} hint={t('rmHint')} optional>
            <StaffSelect allowClear />
          </Field>
        </FieldGroup>
      </FormPanel>
    </Page>
  );
}
