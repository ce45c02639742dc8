import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { UnitSelect } from '../form/UnitSelect.tsx';
import { Icon } from '../icon/Icon.tsx';
import { Kbd } from '../show/Kbd.tsx';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import { usePhone } from '../useMedia.ts';
import type { Filter } from './filter.ts';
import styles from './tools.module.css';

type Chosen = Readonly<Record<string, readonly string[]>>;

export interface FilterBarProps {
  filters: readonly Filter[];
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
  /** Placeholder of the search field; without it there is none. */
  search?: string | undefined;
  q?: string;
  onSearch?: (q: string) => void;
  /** Forgets search and filters in one step. */
  onClear?: () => void;
  children?: ReactNode;
}

/** Search and filters over a list. On a phone the filters fold away behind a button with their count. */
export function FilterBar({
  filters,
  chosen,
  onChange,
  search,
  q = '',
  onSearch,
  onClear,
  children,
}: FilterBarProps) {
  const t = useText(words);
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const set = (key: string, values: readonly string[]) => {
    const { [key]: _, ...others } = chosen;
    onChange(values.length > 0 ? { ...others, [key]: values } : others);
  };
  const count = Object.keys(chosen).length;
  return (
    <search className={styles.bar}>
      {search !== undefined && onSearch && (
        <SearchField placeholder={search} q={q} onSearch={onSearch} />
      )}
      {phone && filters.length > 0 && (
        <button
          type="button"
          className={styles.tool}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon name="filter" /> {t('filters')}
          {count > 0 && <b>{count}</b>}
        </button>
      )}
      {(!phone || open) &&
        filters.map((filter) => (
          <FilterField
            key={filter.key}
            filter={filter}
            values={chosen[filter.key] ?? []}
            set={(values) => set(filter.key, values)}
          />
        ))}
      {(count > 0 || q !== '') && (
        <button
          type="button"
          className={styles.clear}
          onClick={() => (onClear ? onClear() : onChange({}))}
        >
          {t('reset')}
        </button>
      )}
      {children && <div className={styles.right}>{children}</div>}
    </search>
  );
}

/** Waits until the typing pauses, so that each letter is not a query. */
function SearchField({
  placeholder,
  q,
  onSearch,
}: {
  placeholder: string;
  q: string;
  onSearch: (q: string) => void;
}) {
  const phone = usePhone();
  const [typed, setTyped] = useState(q);
  const composing = useRef(false);
  const told = useRef(q);
  useEffect(() => {
    if (q === told.current) return;
    told.current = q;
    setTyped(q);
  }, [q]);
  useEffect(() => {
    if (composing.current || typed.trim() === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed.trim();
      onSearch(typed.trim());
    }, 350);
    return () => clearTimeout(timer);
  }, [typed, onSearch]);
  return (
    <Input
      className={styles.search ?? ''}
      type="search"
      aria-label={placeholder}
      placeholder={placeholder}
      value={typed}
      maxLength={100}
      prefix={<Icon name="search" />}
      suffix={typed === '' && !phone ? <Kbd keys="/" /> : undefined}
      allowClear
      onCompositionStart={() => {
        composing.current = true;
      }}
      onCompositionEnd={(event) => {
        composing.current = false;
        setTyped(event.currentTarget.value);
      }}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
    />
  );
}

function FilterField({
  filter,
  values,
  set,
}: {
  filter: Filter;
  values: readonly string[];
  set: (values: readonly string[]) => void;
}) {
  const t = useText(words);
  const one = values[0];
  switch (filter.kind) {
    case 'choice':
      return (
        <Select
          className={styles.filter ?? ''}
          aria-label={filter.label}
          placeholder={filter.label}
          allowClear
          {...(filter.many
            ? { mode: 'multiple' as const, maxTagCount: 'responsive' as const, value: [...values] }
            : { value: one })}
          options={[...filter.options]}
          showSearch={
            filter.many || filter.options.length > 8 ? { optionFilterProp: 'label' } : false
          }
          popupMatchSelectWidth={false}
          onChange={(next: string | string[] | undefined) =>
            set(next === undefined ? [] : Array.isArray(next) ? next : [next])
          }
        />
      );
    case 'unit':
      return (
        <div className={styles.filter}>
          <UnitSelect
            value={one}
            label={filter.label}
            placeholder={filter.label}
            allowClear
            onChange={(next) => set(next ? [next] : [])}
          />
        </div>
      );
    case 'dates': {
      const [from, to] = (one ?? '').split('~');
      return (
        <DatePicker.RangePicker
          className={styles.dates ?? ''}
          aria-label={filter.label}
          placeholder={[`${filter.label} ${t('from')}`, t('to')]}
          allowEmpty={[true, true]}
          value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
          onChange={(_, days) => {
            const [first = '', last = ''] = days ?? [];
            set(first || last ? [`${first}~${last}`] : []);
          }}
        />
      );
    }
    case 'text':
      return (
        <Input
          className={styles.filter ?? ''}
          aria-label={filter.label}
          placeholder={filter.label}
          defaultValue={one}
          allowClear
          onChange={(event) => event.target.value === '' && set([])}
          onPressEnter={(event) =>
            set(event.currentTarget.value ? [event.currentTarget.value] : [])
          }
          onBlur={(event) => set(event.target.value ? [event.target.value] : [])}
        />
      );
    case 'own':
      return (
        <div className={styles.filter}>
          {filter.render(one, (next) => set(next === undefined || next === '' ? [] : [next]))}
        </div>
      );
  }
}
