import { Form, Select } from 'antd';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { listItems } from '#modules/content/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { useText } from '#platform/web/text/lang.ts';
import { useSettled } from '#platform/web/useSettled.ts';
import type { ContentFact, ContentRef, Lane } from '../../contract.ts';
import styles from '../sequences.module.css';
import { text } from '../text.ts';
import { useNamedPlaces } from './named-places.ts';

/** Finds content that may be sent, and shows what it says. */
export function ContentPicker({
  label,
  value,
  contents,
  editable,
  onChange,
}: {
  label: string;
  value: ContentRef | null;
  contents: readonly ContentFact[];
  lane: Lane;
  editable: boolean;
  onChange: (content: ContentRef | null) => void;
}) {
  const t = useText(text);
  const named = useNamedPlaces();
  const id = useId();
  const [q, setQ] = useState('');
  const settled = useSettled(q, 250);
  const found = useCall(
    listItems,
    { query: { usable: true as never, size: 20, ...(settled ? { q: settled } : {}) } },
    { enabled: editable, keep: true },
  );
  const chosen = contents.find((fact) => fact.id === value?.id && fact.version === value.version);
  const items = found.data?.items ?? [];
  const options = items
    .filter((item) => item.usable !== null)
    .map((item) => ({ value: item.id as string, label: item.name, version: item.usable! }));
  if (value && !options.some((option) => option.value === value.id))
    options.unshift({
      value: value.id,
      label: chosen?.name ?? value.id,
      version: value.version,
    });
  return (
    <Form.Item label={label} htmlFor={id}>
      <Select
        id={id}
        allowClear
        placeholder={t('chooseContent')}
        {...(value ? { value: value.id } : {})}
        showSearch={{ filterOption: false, onSearch: setQ }}
        options={options}
        onChange={(itemId?: string) => {
          const option = options.find((one) => one.value === itemId);
          onChange(option ? { id: option.value, version: option.version } : null);
        }}
      />
      {chosen && (
        <blockquote className={styles.quote}>
          {named(chosen.preview)}
          <Link to={`/content/items/${chosen.id}`}>{t('version', { n: chosen.version })}</Link>
        </blockquote>
      )}
    </Form.Item>
  );
}
