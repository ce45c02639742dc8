import { formatNumber } from '#platform/web/text/number.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import styles from './report.module.css';

const HEIGHT = 180;
const [LEFT, TOP, BOTTOM] = [48, 10, 24];

/** A column for each day; the sentence says what it means. */
export function DayColumns({
  days,
  sentence,
}: {
  days: readonly { day: string; value: number; said: string }[];
  sentence: string;
}) {
  // Drawn as wide as it is shown: shrunk, its words could not be read.
  const WIDTH = usePhone() ? 360 : 900;
  const top = Math.max(1, ...days.map(({ value }) => value));
  const step = (WIDTH - LEFT) / Math.max(1, days.length);
  const y = (value: number) => TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM);
  const marks = new Set([0, Math.floor((days.length - 1) / 2), days.length - 1]);
  return (
    <figure className={styles.columns}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={sentence}>
        {[0, 1].map((part) => (
          <g key={part}>
            <line x1={LEFT} x2={WIDTH} y1={y(top * part)} y2={y(top * part)} />
            <text x={LEFT - 8} y={y(top * part)} textAnchor="end" dominantBaseline="central">
              {formatNumber(top * part)}
            </text>
          </g>
        ))}
        {days.map(({ day, value, said }, at) => (
          <g key={day}>
            <rect
              x={LEFT + at * step + step * 0.15}
              y={y(value)}
              width={Math.min(step * 0.7, 40)}
              height={Math.max(0, y(0) - y(value))}
            >
              <title>{said}</title>
            </rect>
            {marks.has(at) && (
              <text x={LEFT + at * step + step / 2} y={HEIGHT - 6} textAnchor="middle">
                {day.slice(5)}
              </text>
            )}
          </g>
        ))}
      </svg>
      <figcaption>{sentence}</figcaption>
    </figure>
  );
}
