import { Input, InputNumber } from 'antd';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { AppDraft, type AppKind, addApp, appKindText } from '../../contract.ts';
import styles from './connect.module.css';
import type { StepProps } from './StepBody.tsx';
import { text } from './text.ts';

const kinds: Partial<Record<StepProps['step']['key'], AppKind>> = {
  contact_sync: 'contact_sync',
  self_built: 'self_built',
  archive: 'archive',
};

const Form = AppDraft.omit({ kind: true });
/** WeCom's own apps have no agent id of ours to name. */
const SelfBuilt = Form.extend({ agentId: z.int().min(1).max(2_147_483_647) });

/** The credential of a step: kept, and tried at once. */
export function AppForm({ corp, step, test }: StepProps) {
  const t = useText(text);
  const phrase = usePhrase();
  const add = useChange(addApp);
  const kind = kinds[step.key];
  if (!kind) return null;
  const own = kind === 'self_built';
  return (
    <section className={styles.form}>
      <h3>{t('here')}</h3>
      <FormPanel
        id={`wecom.app.${kind}`}
        schema={own ? SelfBuilt : Form}
        initial={{ name: phrase(appKindText[kind]) }}
        draft={false}
        compact
        submit={t('saveAndTest')}
        onSubmit={async (body) => {
          await add.mutateAsync({ params: { id: corp.id }, body: { ...body, kind } });
          await test();
        }}
      >
        <Field name="name" label={t('appName')} half={own}>
          <Input maxLength={60} />
        </Field>
        {own && (
          <Field name="agentId" label={t('agentId')} hint={t('agentIdHint')} half>
            <InputNumber min={1} precision={0} controls={false} style={{ width: '100%' }} />
          </Field>
        )}
        <Field name="secret" label={t('secret')} hint={t('secretHint')}>
          <Input.Password maxLength={512} autoComplete="new-password" spellCheck={false} />
        </Field>
      </FormPanel>
    </section>
  );
}
