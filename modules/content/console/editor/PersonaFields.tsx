import { App, Button, Form, Input, Select, Space } from 'antd';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { listPersonas, proposeVoice } from '../../contract.ts';
import styles from '../content.module.css';
import { text } from '../text.ts';

/** For whom it is written, and the same in that voice: proposed, read, changed by a person. */
export function PersonaFields() {
  const t = useText(text);
  const form = Form.useFormInstance();
  const { message } = App.useApp();
  const personas = useCall(listPersonas);
  const propose = useChange(proposeVoice);
  const key: string | null = Form.useWatch(['facets', 'personaKey'], form) ?? null;
  const words: string = Form.useWatch(['body', 'text'], form) ?? '';
  const usable = (personas.data?.items ?? []).filter(({ state }) => state === 'approved');
  const ask = async () => {
    const facets = form.getFieldValue(['facets']) as { places?: string[]; purpose?: string };
    const {
      text: said,
      before,
      after,
    } = await propose.mutateAsync({
      params: { key: key! },
      body: {
        text: words,
        place: (facets.places?.[0] ?? 'one_to_one') as 'one_to_one',
        purpose: (facets.purpose ?? 'marketing') as 'marketing',
      },
    });
    form.setFieldValue(['body', 'human'], said);
    message.success(t('proposed', { before: before.score, after: after.score }));
  };
  return (
    <>
      <Field name={['facets', 'personaKey']} label={t('persona')} hint={t('personaHint')} optional>
        <Select
          allowClear
          loading={personas.isPending}
          options={usable.map(({ key: value, name }) => ({ value, label: name }))}
        />
      </Field>
      <Field name={['body', 'human']} label={t('human')} hint={t('humanHint')} optional>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 16 }} maxLength={4_000} />
      </Field>
      {key && words.trim() !== '' && (
        <Space className={styles.whole ?? ''} style={{ marginBlockEnd: 16 }}>
          <Button loading={propose.isPending} onClick={ask}>
            {t('propose')}
          </Button>
          {propose.isError && <ErrorNote error={propose.error} />}
        </Space>
      )}
    </>
  );
}
