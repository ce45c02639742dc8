import { Input, InputNumber, Segmented, Select } from 'antd';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { usePhrase } from '#platform/web/text/lang.ts';
import type { Attribute } from '../../contract.ts';

type Content = number | string | boolean | string[] | null | undefined;

/** A field for one value, as its attribute asks for it. Works inside `Field`. */
export function AttributeValue({
  attribute,
  id,
  value,
  onChange,
}: {
  attribute: Pick<Attribute, 'type' | 'unit' | 'choices'>;
  id?: string;
  value?: Content;
  onChange?: (value: Content) => void;
}) {
  const phrase = usePhrase();
  const named = id ? { id } : {};
  const choices = attribute.choices.map(({ code, name }) => ({ value: code, label: phrase(name) }));
  const unit = attribute.type === 'money' ? phrase(['元', 'yuan']) : attribute.unit;
  switch (attribute.type) {
    case 'number':
    case 'money':
      return (
        <InputNumber
          {...named}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => onChange?.(next)}
          {...(unit ? { suffix: unit } : {})}
          controls={false}
          style={{ width: '100%' }}
        />
      );
    case 'choice':
      return (
        <Select
          {...named}
          value={typeof value === 'string' ? value : undefined}
          onChange={onChange}
          options={choices}
        />
      );
    case 'choices':
      return (
        <Select
          {...named}
          mode="multiple"
          value={Array.isArray(value) ? value : []}
          onChange={onChange}
          options={choices}
        />
      );
    case 'day':
      return (
        <DayPicker
          {...named}
          value={typeof value === 'string' ? value : undefined}
          onChange={(day) => onChange?.(day)}
        />
      );
    case 'flag':
      return (
        <Segmented
          value={typeof value === 'string' ? value : ''}
          onChange={(next) => onChange?.(next)}
          options={[
            { value: 'yes', label: phrase(['是', 'Yes']) },
            { value: 'no', label: phrase(['否', 'No']) },
          ]}
        />
      );
    case 'text':
      return (
        <Input
          {...named}
          maxLength={500}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange?.(event.target.value)}
        />
      );
  }
}
