import { Button, Form, Input } from 'antd';
import { useCall } from '#platform/web/api.ts';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { getWording, threeW, threeWDefaults } from '../../contract.ts';
import { text } from '../text.ts';

const PATH = ['body', 'threeW'];

/** Three blocks, all of them or none, under the labels of the bank; for any merchandise. */
export function ThreeWFields() {
  const t = useText(text);
  const phrase = usePhrase();
  const form = Form.useFormInstance();
  const used = Form.useWatch(PATH, { form, preserve: true }) != null;
  const wording = useCall(getWording);
  const labels = wording.data?.threeW ?? threeWDefaults;
  if (!used)
    return (
      <FieldGroup title={t('threeW')} hint={t('threeWHelp')}>
        <Button
          onClick={() => form.setFieldValue(PATH, { why_need: '', why_this: '', why_now: '' })}
        >
          {t('useThreeW')}
        </Button>
      </FieldGroup>
    );
  return (
    <FieldGroup title={t('threeW')} hint={t('threeWHelp')}>
      {(Object.keys(threeW) as (keyof typeof threeW)[]).map((key) => (
        <Field key={key} name={[...PATH, key]} label={phrase(labels[key])}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={300} />
        </Field>
      ))}
      <Button onClick={() => form.setFieldValue(PATH, null)}>{t('dropThreeW')}</Button>
    </FieldGroup>
  );
}
