import { Form, Input } from 'antd';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { filledByProduct, filledBySender, placeName, placesOf } from '../../contract.ts';
import { text } from '../text.ts';

/** A field for each place of the text that nobody else fills: left open, whoever plans must fill it. */
export function PlacesFields() {
  const t = useText(text);
  const phrase = usePhrase();
  const body = (Form.useWatch(['body'], { preserve: true }) ?? {}) as { values?: unknown };
  const open = placesOf(body).filter(
    (place) =>
      !filledBySender.has(place) && !filledByProduct.has(place) && place !== 'service_phone',
  );
  if (open.length === 0) return null;
  return (
    <FieldGroup title={t('placesTitle')} hint={t('placesFill')}>
      {open.map((place) => (
        <Field
          key={place}
          name={['body', 'values', place]}
          label={phrase(placeName(place))}
          optional
          half
        >
          <Input maxLength={200} addonBefore={`{${place}}`} />
        </Field>
      ))}
    </FieldGroup>
  );
}
