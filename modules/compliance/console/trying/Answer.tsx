import { Link } from 'react-router';
import type { AppError } from '#platform/contract/errors.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import type { Refusal } from '../../contract.ts';
import styles from '../compliance.module.css';
import { text } from './text.ts';

/** What the rules say of a sample: each refusal with its rule, and what would help. */
export function Answer({
  refusals,
  error,
}: {
  refusals: readonly Refusal[] | undefined;
  error: AppError | null;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  if (error) return <ErrorNote error={error} />;
  if (!refusals) return null;
  if (refusals.length === 0) return <Callout tone="good">{t('allowed')}</Callout>;
  return (
    <Callout tone="bad" title={t('refused')}>
      <ul className={styles.hits}>
        {refusals.map((refusal) => (
          <li key={`${refusal.rule} ${refusal.why[1]}`}>
            {phrase(refusal.why)}
            <small>
              <Link to={`/compliance/rules/${refusal.rule}`}>
                {t('byRule', { rule: refusal.rule, n: refusal.version })}
              </Link>
            </small>
          </li>
        ))}
      </ul>
    </Callout>
  );
}
