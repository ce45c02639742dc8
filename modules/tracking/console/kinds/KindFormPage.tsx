import { App as AntApp, Button, Checkbox, Form, Input, Select, Switch } from 'antd';
import { useNavigate } from 'react-router';
import { useChange } from '#platform/web/api.ts';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { createKind, propertyTypes, reporters } from '../../contract.ts';
import styles from './kinds.module.css';
import { text } from './text.ts';

export default function KindFormPage() {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = AntApp.useApp();
  const create = useChange(createKind);
  const needs = [
    { value: 'none', label: t('none') },
    { value: 'optional', label: t('needOptional') },
    { value: 'required', label: t('needRequired') },
  ];
  return (
    <Page
      title={t('newTitle')}
      purpose={t('newPurpose')}
      width="reading"
      crumbs={[{ label: t('back'), to: '/tracking/kinds' }]}
    >
      <FormPanel
        id="tracking.kind"
        schema={createKind.body}
        initial={{ from: ['browser'], subject: 'optional', amount: 'none', properties: [] }}
        submit={t('submit')}
        onCancel={() => navigate('/tracking/kinds')}
        onSubmit={async (body) => {
          const kind = await create.mutateAsync({ body });
          message.success(t('registered', { kind: kind.kind }));
          navigate(`/tracking/kinds/${kind.kind}`);
        }}
      >
        <FieldGroup title={t('what')}>
          <Field name="kind" label={t('code')} hint={t('codeHint')}>
            <Input maxLength={60} spellCheck={false} />
          </Field>
          <Field name={['title', 0]} label={t('nameZh')} half>
            <Input maxLength={40} />
          </Field>
          <Field name={['title', 1]} label={t('nameEn')} half>
            <Input maxLength={80} />
          </Field>
          <Field name="from" label={t('from')}>
            <Checkbox.Group options={reporters.map((value) => ({ value, label: t(value) }))} />
          </Field>
        </FieldGroup>
        <FieldGroup title={t('carries')} hint={t('propertiesHint')}>
          <Field name="subject" label={t('subject')} half>
            <Select options={needs} />
          </Field>
          <Field name="amount" label={t('amount')} half>
            <Select options={needs} />
          </Field>
          <PropertyFields />
        </FieldGroup>
      </FormPanel>
    </Page>
  );
}

function PropertyFields() {
  const t = useText(text);
  return (
    <Form.List name="properties">
      {(fields, { add, remove }) => (
        <div style={{ gridColumn: '1 / -1' }}>
          {fields.map(({ name, key }) => (
            <div key={key} className={styles.property}>
              <Field name={[name, 'name']} label={t('code')} half>
                <Input maxLength={40} spellCheck={false} />
              </Field>
              <Field name={[name, 'title', 0]} label={t('nameZh')} half>
                <Input maxLength={40} />
              </Field>
              <Field name={[name, 'title', 1]} label={t('nameEn')} half>
                <Input maxLength={80} />
              </Field>
              <Field name={[name, 'type']} label={t('type')} half>
                <Select options={propertyTypes.map((value) => ({ value, label: t(value) }))} />
              </Field>
              <Form.Item
                noStyle
                shouldUpdate={(before, after) =>
                  before.properties?.[name]?.type !== after.properties?.[name]?.type
                }
              >
                {({ getFieldValue }) =>
                  getFieldValue(['properties', name, 'type']) === 'choice' && (
                    <Field name={[name, 'choices']} label={t('choices')} half>
                      <Select mode="tags" tokenSeparators={[',', '，', '、']} open={false} />
                    </Field>
                  )
                }
              </Form.Item>
              <Field name={[name, 'required']} label={t('required')} valueProp="checked" half>
                <Switch />
              </Field>
              <Button type="text" onClick={() => remove(name)}>
                {t('removeProperty')}
              </Button>
            </div>
          ))}
          <Button onClick={() => add({ type: 'text', required: false })}>{t('addProperty')}</Button>
        </div>
      )}
    </Form.List>
  );
}
