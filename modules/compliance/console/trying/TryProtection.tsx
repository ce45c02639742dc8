import { Checkbox, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { useSettled } from '#platform/web/useSettled.ts';
import { checkProtected, Dealing, dealings, type PersonFacts } from '../../contract.ts';
import { Answer } from './Answer.tsx';
import { productKinds } from './product-kinds.ts';
import { text } from './text.ts';
import styles from './try.module.css';

const NOBODY: PersonFacts = {
  ...{ age: 66, deceased: false, staff: false, listed: false, doNotCall: false },
  ...{ complaintOpen: false, complaintClosedOn: null, deletedOn: null },
};
const FLAGS = ['deceased', 'staff', 'listed', 'doNotCall', 'complaintOpen'] as const;

export function TryProtection() {
  const t = useText(text);
  const phrase = usePhrase();
  const [person, setPerson] = useState(NOBODY);
  const [dealing, setDealing] = useState(Dealing.parse({ kind: 'marketing', product: 'wealth' }));
  const body = useSettled({ person, dealing }, 200);
  const check = useCall(checkProtected, { body }, { keep: true });
  const refusal = check.data?.refusal;
  return (
    <Section title={t('protection')} hint={t('protectionHint')}>
      <div className={styles.fields}>
        <Select
          aria-label={t('dealing')}
          value={dealing.kind}
          onChange={(kind) => setDealing({ ...dealing, kind })}
          options={Object.entries(dealings).map(([value, name]) => ({
            value,
            label: phrase(name),
          }))}
        />
        <Select
          aria-label={t('product')}
          allowClear
          placeholder={t('noProduct')}
          value={dealing.product}
          onChange={(product) => setDealing({ ...dealing, product: product ?? null })}
          options={productKinds.map(([value, name]) => ({ value, label: phrase(name) }))}
        />
        <InputNumber
          aria-label={t('age')}
          prefix={t('age')}
          placeholder={t('ageUnknown')}
          min={0}
          max={150}
          value={person.age}
          onChange={(age) => setPerson({ ...person, age })}
        />
      </div>
      <div className={styles.flags}>
        {(['automated', 'oneToOne'] as const).map((key) => (
          <Checkbox
            key={key}
            checked={dealing[key]}
            onChange={(event) => setDealing({ ...dealing, [key]: event.target.checked })}
          >
            {t(key)}
          </Checkbox>
        ))}
        {FLAGS.map((key) => (
          <Checkbox
            key={key}
            checked={person[key]}
            onChange={(event) => setPerson({ ...person, [key]: event.target.checked })}
          >
            {t(key)}
          </Checkbox>
        ))}
      </div>
      <Answer refusals={check.data && (refusal ? [refusal] : [])} error={check.error} />
    </Section>
  );
}
