import { Link } from 'react-router';
import { stages } from '#modules/content/contract.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import styles from '../segments.module.css';
import type { StepProps } from './SetupPage.tsx';
import { text } from './setup-text.ts';

/** Approved content by stage, against what the pack asks for. */
export function ContentStep({ setup: { coverage } }: StepProps) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <div className={styles.stack}>
      <p className={styles.note}>{t('contentHint')}</p>
      <div className={styles.coverage}>
        {coverage.map(({ stage, items, least }) => (
          <div key={stage}>
            <b>{phrase(stages[stage])}</b>
            <span className={styles.bar} data-short={items < least || undefined}>
              <i style={{ width: `${Math.min(100, (items / Math.max(1, least)) * 100)}%` }} />
            </span>
            <span>
              {items < least ? '△ ' : '✓ '}
              {t('ofLeast', { n: items, least })}
            </span>
          </div>
        ))}
      </div>
      {coverage.some(({ items, least }) => items < least) && (
        <Link to="/content">{t('toLibrary')}</Link>
      )}
    </div>
  );
}
