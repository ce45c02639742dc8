import { type needStages, needStageText } from '#modules/audiences/contract.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { exitReasons, type RunDetail, stepText } from '../../contract.ts';
import styles from '../sequences.module.css';
import { text } from '../text.ts';

/** The three steps as a funnel: who ever reached each, who stands there, how long they stay. */
export function Funnel({ run }: { run: RunDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const most = Math.max(1, run.steps[0]?.reached ?? 1);
  return (
    <Section title={t('funnel')} hint={t('funnelHint')}>
      <ol className={styles.funnel}>
        {run.steps.map(({ step, now, reached, dwellDays }) => (
          <li key={step}>
            <span>
              <strong>{phrase(stepText[step as 1 | 2 | 3])}</strong>
              {dwellDays !== null && <small>{t('dwell', { n: dwellDays.toFixed(1) })}</small>}
            </span>
            <span className={styles.track}>
              <span style={{ width: `${(reached / most) * 100}%` }} />
            </span>
            <span className={styles.figure}>
              {formatNumber(reached)} <small>{t('reachedStep')}</small>
            </span>
            <span className={styles.figure}>
              {formatNumber(now)} <small>{t('nowStep')}</small>
            </span>
          </li>
        ))}
      </ol>
      <p className={styles.help}>
        {t('needStage')}
        {marks.colon}
        {run.needStages
          .map(({ key, count }) => {
            const name = needStageText[key as (typeof needStages)[number]];
            return `${phrase(name)} ${formatNumber(count)}`;
          })
          .join(' · ')}
      </p>
    </Section>
  );
}

export function Exits({ run }: { run: RunDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const most = Math.max(1, ...run.exits.map(({ count }) => count));
  return (
    <Section title={t('exits')}>
      {run.exits.length === 0 ? (
        <Empty small title={t('noExits')} />
      ) : (
        <ul className={styles.bars}>
          {run.exits.map(({ reason, count }) => (
            <li key={reason}>
              <span>{phrase(exitReasons[reason])}</span>
              <span className={styles.bar} style={{ width: `${(count / most) * 100}%` }} />
              <span>{t('ruleCount', { n: formatNumber(count) })}</span>
            </li>
          ))}
        </ul>
      )}
      <h3 className={styles.sub}>{t('rounds')}</h3>
      {run.rounds.map(({ round, entered, completed }) => (
        <p key={round}>
          {t('roundDone', {
            n: round,
            completed: formatNumber(completed),
            entered: formatNumber(entered),
          })}
        </p>
      ))}
    </Section>
  );
}

/** Where they stand: one column a day. */
export function Days({ run }: { run: RunDetail }) {
  const t = useText(text);
  const count = new Map(run.days.map((d) => [d.day, d.count]));
  const most = Math.max(1, ...count.values());
  const days = Array.from({ length: run.totalDays + 1 }, (_, day) => day);
  return (
    <Section title={t('byDay')} hint={t('byDaySentence')}>
      <div className={styles.days} role="img" aria-label={t('byDaySentence')}>
        {days.map((day) => (
          <span
            key={day}
            title={`T+${day} · ${t('ruleCount', { n: formatNumber(count.get(day) ?? 0) })}`}
          >
            <i style={{ height: `${((count.get(day) ?? 0) / most) * 100}%` }} />
            <small>{day % 6 === 0 ? `T+${day}` : ''}</small>
          </span>
        ))}
      </div>
    </Section>
  );
}
