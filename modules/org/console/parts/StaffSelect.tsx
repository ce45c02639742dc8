import { Select } from 'antd';
import { useState } from 'react';
import { useCall } from '#platform/web/api.ts';
import { useText } from '#platform/web/text/lang.ts';
import { getStaff, listStaff, type StaffId } from '../../contract.ts';
import { text } from './text.ts';

/** Chooses a colleague who is at work, by name or number. Works inside `Field`. */
export function StaffSelect({
  value,
  onChange,
  id,
  label,
  placeholder,
  allowClear = false,
  disabled = false,
  without = [],
}: {
  value?: string | undefined;
  onChange?: (staff: string | undefined) => void;
  id?: string;
  label?: string;
  placeholder?: string;
  allowClear?: boolean;
  disabled?: boolean;
  /** People who cannot be chosen here. */
  without?: readonly string[];
}) {
  const t = useText(text);
  const [q, setQ] = useState('');
  const found = useCall(
    listStaff,
    { query: { q: q || undefined, state: 'active', size: 20, sort: 'name' } },
    { keep: true },
  );
  const people = found.data?.items ?? [];
  const known = people.some((person) => person.id === value);
  const chosen = useCall(
    getStaff,
    { params: { id: (value ?? '') as StaffId } },
    { enabled: Boolean(value) && found.isSuccess && !known },
  );
  const shown = value && !known && chosen.data ? [chosen.data, ...people] : people;
  return (
    <Select
      {...(id ? { id } : {})}
      {...(value ? { value } : {})}
      {...(id && !label ? {} : { 'aria-label': label ?? t('choosePerson') })}
      placeholder={placeholder ?? t('choosePerson')}
      allowClear={allowClear}
      disabled={disabled}
      loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: (typed) => setQ(typed.trim()) }}
      notFoundContent={found.isPending ? null : t('nobodyFound')}
      style={{ width: '100%' }}
      onChange={(next: string | undefined) => onChange?.(next)}
      options={shown
        .filter((person) => !without.includes(person.id))
        .map((person) => ({
          value: person.id,
          label: `${person.name} · ${person.number} · ${person.unit.name}`,
        }))}
    />
  );
}
