import { Input, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { purposeText } from '#modules/customers/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { createModel, modelSources, modelSourceText, ruleVocabulary } from '../../contract.ts';
import { modelText } from './model-text.ts';
import { draftOf, NewModel } from './new-model.ts';

export default function NewModelPage() {
  const t = useText(modelText);
  const phrase = usePhrase();
  const navigate = useNavigate();
  const create = useChange(createModel);
  const [values, setValues] = useState<{ source?: string; targetKind?: string }>({
    source: 'trained',
    targetKind: 'event',
  });
  return (
    <Page
      title={t('newTitle')}
      purpose={t('newPurpose')}
      width="reading"
      crumbs={[{ label: t('models'), to: '/audiences/models' }, { label: t('newTitle') }]}
    >
      <FormPanel
        id="audiences.model.new"
        schema={NewModel}
        initial={{
          source: 'trained',
          purpose: 'marketing',
          targetKind: 'event',
          events: ['product.bought'],
          days: 30,
          attributes: [],
          counted: ['product.viewed', 'content.read', 'message.replied', 'app.opened'],
        }}
        submit={t('begin')}
        onChange={(now) => setValues(now as typeof values)}
        onCancel={() => navigate('/audiences/models')}
        onSubmit={async (given) => {
          const made = await create.mutateAsync({ body: draftOf(given) });
          navigate(`/audiences/models/${made.id}`);
        }}
      >
        <FieldGroup title={t('about')}>
          <Field name="name" label={t('name')}>
            <Input maxLength={60} autoFocus />
          </Field>
          <Field name="source" label={t('source')} half>
            <Radio.Group
              options={modelSources.map((value) => ({
                value,
                label: phrase(modelSourceText[value]),
              }))}
            />
          </Field>
          <Field name="purpose" label={t('purpose')} half>
            <Select
              options={(['marketing', 'personalisation', 'service', 'risk'] as const).map(
                (value) => ({ value, label: phrase(purposeText[value]) }),
              )}
            />
          </Field>
        </FieldGroup>
        {values.source !== 'uploaded' && <Learning byEvent={values.targetKind !== 'attribute'} />}
      </FormPanel>
    </Page>
  );
}

function Learning({ byEvent }: { byEvent: boolean }) {
  const t = useText(modelText);
  const words = useCall(ruleVocabulary).data;
  const events = words?.events.map(({ key, name }) => ({ value: key, label: name })) ?? [];
  const of = (...types: string[]) =>
    words?.attributes
      .filter(({ type, purposes }) => types.includes(type) && purposes.includes('modelling'))
      .map(({ key, name }) => ({ value: key, label: name })) ?? [];
  const search = { optionFilterProp: 'label' } as const;
  return (
    <>
      <FieldGroup title={t('what')}>
        <Field name="targetKind" label={t('targetKind')}>
          <Radio.Group
            options={[
              { value: 'event', label: t('targetEvent') },
              { value: 'attribute', label: t('targetAttribute') },
            ]}
          />
        </Field>
        {byEvent ? (
          <>
            <Field name="events" label={t('events')} half>
              <Select mode="multiple" showSearch={search} options={events} />
            </Field>
            <Field name="days" label={t('days')} half>
              <InputNumber min={1} max={365} precision={0} style={{ width: '100%' }} />
            </Field>
          </>
        ) : (
          <Field name="attribute" label={t('attribute')}>
            <Select showSearch={search} options={of('flag')} />
          </Field>
        )}
      </FieldGroup>
      <FieldGroup title={t('may')} hint={t('attributesHint')}>
        <Field name="attributes" label={t('attributes')} optional>
          <Select
            mode="multiple"
            showSearch={search}
            options={of('number', 'money', 'choice', 'flag')}
          />
        </Field>
        <Field name="counted" label={t('counted')} optional>
          <Select mode="multiple" showSearch={search} options={events} />
        </Field>
      </FieldGroup>
    </>
  );
}
