import { App, Form, Input, Select } from 'antd';
import { z } from 'zod';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { type Attribute, correctData, listAttributes, type RightsRequest } from '../../contract.ts';
import { AttributeValue } from '../parts/AttributeValue.tsx';
import { contentOf, EnteredAttribute } from '../parts/entered-attribute.ts';
import { text } from './text.ts';

const Correction = EnteredAttribute.extend({ answer: z.string().trim().min(2).max(500) });

export function CorrectDialog({
  request,
  close,
}: {
  request: RightsRequest | null;
  close: () => void;
}) {
  const t = useText(text);
  const { message } = App.useApp();
  const correct = useChange(correctData);
  const attributes = useCall(listAttributes, {}, { enabled: request !== null }).data?.items ?? [];
  return (
    <FormDialog
      open={request !== null}
      close={close}
      id="customers.rights.correct"
      title={t('correct')}
      consequences={[t('correctHint')]}
      schema={Correction}
      initial={{}}
      submit={t('correct')}
      onSubmit={async ({ code, value, answer }) => {
        const attribute = attributes.find((one) => one.code === code);
        if (!request || !attribute) return;
        await correct.mutateAsync({
          params: { requestId: request.id },
          body: { values: [{ code, value: contentOf(attribute.type, value) }], answer },
        });
        message.success(t('refused'));
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
      <Field name="answer" label={t('answer')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Field>
    </>
  );
}
