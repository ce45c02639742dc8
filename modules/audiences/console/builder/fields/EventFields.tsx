import { Button } from 'antd';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { periods } from '../../../contract.ts';
import { meansKind } from '../../../rule/walk.ts';
import styles from '../builder.module.css';
import { text } from '../text.ts';
import { useVocabulary } from '../vocabulary.tsx';
import { type FieldsProps, Typed, Written } from './AttributeFields.tsx';
import {
  Choose,
  ChooseMany,
  type Draft,
  NumberField,
  NumberTestFields,
  numberOps,
  TimeFields,
} from './controls.tsx';

/** How often, how much, on how many days something was done. */
export function EventFields({ leaf, onChange }: FieldsProps) {
  const t = useText(text);
  const put = (part: Draft) => onChange({ ...leaf, ...part });
  const money = leaf.measure === 'sum';
  return (
    <>
      <WindowFields window={(leaf.window ?? {}) as Draft} onChange={(window) => put({ window })} />
      <EventChoice value={leaf.events} onChange={(events) => put({ events })} />
      <Choose
        label={t('measure')}
        value={leaf.measure}
        onChange={(measure) => put({ measure })}
        options={[
          { value: 'count', label: t('m_count') },
          { value: 'days', label: t('m_days') },
          { value: 'sum', label: t('m_sum') },
        ]}
      />
      <NumberTestFields
        test={(leaf.test ?? {}) as Draft}
        onChange={(test) => put({ test })}
        unit={money ? null : t(leaf.measure === 'days' ? 'days' : 'times')}
        whole={!money}
      />
      <WhereFields leaf={leaf} onChange={onChange} />
    </>
  );
}

/** When something was done for the first or the last time. */
export function OccurrenceFields({ leaf, onChange }: FieldsProps) {
  const t = useText(text);
  return (
    <>
      <Choose
        label={t('which')}
        value={leaf.which}
        onChange={(which) => onChange({ ...leaf, which })}
        options={[
          { value: 'first', label: t('first') },
          { value: 'last', label: t('last') },
        ]}
      />
      <EventChoice value={leaf.events} onChange={(events) => onChange({ ...leaf, events })} />
      <TimeFields
        test={(leaf.test ?? {}) as Draft}
        onChange={(test) => onChange({ ...leaf, test })}
      />
      <WhereFields leaf={leaf} onChange={onChange} />
    </>
  );
}

function EventChoice({
  value,
  onChange,
}: {
  value: unknown;
  onChange: (events: string[]) => void;
}) {
  const t = useText(text);
  const { events, families } = useVocabulary();
  const options = (entries: readonly { key: string; name: string }[]) =>
    entries.map((one) => ({ value: one.key, label: one.name }));
  return (
    <ChooseMany
      label={t('events')}
      value={value}
      onChange={onChange}
      options={[
        { label: t('families'), options: options(families) },
        { label: t('events'), options: options(events) },
      ]}
    />
  );
}

function WindowFields({ window, onChange }: { window: Draft; onChange: (window: Draft) => void }) {
  const t = useText(text);
  const kinds = ['days', 'hours', 'period', 'between', 'ever'] as const;
  const first: Record<string, Draft> = {
    days: { kind: 'days', last: 30, skip: 0 },
    hours: { kind: 'hours', last: 24 },
    period: { kind: 'period', period: 'this_month' },
    between: { kind: 'between' },
    ever: { kind: 'ever' },
  };
  const day = (name: 'from' | 'to') => (
    <span className={styles.day}>
      <DayPicker
        label={t(name)}
        value={window[name] as string | undefined}
        onChange={(value) => onChange({ ...window, [name]: value })}
        allowClear={false}
      />
    </span>
  );
  return (
    <>
      <Choose
        label={t('window')}
        value={window.kind}
        onChange={(kind) => onChange(first[kind]!)}
        options={kinds.map((kind) => ({ value: kind, label: t(`w_${kind}`) }))}
      />
      {(window.kind === 'days' || window.kind === 'hours') && (
        <NumberField
          label={t(window.kind)}
          value={window.last}
          onChange={(last) => onChange({ ...window, last })}
          unit={t(window.kind)}
          min={1}
          max={window.kind === 'days' ? 3660 : 720}
          whole
          width={84}
        />
      )}
      {window.kind === 'period' && (
        <Choose
          label={t('w_period')}
          value={window.period}
          onChange={(period) => onChange({ ...window, period })}
          options={periods.map((period) => ({ value: period, label: t(`p_${period}`) }))}
        />
      )}
      {window.kind === 'between' && (
        <>
          {day('from')}
          <span>{t('until')}</span>
          {day('to')}
        </>
      )}
    </>
  );
}

const textOps = ['eq', 'ne', 'in', 'contains', 'present', 'missing'];
const amountOps = [...numberOps, 'present', 'missing'];

/** Only events that hold this count. */
function WhereFields({ leaf, onChange }: FieldsProps) {
  const t = useText(text);
  const vocabulary = useVocabulary();
  const names = (leaf.events as string[] | undefined) ?? [];
  const where = (leaf.where as Draft[] | undefined) ?? [];
  const own = vocabulary.events
    .filter((event) => meansKind(names, event.key))
    .flatMap((event) => event.properties);
  const properties = [
    ...new Map(own.map((one) => [one.key, one])).values(),
    { key: 'subject', name: t('p_subject'), type: 'text' },
    { key: 'source', name: t('p_source'), type: 'text' },
    { key: 'amount', name: t('p_amount'), type: 'number' },
  ];
  const put = (at: number, next: Draft | null) =>
    onChange({
      ...leaf,
      where: next ? where.with(at, next) : where.filter((_, i) => i !== at),
    });
  return (
    <>
      {where.map((one, at) => {
        const type = properties.find((property) => property.key === one.property)?.type;
        const numeric = type === 'number' || type === 'integer' || type === 'money';
        const test = (one.test ?? {}) as Draft;
        const change = (next: Draft) => put(at, { ...one, test: next });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: tests have no identity but their place
          <span key={at} className={styles.detail}>
            <span>{t('where')}</span>
            <Choose
              label={t('property')}
              value={one.property}
              onChange={(property) => put(at, { property, test: { op: 'eq' } })}
              options={properties.map(({ key, name }) => ({ value: key, label: name }))}
            />
            {numeric ? (
              <NumberTestFields test={test} onChange={change} ops={amountOps} />
            ) : (
              <>
                <Choose
                  label={t('test')}
                  value={test.op}
                  onChange={(op) =>
                    change(op === 'in' ? { op, values: [] } : { op, value: test.value })
                  }
                  options={textOps.map((op) => ({ value: op, label: t(`op_${op}` as 'op_eq') }))}
                />
                {test.op === 'in' ? (
                  <Typed value={test.values} onChange={(values) => change({ ...test, values })} />
                ) : test.op === 'present' || test.op === 'missing' ? null : (
                  <Written value={test.value} onChange={(value) => change({ ...test, value })} />
                )}
              </>
            )}
            <Button
              type="text"
              size="small"
              aria-label={t('remove')}
              icon={<Icon name="close" size={14} />}
              onClick={() => put(at, null)}
            />
          </span>
        );
      })}
      {where.length < 10 && names.length > 0 && (
        <Button
          type="link"
          size="small"
          className={styles.narrow ?? ''}
          onClick={() =>
            onChange({
              ...leaf,
              where: [...where, { property: properties[0]!.key, test: { op: 'eq' } }],
            })
          }
        >
          {t('addWhere')}
        </Button>
      )}
    </>
  );
}
