import { InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { useText } from '#platform/web/text/lang.ts';
import styles from '../builder.module.css';
import { text } from '../text.ts';

/** Something being filled in: what of it is there is not known before it is checked. */
export type Draft = Readonly<Record<string, unknown>>;

export function Choose({
  label,
  value,
  onChange,
  options,
  width,
}: {
  label: string;
  value: unknown;
  onChange: (value: string) => void;
  options: readonly { value: string; label: string }[];
  width?: number;
}) {
  return (
    <Select<string>
      aria-label={label}
      value={value as string}
      onChange={onChange}
      options={[...options]}
      popupMatchSelectWidth={false}
      style={width ? { width } : { minWidth: 92 }}
      showSearch={options.length > 8 ? { optionFilterProp: 'label' } : false}
    />
  );
}

export function ChooseMany({
  label,
  value,
  onChange,
  options,
  placeholder,
}: {
  label: string;
  value: unknown;
  onChange: (value: string[]) => void;
  options: readonly {
    value?: string;
    label: string;
    options?: { value: string; label: string }[];
  }[];
  placeholder?: string;
}) {
  return (
    <Select<string[]>
      mode="multiple"
      aria-label={label}
      placeholder={placeholder ?? label}
      value={(value as string[] | undefined) ?? []}
      onChange={onChange}
      options={[...options] as { value: string; label: string }[]}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      className={styles.many ?? ''}
    />
  );
}

export function NumberField({
  label,
  value,
  onChange,
  unit,
  min,
  max,
  whole = false,
  times = 1,
  width = 132,
}: {
  label: string;
  value: unknown;
  onChange: (value: number | undefined) => void;
  unit?: ReactNode;
  min?: number;
  max?: number;
  whole?: boolean;
  /** What is stored is so many times what is shown: fen of yuan. */
  times?: number;
  width?: number;
}) {
  return (
    <span className={styles.number}>
      <InputNumber<number>
        aria-label={label}
        value={typeof value === 'number' ? value / times : null}
        onChange={(next) =>
          onChange(next === null ? undefined : times === 1 ? next : Math.round(next * times))
        }
        {...(min === undefined ? {} : { min })}
        {...(max === undefined ? {} : { max })}
        {...(whole ? { precision: 0 } : {})}
        formatter={(shown) => grouped(String(shown ?? ''))}
        parser={(typed) => {
          const digits = (typed ?? '').replace(/[,\s]/g, '');
          // Emptied is not zero.
          return (digits === '' ? '' : Number(digits)) as number;
        }}
        style={{ width }}
      />
      {unit}
    </span>
  );
}

const grouped = (digits: string) => {
  const [whole = '', rest] = digits.split('.');
  const shown = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return rest === undefined ? shown : `${shown}.${rest}`;
};

/** A test of time with whatever it asks for. */
export function TimeFields({
  test,
  onChange,
  ops = pastOps,
  others = [],
}: {
  test: Draft;
  onChange: (test: Draft) => void;
  ops?: readonly TimeOp[];
  /** Tests that ask nothing of time: whether there is a day at all. */
  others?: readonly string[];
}) {
  const t = useText(text);
  const day = (name: string, label: string) => (
    <span className={styles.day}>
      <DayPicker
        label={label}
        value={test[name] as string | undefined}
        onChange={(value) => onChange({ ...test, [name]: value })}
        allowClear={false}
      />
    </span>
  );
  return (
    <>
      <Choose
        label={t('test')}
        value={test.op}
        onChange={(op) => onChange(others.includes(op) ? { op } : firstTime(op as TimeOp))}
        options={[...ops, ...others].map((op) => ({ value: op, label: t(`op_${op}` as 'op_eq') }))}
      />
      {'days' in test && (
        <NumberField
          label={t('days')}
          value={test.days}
          onChange={(days) => onChange({ ...test, days })}
          unit={t('days')}
          min={1}
          max={test.op === 'anniversary' ? 366 : 3660}
          whole
          width={84}
        />
      )}
      {(test.op === 'since' || test.op === 'before') && day('day', t('value'))}
      {test.op === 'within' && (
        <>
          {day('from', t('from'))}
          <span>{t('until')}</span>
          {day('to', t('to'))}
        </>
      )}
    </>
  );
}

export const pastOps = ['last_days', 'before_last_days', 'within', 'since', 'before'] as const;
export type TimeOp = (typeof pastOps)[number] | 'next_days' | 'anniversary';

export function firstTime(op: TimeOp): Draft {
  switch (op) {
    case 'last_days':
      return { op, days: 30, skip: 0 };
    case 'before_last_days':
    case 'next_days':
    case 'anniversary':
      return { op, days: 30 };
    default:
      return { op };
  }
}

/** Comparisons of numbers with their one or two values. */
export function NumberTestFields({
  test,
  onChange,
  ops = numberOps,
  unit,
  times = 1,
  whole = false,
}: {
  test: Draft;
  onChange: (test: Draft) => void;
  ops?: readonly string[];
  unit?: ReactNode;
  times?: number;
  whole?: boolean;
}) {
  const t = useText(text);
  const single = test.op !== 'between' && test.op !== 'missing' && test.op !== 'present';
  const field = (name: string, label: string) => (
    <NumberField
      label={label}
      value={test[name]}
      onChange={(value) => onChange({ ...test, [name]: value })}
      unit={unit}
      times={times}
      whole={whole}
    />
  );
  return (
    <>
      <Choose
        label={t('test')}
        value={test.op}
        onChange={(op) =>
          onChange({ op, ...(op !== 'between' && 'value' in test ? { value: test.value } : {}) })
        }
        options={ops.map((op) => ({ value: op, label: t(`op_${op}` as 'op_eq') }))}
      />
      {single && field('value', t('value'))}
      {test.op === 'between' && (
        <>
          {field('from', t('from'))}
          <span>–</span>
          {field('to', t('to'))}
        </>
      )}
    </>
  );
}

export const numberOps = ['ge', 'gt', 'le', 'lt', 'eq', 'ne', 'between'] as const;
