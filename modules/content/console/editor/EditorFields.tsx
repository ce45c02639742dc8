import { Form, Input, Select, Switch } from 'antd';
import { useCall } from '#platform/web/api.ts';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  contentTypes,
  formats,
  listProducts,
  places,
  type Stage,
  segments,
  stages,
} from '../../contract.ts';
import { text } from '../text.ts';
import { CarrierFields } from './CarrierFields.tsx';
import { PersonaFields } from './PersonaFields.tsx';
import { PlacesFields } from './PlacesFields.tsx';
import { ThreeWFields } from './ThreeWFields.tsx';

export function EditorFields({ isNew }: { isNew: boolean }) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <>
      <FieldGroup title={t('what')}>
        <Field name="name" label={t('name')}>
          <Input maxLength={80} autoFocus={isNew} />
        </Field>
        {isNew && (
          <Field name="ownerUnitId" label={t('owner')} half>
            <UnitSelect />
          </Field>
        )}
        <Field name={['body', 'carrier', 'format']} label={t('format')} half>
          <Select
            options={Object.entries(formats).map(([value, name]) => ({
              value,
              label: phrase(name),
            }))}
          />
        </Field>
        <Field name={['body', 'text']} label={t('body')} hint={t('bodyHint')}>
          <Input.TextArea autoSize={{ minRows: 4, maxRows: 16 }} maxLength={4_000} />
        </Field>
        <CarrierFields />
        <Field name={['body', 'source']} label={t('source')} hint={t('sourceHint')} optional>
          <Input maxLength={200} />
        </Field>
        <PersonaFields />
      </FieldGroup>
      <PlacesFields />
      <ThreeWFields />
      <WhomFields />
    </>
  );
}

function WhomFields() {
  const t = useText(text);
  const phrase = usePhrase();
  const options = (all: Readonly<Record<string, readonly [string, string]>>) =>
    Object.entries(all).map(([value, name]) => ({ value, label: phrase(name) }));
  const stage: Stage | null = Form.useWatch(['facets', 'stage']) ?? null;
  const types = Object.entries(contentTypes).filter(
    ([, type]) => type.stage === null || stage === null || type.stage === stage,
  );
  return (
    <FieldGroup title={t('whom')}>
      <Field name={['facets', 'need']} label={t('need')} hint={t('needHint')}>
        <Input maxLength={200} />
      </Field>
      <Field name={['facets', 'segments']} label={t('segments')} half>
        <Select
          mode="multiple"
          options={[{ value: '*', label: t('everybody') }, ...options(segments)]}
        />
      </Field>
      <Field name={['facets', 'scenes']} label={t('scenes')} hint={t('scenesHint')} half>
        <Select mode="tags" maxCount={20} />
      </Field>
      <Field name={['facets', 'stage']} label={t('stage')} half>
        <Select allowClear options={options(stages)} />
      </Field>
      <Field name={['facets', 'type']} label={t('type')} optional half>
        <Select
          allowClear
          options={types.map(([value, type]) => ({ value, label: phrase(type.text) }))}
        />
      </Field>
      <Field
        name={['facets', 'productIds']}
        label={t('products')}
        hint={t('productsHint')}
        optional
      >
        <ProductSelect />
      </Field>
      <Field name={['facets', 'places']} label={t('places')} hint={t('placesHint')}>
        <Select mode="multiple" options={options(places)} />
      </Field>
      <Field name={['facets', 'purpose']} label={t('purpose')} half>
        <Select
          options={[
            { value: 'marketing', label: t('marketing') },
            { value: 'service', label: t('service') },
          ]}
        />
      </Field>
      <Field name={['facets', 'nature']} label={t('nature')} optional half>
        <Select
          mode="multiple"
          options={[
            { value: 'activity', label: t('natureActivity') },
            { value: 'education', label: t('natureEducation') },
            { value: 'case', label: t('natureCase') },
            { value: 'ai_generated', label: t('natureAi') },
            { value: 'elderly', label: t('natureElderly') },
          ]}
        />
      </Field>
      <Field
        name={['facets', 'promotional']}
        label={t('promotional')}
        hint={t('promotionalHint')}
        valueProp="checked"
      >
        <Switch />
      </Field>
      <Field name={['validity', 'from']} label={t('validFrom')} optional half>
        <DayPicker />
      </Field>
      <Field name={['validity', 'to']} label={t('validTo')} optional half>
        <DayPicker />
      </Field>
    </FieldGroup>
  );
}

/** Products by name. Works inside `Field`. */
function ProductSelect(props: { id?: string; value?: string[]; onChange?: (v: string[]) => void }) {
  const found = useCall(listProducts, { query: { size: 200, sort: 'name' } });
  return (
    <Select
      {...props}
      mode="multiple"
      loading={found.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      options={(found.data?.items ?? []).map(({ id, name, code }) => ({
        value: id,
        label: `${name} ${code}`,
      }))}
    />
  );
}
