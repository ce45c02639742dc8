import type { ReactNode } from 'react';
import { Section } from '#platform/web/page/Page.tsx';
import { Callout, type Tone } from '#platform/web/show/Callout.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { type Decision, gateStepText, type Verdict } from '../contract.ts';
import { useInputWords } from './input-words.ts';
import { VerdictOutcome } from './outcome.tsx';
import styles from './outreach.module.css';
import { text } from './text.ts';

const tones: Record<Decision['outcome'], Tone> = {
  allowed: 'good',
  refused: 'bad',
  deferred: 'warn',
};

/** What was decided in a sentence, then what every rule said and what it looked at. */
export function Verdicts({ decision, children }: { decision: Decision; children?: ReactNode }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { outcome, decidedBy, until, verdicts } = decision;
  return (
    <>
      <Callout tone={tones[outcome]} title={t(`${outcome}Title`, { why: decidedBy?.text ?? '' })}>
        {decidedBy &&
          t('decidedBy', { step: phrase(gateStepText[decidedBy.step]), rule: decidedBy.rule })}
        {until && <div>{t('until', { when: formatTime(until, 'minute') })}</div>}
      </Callout>
      {children}
      <Section title={t('verdicts')} hint={t('verdictsHint')}>
        <ol className={styles.verdicts}>
          {verdicts.map((verdict) => (
            <One
              key={`${verdict.rule}/${verdict.step}`}
              verdict={verdict}
              decides={decidedBy?.rule === verdict.rule}
            />
          ))}
        </ol>
      </Section>
    </>
  );
}

function One({ verdict, decides }: { verdict: Verdict; decides: boolean }) {
  const t = useText(text);
  const phrase = usePhrase();
  const words = useInputWords();
  const inputs = Object.entries(verdict.inputs).filter(([name]) => name !== 'unitPath');
  const stops = verdict.outcome === 'refuse' || verdict.outcome === 'defer';
  const looked = (
    <dl className={styles.inputs}>
      {inputs.map(([name, value]) => (
        <div key={name}>
          <dt>{words.name(name)}</dt>
          <dd>{words.value(value, name)}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <li>
      <div className={styles.verdictHead}>
        <strong>{phrase(gateStepText[verdict.step])}</strong>
        <VerdictOutcome outcome={verdict.outcome} />
      </div>
      {verdict.text !== verdict.name && <p>{verdict.text}</p>}
      <p className={styles.by}>
        <Tag>{verdict.rule}</Tag> {verdict.name} · {t('ruleVersion', { n: verdict.ruleVersion })}
        {decides && (
          <>
            {' '}
            <Tag tone="warn">{t('deciding')}</Tag>
          </>
        )}
      </p>
      {inputs.length > 0 &&
        (stops ? (
          looked
        ) : (
          <details className={styles.looked}>
            <summary>{t('looked')}</summary>
            {looked}
          </details>
        ))}
    </li>
  );
}
