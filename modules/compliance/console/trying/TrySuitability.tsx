import { Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { useSettled } from '#platform/web/useSettled.ts';
import {
  type CustomerFacts,
  checkSuitability,
  customerGrades,
  type ProductFacts,
  productGrades,
} from '../../contract.ts';
import { Answer } from './Answer.tsx';
import { productKinds } from './product-kinds.ts';
import { text } from './text.ts';
import styles from './try.module.css';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function TrySuitability() {
  const t = useText(text);
  const phrase = usePhrase();
  const [customer, setCustomer] = useState<CustomerFacts>({
    ...{ riskGrade: 'C2', assessedOn: '2026-06-01', age: 40 },
  });
  const [product, setProduct] = useState<ProductFacts>({
    ...{ kind: 'wealth', grade: 'R3', periodic: false },
  });
  const body = useSettled({ customer, product }, 200);
  const check = useCall(checkSuitability, { body }, { keep: true });
  const refusal = check.data?.refusal;
  return (
    <Section title={t('suitability')} hint={t('suitabilityHint')}>
      <div className={styles.fields}>
        <Select
          aria-label={t('riskGrade')}
          allowClear
          placeholder={t('unassessed')}
          value={customer.riskGrade}
          onChange={(riskGrade) => setCustomer({ ...customer, riskGrade: riskGrade ?? null })}
          options={customerGrades.map((value) => ({ value, label: `${t('riskGrade')} ${value}` }))}
        />
        <Input
          type="date"
          aria-label={t('assessedOn')}
          value={customer.assessedOn ?? ''}
          onChange={({ target: { value } }) =>
            setCustomer({ ...customer, assessedOn: DAY.test(value) ? value : null })
          }
        />
        <InputNumber
          aria-label={t('age')}
          prefix={t('age')}
          placeholder={t('ageUnknown')}
          min={0}
          max={150}
          value={customer.age}
          onChange={(age) => setCustomer({ ...customer, age })}
        />
        <Select
          aria-label={t('product')}
          value={product.kind}
          onChange={(kind) => setProduct({ ...product, kind })}
          options={productKinds.map(([value, name]) => ({ value, label: phrase(name) }))}
        />
        <Select
          aria-label={t('grade')}
          allowClear
          placeholder={t('noGrade')}
          value={product.grade}
          onChange={(grade) => setProduct({ ...product, grade: grade ?? null })}
          options={productGrades.map((value) => ({ value, label: `${t('grade')} ${value}` }))}
        />
      </div>
      <div className={styles.flags}>
        <Checkbox
          checked={product.periodic}
          onChange={(event) => setProduct({ ...product, periodic: event.target.checked })}
        >
          {t('periodic')}
        </Checkbox>
      </div>
      <Answer refusals={check.data && (refusal ? [refusal] : [])} error={check.error} />
    </Section>
  );
}
