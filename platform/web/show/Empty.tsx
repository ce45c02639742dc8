import type { ReactNode } from 'react';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import styles from './empty.module.css';

/** Nothing here: says why, and what to do now. */
export function Empty({
  title,
  children,
  action,
  small = false,
}: {
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  small?: boolean;
}) {
  const t = useText(words);
  return (
    <div className={styles.empty} data-small={small || undefined}>
      {!small && (
        <svg width="72" height="48" viewBox="0 0 72 48" fill="none" aria-hidden>
          <path d="M4 10h64M4 22h64M4 34h64" stroke="var(--hairline)" />
          <path d="M4 4h64" stroke="var(--edge)" />
          <path d="M22 4v40" stroke="var(--hairline)" />
          <path d="M30 28h14" stroke="var(--accent)" strokeWidth="2" strokeLinecap="round" />
        </svg>
      )}
      <strong>{title ?? t('nothing')}</strong>
      {children && <p>{children}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
