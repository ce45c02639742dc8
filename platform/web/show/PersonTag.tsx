import type { ReactNode } from 'react';
import { Link } from 'react-router';
import styles from './small.module.css';

/** The character a colleague is recognised by: the given name's last for Chinese, else an initial. */
export function initialOf(name: string): string {
  const chars = [...name.replace(/[*\s]+$/u, '').trim()];
  const last = chars.at(-1) ?? '?';
  return /\p{Script=Han}/u.test(last) ? last : (chars[0] ?? '?').toUpperCase();
}

/** A person: name first, then what tells two of the same name apart. */
export function PersonTag({
  name,
  detail,
  to,
  gone = false,
}: {
  name: string;
  detail?: ReactNode;
  to?: string;
  /** Left the bank: still named in history, no longer at work. */
  gone?: boolean;
}) {
  return (
    <span className={styles.person} data-gone={gone || undefined}>
      <span className={styles.initial} aria-hidden>
        {initialOf(name)}
      </span>
      <span className={styles.who}>
        {to ? <Link to={to}>{name}</Link> : <span>{name}</span>}
        {detail && <small>{detail}</small>}
      </span>
    </span>
  );
}
