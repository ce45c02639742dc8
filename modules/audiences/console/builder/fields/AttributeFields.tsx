import { Input, Select } from 'antd';
import { useText } from '#platform/web/text/lang.ts';
import { testsOf } from '../../../contract.ts';
import styles from '../builder.module.css';
import { firstTest } from '../first-leaf.ts';
import type { LeafDraft } from '../rule-draft.ts';
import { text } from '../text.ts';
import { useAttribute, useVocabulary } from '../vocabulary.tsx';
import {
  Choose,
  ChooseMany,
  type Draft,
  firstTime,
  NumberTestFields,
  pastOps,
  TimeFields,
  type TimeOp,
} from './controls.tsx';

const several = new Set(['in', 'not_in', 'has_any', 'has_all', 'has_none']);
const bare = new Set(['missing', 'present']);
const timed = new Set<string>([...pastOps, 'next_days', 'anniversary']);

export interface FieldsProps {
  leaf: LeafDraft;
  onChange: (leaf: LeafDraft) => void;
}

/** One value the bank knows of a customer. */
export function AttributeFields({ leaf, onChange }: FieldsProps) {
  const t = useText(text);
  const { attributes } = useVocabulary();
  const attribute = useAttribute(leaf.attribute);
  const test = (leaf.test ?? {}) as Draft;
  const put = (next: Draft) => onChange({ ...leaf, test: next });
  return (
    <>
      <Choose
        label={t('field')}
        value={attribute ? leaf.attribute : undefined}
        options={attributes.map((one) => ({ value: one.key, label: one.name }))}
        onChange={(code) => {
          const next = attributes.find((one) => one.key === code)!;
          const same = next.type === attribute?.type && next.options.length === 0;
          onChange({ ...leaf, attribute: code, test: same ? test : firstTest(next.type) });
        }}
      />
      {attribute && <ValueTest attribute={attribute} test={test} onChange={put} />}
    </>
  );
}

type Attribute = NonNullable<ReturnType<typeof useAttribute>>;

function ValueTest({
  attribute,
  test,
  onChange,
}: {
  attribute: Attribute;
  test: Draft;
  onChange: (test: Draft) => void;
}) {
  const t = useText(text);
  const { type, unit } = attribute;
  // One of a choice is `in` with one value; both stand in rules.
  const ops = testsOf[type].filter(
    (op) => type !== 'choice' || (op !== 'eq' && op !== 'ne') || op === test.op,
  );
  const op = test.op as string;
  if (type === 'number' || type === 'money') {
    const suffix = type === 'money' ? t('yuan') : unit;
    if (!several.has(op))
      return (
        <NumberTestFields
          test={test}
          onChange={(next) =>
            onChange(several.has(String(next.op)) ? { ...next, values: [] } : next)
          }
          ops={ops}
          unit={suffix}
          times={type === 'money' ? 100 : 1}
        />
      );
  }
  const choose = (
    <Choose
      label={t('test')}
      value={op}
      onChange={(next) => onChange(changed(test, next))}
      options={ops.map((one) => ({
        value: one,
        label: type === 'flag' && one === 'eq' ? t('op_eq') : t(`op_${one}`),
      }))}
    />
  );
  if (timed.has(op))
    return (
      <TimeFields
        test={test}
        onChange={onChange}
        ops={ops.filter((one) => timed.has(one)) as TimeOp[]}
        others={ops.filter((one) => !timed.has(one))}
      />
    );
  if (bare.has(op)) return choose;
  if (type === 'flag')
    return (
      <>
        {choose}
        <Choose
          label={t('value')}
          value={test.value === false ? 'no' : 'yes'}
          onChange={(value) => onChange({ ...test, value: value === 'yes' })}
          options={[
            { value: 'yes', label: t('yes') },
            { value: 'no', label: t('no') },
          ]}
        />
      </>
    );
  const options = attribute.options.map((one) => ({ value: one.key, label: one.name }));
  return (
    <>
      {choose}
      {several.has(op) ? (
        options.length > 0 ? (
          <ChooseMany
            label={t('values')}
            value={test.values}
            onChange={(values) => onChange({ ...test, values })}
            options={options}
          />
        ) : (
          <Typed
            value={test.values}
            onChange={(values) =>
              onChange({ ...test, values: type === 'number' ? values.map(Number) : values })
            }
          />
        )
      ) : options.length > 0 ? (
        <Choose
          label={t('value')}
          value={test.value}
          onChange={(value) => onChange({ ...test, value })}
          options={options}
        />
      ) : (
        <Written value={test.value} onChange={(value) => onChange({ ...test, value })} />
      )}
    </>
  );
}

/** What stays of a test when it becomes another one. */
function changed(test: Draft, op: string): Draft {
  if (timed.has(op)) return firstTime(op as TimeOp);
  if (bare.has(op)) return { op };
  if (several.has(op)) return { op, values: test.values ?? [] };
  return { op, ...('value' in test ? { value: test.value } : {}) };
}

export function Typed({
  value,
  onChange,
}: {
  value: unknown;
  onChange: (values: string[]) => void;
}) {
  const t = useText(text);
  return (
    <Select<string[]>
      mode="tags"
      aria-label={t('values')}
      placeholder={t('typeValues')}
      value={((value as unknown[] | undefined) ?? []).map(String)}
      onChange={onChange}
      tokenSeparators={[',', '，', '、', ';', '；']}
      open={false}
      suffixIcon={null}
      className={styles.many ?? ''}
    />
  );
}

export function Written({
  value,
  onChange,
}: {
  value: unknown;
  onChange: (value: string | undefined) => void;
}) {
  const t = useText(text);
  return (
    <Input
      className={styles.written ?? ''}
      aria-label={t('value')}
      value={(value as string | undefined) ?? ''}
      maxLength={200}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  );
}
