import { App, Form, Select } from 'antd';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type Attribute,
  type CustomerId,
  listAttributes,
  setCustomerAttribute,
} from '../../contract.ts';
import { AttributeValue } from '../parts/AttributeValue.tsx';
import { contentOf, EnteredAttribute } from '../parts/entered-attribute.ts';
import { text } from './text.ts';

/** One value by hand, for one customer. */
export function EnterAttributeDialog({
  customerId,
  close,
}: {
  customerId: CustomerId | null;
  close: () => void;
}) {
  const t = useText(text);
  const { message } = App.useApp();
  const set = useChange(setCustomerAttribute);
  const attributes =
    useCall(listAttributes, {}, { enabled: customerId !== null }).data?.items ?? [];
  return (
    <FormDialog
      open={customerId !== null}
      close={close}
      id="customers.attribute.enter"
      title={t('enter')}
      consequences={[t('enterHint')]}
      schema={EnteredAttribute}
      initial={{}}
      submit={t('enter')}
      onSubmit={async ({ code, value }) => {
        const attribute = attributes.find((one) => one.code === code);
        if (!customerId || !attribute) return;
        const content = contentOf(attribute.type, value);
        const { value: kept } = await set.mutateAsync({
          params: { id: customerId, code },
          body: { value: content },
        });
        message.success(t(kept?.source === 'manual' ? 'entered' : 'notAccepted'));
      }}
    >
      <Fields attributes={attributes} />
    </FormDialog>
  );
}

function Fields({ attributes }: { attributes: readonly Attribute[] }) {
  const t = useText(text);
  const phrase = usePhrase();
  const form = Form.useFormInstance();
  const code = Form.useWatch('code');
  const attribute = attributes.find((one) => one.code === code);
  return (
    <>
      <Field name="code" label={t('attribute')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          onChange={() => form.setFieldValue('value', undefined)}
          options={attributes.map(({ code: value, name }) => ({ value, label: phrase(name) }))}
        />
      </Field>
      {attribute && (
        <Field name="value" label={t('value')}>
          <AttributeValue attribute={attribute} />
        </Field>
      )}
    </>
  );
}
