import { App, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type Attribute,
  addAttribute,
  attributeTypes,
  attributeTypeText,
  blocks,
  blockText,
  changeAttribute,
  purposes,
  purposeText,
} from '../../contract.ts';
import { AttributeForm, draftOf, linesOf } from './choices.ts';
import { text } from './text.ts';

export function AttributeDialog({
  attribute,
  close,
}: {
  attribute: Attribute | 'new' | null;
  close: () => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const add = useChange(addAttribute);
  const change = useChange(changeAttribute);
  const old = attribute === 'new' || attribute === null ? null : attribute;
  return (
    <FormDialog
      open={attribute !== null}
      close={close}
      id={`customers.attribute.${old?.code ?? 'new'}`}
      title={old ? t('changeTitle', { name: phrase(old.name) }) : t('add')}
      width={640}
      schema={AttributeForm}
      initial={
        old
          ? { ...old, choices: linesOf(old.choices) }
          : {
              type: 'text',
              block: 'basic',
              dataClass: 'C1',
              purposes: ['service'],
              sensitive: false,
              hot: false,
            }
      }
      submit={t('save')}
      onSubmit={async (form) => {
        const { code, type: _, ...draft } = draftOf(form);
        if (old)
          await change.mutateAsync({ params: { code }, body: { ...draft, version: old.version } });
        else await add.mutateAsync({ body: draftOf(form) });
        message.success(t('saved'));
      }}
    >
      <Fields old={old} />
    </FormDialog>
  );
}

function Fields({ old }: { old: Attribute | null }) {
  const t = useText(text);
  const phrase = usePhrase();
  const type = Form.useWatch('type');
  return (
    <>
      <Field name={['name', 0]} label={t('nameZh')} half>
        <Input maxLength={60} />
      </Field>
      <Field name={['name', 1]} label={t('nameEn')} half>
        <Input maxLength={60} />
      </Field>
      <Field name="code" label={t('code')} hint={t('codeHint')} half>
        <Input maxLength={48} spellCheck={false} disabled={old !== null} />
      </Field>
      <Field name="type" label={t('type')} half>
        <Select
          disabled={old !== null}
          options={attributeTypes.map((value) => ({
            value,
            label: phrase(attributeTypeText[value]),
          }))}
        />
      </Field>
      {(type === 'choice' || type === 'choices') && (
        <Field name="choices" label={t('choices')} hint={t('choicesHint')}>
          <Input.TextArea rows={5} spellCheck={false} />
        </Field>
      )}
      <Field name="block" label={t('block')} half>
        <Select options={blocks.map((value) => ({ value, label: phrase(blockText[value]) }))} />
      </Field>
      <Field name="unit" label={t('unit')} optional half>
        <Input maxLength={12} />
      </Field>
      <Field name="purposes" label={t('purposes')} hint={t('purposesHint')}>
        <Select
          mode="multiple"
          options={purposes.map((value) => ({ value, label: phrase(purposeText[value]) }))}
        />
      </Field>
      <Field name="dataClass" label={t('dataClass')} hint={t('dataClassHint')} half>
        <Select
          disabled={old?.builtIn ?? false}
          options={[
            { value: 'C2', label: 'C2' },
            { value: 'C1', label: 'C1' },
            { value: 'none', label: t('noneClass') },
          ]}
        />
      </Field>
      <Field name="validDays" label={t('validDays')} hint={t('validDaysHint')} optional half>
        <InputNumber min={1} max={3660} precision={0} style={{ width: '100%' }} />
      </Field>
      <Field
        name="sensitive"
        label={t('sensitive')}
        hint={t('sensitiveHint')}
        valueProp="checked"
        half
      >
        <Checkbox>{t('sensitive')}</Checkbox>
      </Field>
      <Field name="hot" label={t('hot')} valueProp="checked" half>
        <Checkbox>{t('hot')}</Checkbox>
      </Field>
    </>
  );
}

export function AttributeStateDialog({
  attribute,
  close,
}: {
  attribute: Attribute | null;
  close: () => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const change = useChange(changeAttribute);
  const retires = attribute?.state === 'active';
  return (
    <Confirm
      open={attribute !== null}
      close={close}
      danger={retires}
      title={t(retires ? 'retireTitle' : 'restoreTitle', {
        name: attribute ? phrase(attribute.name) : '',
      })}
      consequences={[t(retires ? 'retireWhat' : 'restoreWhat')]}
      verb={t(retires ? 'retire' : 'restore')}
      run={async () => {
        if (!attribute) return;
        await change.mutateAsync({
          params: { code: attribute.code },
          body: { state: retires ? 'retired' : 'active', version: attribute.version },
        });
        message.success(t('saved'));
      }}
    />
  );
}
