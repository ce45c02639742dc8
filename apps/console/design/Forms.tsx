import { App, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { UploadDrop } from '#platform/web/form/UploadDrop.tsx';
import { Wizard } from '#platform/web/form/Wizard.tsx';
import { useText } from '#platform/web/text/lang.ts';
import styles from './design.module.css';
import { text } from './text.ts';

const Plan = z.object({
  name: z.string().trim().min(2).max(20),
  group: z.enum(['payroll', 'card', 'neighbour', 'social']),
  outlet: z.string().trim().min(1).max(40).optional(),
  limit: z.int().min(100).max(50_000),
});

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

export function Forms() {
  const t = useText(text);
  const { message } = App.useApp();
  const [step, setStep] = useState(1);
  return (
    <div className={styles.grid2}>
      <FormPanel
        id="design.plan"
        schema={Plan}
        initial={{}}
        submit={t('primary')}
        onSubmit={async () => {
          await wait(600);
          message.success(t('sent'));
        }}
      >
        <FieldGroup title={t('basics')}>
          <Field name="name" label={t('fieldName')} hint={t('fieldNameHint')}>
            <Input />
          </Field>
          <Field name="group" label={t('fieldKinds')} half>
            <Select
              options={(['payroll', 'card', 'neighbour', 'social'] as const).map((value) => ({
                value,
                label: t(value),
              }))}
            />
          </Field>
          <Field name="limit" label={t('dLimit')} half>
            <InputNumber style={{ width: '100%' }} />
          </Field>
          <Field name="outlet" label={t('fieldUnit')} optional>
            <Input />
          </Field>
        </FieldGroup>
      </FormPanel>
      <div className={styles.stack}>
        <h3 className={styles.sub}>{t('wizard')}</h3>
        <Wizard
          current={step}
          onStep={setStep}
          onNext={() => setStep((step + 1) % 4)}
          steps={[
            { key: 'upload', title: t('stepUpload'), result: '花名册.xlsx' },
            { key: 'map', title: t('stepMap') },
            { key: 'check', title: t('stepCheck') },
            { key: 'done', title: t('stepDone') },
          ]}
        >
          <UploadDrop
            kinds={['.csv', '.xlsx']}
            maxBytes={20 * 1024 * 1024}
            send={async (_, progress) => {
              for (const share of [0.2, 0.5, 0.8, 1]) {
                await wait(300);
                progress(share);
              }
            }}
          >
            {t('uploadHint')}
          </UploadDrop>
        </Wizard>
      </div>
    </div>
  );
}
