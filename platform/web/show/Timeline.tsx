import type { ReactNode } from 'react';
import type { Instant } from '../text/time.ts';
import { DateTime } from './DateTime.tsx';
import type { StatusKind } from './Status.tsx';
import styles from './timeline.module.css';

export interface TimelineEntry {
  key: string;
  at: Instant;
  /** Who did it. */
  who?: ReactNode;
  /** What happened, in the past tense. */
  what: ReactNode;
  /** Their words, the reason, a comparison. */
  note?: ReactNode;
  kind?: Extract<StatusKind, 'done' | 'failed' | 'waiting' | 'warning' | 'ended'>;
}

/** What happened, newest first as the server gives it. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol className={styles.timeline}>
      {entries.map((entry) => (
        <li key={entry.key} data-kind={entry.kind}>
          <div className={styles.head}>
            <span className={styles.what}>{entry.what}</span>
            <span className={styles.meta}>
              {entry.who}
              {entry.who && <span aria-hidden> · </span>}
              <DateTime at={entry.at} show="both" />
            </span>
          </div>
          {entry.note && <div className={styles.note}>{entry.note}</div>}
        </li>
      ))}
    </ol>
  );
}
