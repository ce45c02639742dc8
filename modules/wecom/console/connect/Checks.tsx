import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import type { ConnectStep } from '../../contract.ts';
import styles from './connect.module.css';
import { text } from './text.ts';

type Check = ConnectStep['checks'][number];

const kinds: Record<Check['result'], StatusKind> = {
  untested: 'waiting',
  passed: 'done',
  failed: 'failed',
  unclear: 'warning',
};
const words = {
  untested: 'checkUntested',
  passed: 'passed',
  failed: 'failed',
  unclear: 'unclear',
} as const;

/** Each permission with what its call said, and what to do where it was refused. */
export function Checks({ checks }: { checks: readonly Check[] }) {
  const t = useText(text);
  const phrase = usePhrase();
  // Several refusals with one remedy: it stands once, below the last of them.
  const said = (check: Check | undefined) => (check?.fix ? phrase(check.fix) : null);
  return (
    <ul className={styles.checks}>
      {checks.map(({ key, title, result, problem, fix }, at) => (
        <li key={key}>
          <div className={styles.check}>
            <span>{phrase(title)}</span>
            <Status kind={kinds[result]}>{t(words[result])}</Status>
          </div>
          {problem && (
            <p className={styles.problem}>
              <code>{problem.code}</code> {problem.meaning}
            </p>
          )}
          {fix && phrase(fix) !== said(checks[at + 1]) && (
            <p className={styles.fix}>
              <strong>{t('fix')}</strong>
              <span>{phrase(fix)}</span>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
