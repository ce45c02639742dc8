import type { ReactNode } from 'react';
import { useLang, useText } from '../text/lang.ts';
import { formatNumber, formatPercent, shortNumber } from '../text/number.ts';
import { words } from '../text/words.ts';
import styles from './stat.module.css';

export interface Comparison {
  /** The same figure for the earlier period. */
  value: number;
  /** 上月、上周同日 … */
  period: string;
}

/**
 * A number never comes alone: its unit, its period, what it was before. Whether more is better
 * depends on the figure, so it is said (`better`), not guessed.
 */
export function Stat({
  label,
  value,
  unit,
  period,
  compare,
  better = 'more',
  exact = false,
  children,
}: {
  label: ReactNode;
  value: number | null;
  unit: string;
  period: string;
  compare?: Comparison;
  better?: 'more' | 'less' | 'neither';
  /** All digits instead of 万 and 亿. */
  exact?: boolean;
  /** A sparkline, a sentence. */
  children?: ReactNode;
}) {
  const lang = useLang();
  const short = value === null ? null : shortNumber(value, lang);
  return (
    <div className={styles.stat}>
      <div className={styles.label}>{label}</div>
      <div
        className={styles.figure}
        title={value === null ? undefined : `${formatNumber(value)} ${unit}`}
      >
        <span>{value === null || !short ? '—' : exact ? formatNumber(value) : short.figure}</span>
        <small>
          {value === null || exact
            ? unit
            : `${short?.unit ?? ''}${short?.unit && lang === 'en' ? ' ' : ''}${unit}`}
        </small>
      </div>
      <div className={styles.foot}>
        <span>{period}</span>
        {compare && value !== null && <Change value={value} compare={compare} better={better} />}
      </div>
      {children}
    </div>
  );
}

function Change({
  value,
  compare,
  better,
}: {
  value: number;
  compare: Comparison;
  better: 'more' | 'less' | 'neither';
}) {
  const t = useText(words);
  const change = compare.value === 0 ? null : (value - compare.value) / Math.abs(compare.value);
  const direction = value > compare.value ? 'up' : value < compare.value ? 'down' : 'same';
  const good =
    better === 'neither' || direction === 'same'
      ? undefined
      : (direction === 'up') === (better === 'more');
  return (
    <span className={styles.change} data-good={good}>
      {t('compared', { period: compare.period })}{' '}
      <b>
        {direction === 'same'
          ? t('same')
          : `${direction === 'up' ? '▲' : '▼'} ${change === null ? formatNumber(value - compare.value) : formatPercent(Math.abs(change))}`}
      </b>
    </span>
  );
}

/** Several figures side by side, ruled like a statement. */
export function StatRow({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
