import type { ReactNode } from 'react';
import styles from './status.module.css';

/**
 * How things stand, told by a word and a shape; the colour only helps.
 * draft ○ · waiting ◇ · running ◐ · active ● · done ✓ · paused ‖ · stopped ■ · failed ✕ · warning △ · ended –
 */
export type StatusKind =
  | 'draft'
  | 'waiting'
  | 'running'
  | 'active'
  | 'done'
  | 'paused'
  | 'stopped'
  | 'failed'
  | 'warning'
  | 'ended';

const shapes: Record<StatusKind, ReactNode> = {
  draft: <circle cx="6" cy="6" r="4" fill="none" strokeDasharray="2.2 1.9" />,
  waiting: <path d="M6 1.4 10.6 6 6 10.6 1.4 6z" fill="none" />,
  running: (
    <>
      <circle cx="6" cy="6" r="4" fill="none" />
      <path d="M6 2a4 4 0 0 1 0 8z" fill="currentColor" stroke="none" />
    </>
  ),
  active: <circle cx="6" cy="6" r="4" fill="currentColor" stroke="none" />,
  done: <path d="M1.8 6.4 4.8 9.2 10.2 3" fill="none" />,
  paused: <path d="M4 2.4v7.2M8 2.4v7.2" fill="none" />,
  stopped: <path d="M2.6 2.6h6.8v6.8H2.6z" fill="currentColor" stroke="none" />,
  failed: <path d="M2.4 2.4l7.2 7.2M9.6 2.4 2.4 9.6" fill="none" />,
  warning: <path d="M6 1.6 11 10.4H1zM6 4.8v2.4" fill="none" />,
  ended: <path d="M2 6h8" fill="none" />,
};

export function Status({ kind, children }: { kind: StatusKind; children: ReactNode }) {
  return (
    <span className={styles.status} data-kind={kind}>
      <svg
        width="12"
        height="12"
        viewBox="0 0 12 12"
        aria-hidden
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      >
        {shapes[kind]}
      </svg>
      <span>{children}</span>
    </span>
  );
}

/** A quiet label: a kind, a class, a source. Says what something is, not how it stands. */
export function Tag({
  children,
  tone = 'plain',
}: {
  children: ReactNode;
  tone?: 'plain' | 'accent' | 'warn';
}) {
  return (
    <span className={styles.tag} data-tone={tone}>
      {children}
    </span>
  );
}
