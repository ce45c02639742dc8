import { Button, Input, Select } from 'antd';
import { Section } from '#platform/web/page/Page.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { type Attachment, attachmentKinds } from '../../contract.ts';
import styles from '../segments.module.css';
import { text } from './setup-text.ts';

/** What the research rests on, each with its source. */
export function Reports({
  reports,
  set,
  locked,
}: {
  reports: readonly Attachment[];
  set: (reports: Attachment[]) => void;
  locked: boolean;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const change = (at: number, part: Partial<Attachment>) =>
    set(reports.map((one, i) => (i === at ? { ...one, ...part } : one)));
  const blank: Attachment = { kind: 'industry_report', title: '', source: '', finding: '' };
  return (
    <Section title={t('attachments')} hint={t('attachmentsHint')}>
      {reports.map((report, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: reports have no identity but their place
        <div key={at} className={styles.scene}>
          <div className={styles.fields}>
            <Select
              aria-label={t('attachments')}
              disabled={locked}
              value={report.kind}
              onChange={(kind) => change(at, { kind })}
              options={Object.entries(attachmentKinds).map(([value, name]) => ({
                value,
                label: phrase(name),
              }))}
            />
            <Input
              aria-label={t('reportTitle')}
              placeholder={t('reportTitle')}
              disabled={locked}
              maxLength={100}
              value={report.title}
              onChange={(event) => change(at, { title: event.target.value })}
            />
            <Input
              aria-label={t('reportSource')}
              placeholder={t('reportSource')}
              disabled={locked}
              maxLength={200}
              value={report.source}
              onChange={(event) => change(at, { source: event.target.value })}
            />
          </div>
          <Input.TextArea
            aria-label={t('reportFinding')}
            placeholder={t('reportFinding')}
            disabled={locked}
            autoSize={{ minRows: 1, maxRows: 4 }}
            maxLength={500}
            value={report.finding}
            onChange={(event) => change(at, { finding: event.target.value })}
          />
          {!locked && (
            <div>
              <Button
                type="text"
                size="small"
                onClick={() => set(reports.filter((_, i) => i !== at))}
              >
                {t('remove')}
              </Button>
            </div>
          )}
        </div>
      ))}
      {!locked && <Button onClick={() => set([...reports, blank])}>{t('addReport')}</Button>}
    </Section>
  );
}
