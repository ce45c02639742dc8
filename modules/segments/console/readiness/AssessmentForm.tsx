import { App, Button, Checkbox, Radio } from 'antd';
import { useState } from 'react';
import { useChange } from '#platform/web/api.ts';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type Assessment,
  assessReadiness,
  Dimension,
  dimensions,
  type ReadinessForm,
} from '../../contract.ts';
import styles from '../segments.module.css';
import { text } from './text.ts';

interface Props {
  readonly form: ReadinessForm;
  readonly before: Assessment | null;
  readonly close: () => void;
}

/** Every question on one page; whoever assesses again begins with what was answered. */
export function AssessmentForm({ form, before, close }: Props) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const [answers, setAnswers] = useState<Record<string, number>>(before?.answers ?? {});
  const [strengths, setStrengths] = useState<string[]>(before?.strengths ?? []);
  const [unitId, setUnitId] = useState<string | undefined>(before?.unit.id);
  const assess = useChange(assessReadiness);
  const open = form.questions.filter(({ key }) => answers[key] === undefined).length;
  const onDone = async () => {
    if (!unitId) return;
    try {
      await assess.mutateAsync({ body: { unitId, answers, strengths } });
      message.success(t('stored'));
      close();
      window.scrollTo({ top: 0 });
    } catch {
      // Shown below.
    }
  };
  return (
    <>
      <Section title={t('unit')}>
        <UnitSelect value={unitId} onChange={(value?: string) => setUnitId(value)} />
      </Section>
      {Dimension.options.map((dimension) => (
        <Section key={dimension} title={phrase(dimensions[dimension])}>
          <div className={styles.stack}>
            {form.questions
              .filter((question) => question.dimension === dimension)
              .map(({ key, text: question, options }) => (
                <fieldset key={key} className={styles.question}>
                  <legend>{phrase(question)}</legend>
                  <Radio.Group
                    value={answers[key]}
                    onChange={(event) => setAnswers({ ...answers, [key]: event.target.value })}
                    options={options.map((option, value) => ({ value, label: phrase(option) }))}
                  />
                </fieldset>
              ))}
          </div>
        </Section>
      ))}
      <Section title={t('strengths')} hint={t('strengthsHint')}>
        <Checkbox.Group
          value={strengths}
          onChange={setStrengths}
          options={form.strengths.map(({ key, name }) => ({ value: key, label: phrase(name) }))}
        />
      </Section>
      <div className={styles.foot}>
        <Button
          type="primary"
          disabled={open > 0 || !unitId}
          loading={assess.isPending}
          onClick={onDone}
        >
          {t('done')}
        </Button>
        <Button onClick={close}>{t('cancel')}</Button>
        {open > 0 && <span className={styles.note}>{t('open', { n: open })}</span>}
      </div>
      {assess.isError && <ErrorNote error={assess.error} />}
    </>
  );
}
