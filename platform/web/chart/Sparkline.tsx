import type { ReactNode } from 'react';
import styles from './chart.module.css';
import { linePoints, pathOf } from './scale.ts';

/** The course of a figure, small. The sentence says what it means; it is also what a screen reader says. */
export function Sparkline({
  values,
  sentence,
  width = 140,
  height = 36,
  hideSentence = false,
}: {
  values: readonly number[];
  sentence: string;
  width?: number;
  height?: number;
  hideSentence?: boolean;
}) {
  const points = linePoints(values, width, height, 3);
  const last = points.at(-1);
  const line = pathOf(points);
  return (
    <figure className={styles.figure}>
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={sentence}
        className={styles.spark}
      >
        {last && (
          <>
            <path
              d={`${line}L${last.x} ${height}L${points[0]?.x ?? 0} ${height}Z`}
              fill="var(--accent-tint)"
            />
            <path
              d={line}
              fill="none"
              stroke="var(--accent)"
              strokeWidth="1.5"
              strokeLinejoin="round"
            />
            <circle cx={last.x} cy={last.y} r="2.5" fill="var(--accent)" />
          </>
        )}
      </svg>
      {!hideSentence && <figcaption aria-hidden>{sentence}</figcaption>}
    </figure>
  );
}

export interface Bar {
  key: string;
  label: ReactNode;
  value: number;
  /** The same figure for the earlier period: a thin mark on the bar. */
  before?: number;
  shown: string;
}

/** Figures of one kind beside each other; lengths share one scale that begins at zero. */
export function Bars({ bars, sentence }: { bars: readonly Bar[]; sentence: string }) {
  const top = Math.max(1e-9, ...bars.flatMap((bar) => [bar.value, bar.before ?? 0]));
  const percent = (value: number) => `${(Math.max(0, value) / top) * 100}%`;
  return (
    <figure className={styles.figure}>
      <ul className={styles.bars}>
        {bars.map((bar) => (
          <li key={bar.key}>
            <span className={styles.name}>{bar.label}</span>
            <span className={styles.track}>
              <span className={styles.bar} style={{ width: percent(bar.value) }} />
              {bar.before !== undefined && (
                <span className={styles.before} style={{ left: percent(bar.before) }} />
              )}
            </span>
            <span className={styles.value}>{bar.shown}</span>
          </li>
        ))}
      </ul>
      <figcaption>{sentence}</figcaption>
    </figure>
  );
}
