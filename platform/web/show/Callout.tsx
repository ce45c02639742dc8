import type { ReactNode } from 'react';
import { Icon } from '../icon/Icon.tsx';
import type { IconName } from '../icon/shapes.ts';
import styles from './callout.module.css';

export type Tone = 'note' | 'good' | 'warn' | 'bad';

const icons: Record<Tone, IconName> = {
  note: 'info',
  good: 'check',
  warn: 'warning',
  bad: 'warning',
};

/** Something the reader should know here, now, and what to do about it. */
export function Callout({
  tone = 'note',
  title,
  children,
  action,
}: {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles.callout} data-tone={tone} role={tone === 'bad' ? 'alert' : 'note'}>
      <Icon name={icons[tone]} />
      <div className={styles.body}>
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
      </div>
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
