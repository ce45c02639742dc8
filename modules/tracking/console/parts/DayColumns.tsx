import { formatNumber } from '#platform/web/text/number.ts';
import styles from './parts.module.css';

export interface DayColumn {
  readonly day: string;
  /** From the bottom up. */
  readonly parts: readonly { readonly value: number; readonly tone: 'plain' | 'bad' }[];
}

/** A column for each day; the sentence says what one sees. */
export function DayColumns({ days, sentence }: { days: readonly DayColumn[]; sentence: string }) {
  const totals = days.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const top = Math.max(1, ...totals);
  return (
    <figure className={styles.figure}>
      <div className={styles.columns} role="img" aria-label={sentence}>
        {days.map(({ day, parts }, i) => (
          <div key={day} className={styles.column} title={`${day}  ${formatNumber(totals[i]!)}`}>
            {[...parts].reverse().map(({ value, tone }) => (
              <span
                key={tone}
                data-tone={tone}
                style={{ height: `${(value / top) * 100}%`, minHeight: value > 0 ? 2 : 0 }}
              />
            ))}
          </div>
        ))}
      </div>
      <div className={styles.ends}>
        <span>{days[0]?.day.slice(5)}</span>
        <span>{days.at(-1)?.day.slice(5)}</span>
      </div>
      <figcaption>{sentence}</figcaption>
    </figure>
  );
}
