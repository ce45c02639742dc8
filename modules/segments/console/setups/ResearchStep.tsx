import { App, AutoComplete, Button, Input } from 'antd';
import { useId } from 'react';
import { call, useChange } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useComma, useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { attachmentKinds, finishResearch, type Research, researchReport } from '../../contract.ts';
import { saveCsv } from '../packs/save-file.ts';
import styles from '../segments.module.css';
import { Reports } from './Reports.tsx';
import type { StepProps } from './SetupPage.tsx';
import { text } from './setup-text.ts';

/** The form of the pack, financial and not, and the reports behind it. */
export function ResearchStep({ setup, pack, content: { research }, set, locked, save }: StepProps) {
  const t = useText(text);
  const { message } = App.useApp();
  const finish = useChange(finishResearch);
  const id = useId();
  const write = (part: Partial<Research>) => set({ research: { ...research, ...part } });
  const confirm = async () => {
    try {
      const { id, version } = await save();
      await finish.mutateAsync({ params: { id }, body: { version } });
      message.success(t('saved'));
    } catch {
      // Shown below.
    }
  };
  return (
    <div className={styles.stack}>
      {setup.researchState === 'unconfirmed' && (
        <Callout tone="warn">{t('researchCopied')}</Callout>
      )}
      {setup.researchState === 'finished' && (
        <Callout tone="good">
          {t('researchDone', {
            who: setup.research.by ?? '',
            when: setup.research.at ? formatTime(setup.research.at, 'day') : '',
          })}
        </Callout>
      )}
      <div className={styles.field}>
        <label htmlFor={`${id}-industry`}>{t('industry')}</label>
        <AutoComplete
          id={`${id}-industry`}
          disabled={locked}
          value={research.industry}
          maxLength={40}
          style={{ maxWidth: 360 }}
          onChange={(industry) => write({ industry: industry ?? '' })}
          options={pack.content.research.industries.map((value) => ({ value }))}
        />
        <small>{t('industryHint')}</small>
      </div>
      {pack.research.map((section) => (
        <Section key={section.key} title={section.label}>
          <div className={styles.fields}>
            {section.fields.map((field) => (
              <div key={field.key} className={styles.field}>
                <label htmlFor={`${id}-${field.key}`}>
                  {field.label}
                  {field.required && <em>{t('needed')}</em>}
                </label>
                <Input.TextArea
                  id={`${id}-${field.key}`}
                  autoSize={{ minRows: 2, maxRows: 6 }}
                  maxLength={1000}
                  disabled={locked}
                  value={research.answers[field.key] ?? ''}
                  onChange={(event) =>
                    write({ answers: { ...research.answers, [field.key]: event.target.value } })
                  }
                />
              </div>
            ))}
          </div>
        </Section>
      ))}
      <Reports
        reports={research.attachments}
        set={(attachments) => write({ attachments })}
        locked={locked}
      />
      {finish.isError && <Refused error={finish.error} />}
      <div className={styles.foot}>
        {!locked && setup.researchState !== 'finished' && (
          <Button loading={finish.isPending} onClick={confirm}>
            {t('confirmResearch')}
          </Button>
        )}
        <ExportReport setup={setup} />
      </div>
    </div>
  );
}

function ExportReport({ setup }: Pick<StepProps, 'setup'>) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const take = async () => {
    const report = await call(researchReport, { params: { id: setup.id } });
    saveCsv(`${report.name}-${report.industry || 'research'}.csv`, [
      [t('section'), t('field'), t('answer')],
      ['', t('industry'), report.industry],
      ...report.lines.map(({ section, field, answer }) => [section, field, answer]),
      ...report.attachments.map(({ kind, title, source, finding }) => [
        phrase(attachmentKinds[kind]),
        `${title}${marks.aside(source)}`,
        finding,
      ]),
    ]);
  };
  return <Button onClick={take}>{t('exportReport')}</Button>;
}

/** Which fields are open stands in the refusal. */
function Refused({ error }: { error: Error & { details?: Record<string, unknown> } }) {
  const comma = useComma();
  const fields = error.details?.fields;
  return (
    <>
      <ErrorNote error={error} />
      {Array.isArray(fields) && <p>{fields.join(comma)}</p>}
    </>
  );
}
