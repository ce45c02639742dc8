import { formatNumber } from '#platform/web/text/number.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import styles from './growth.module.css';

interface Day {
  readonly day: string;
  readonly count: number;
  readonly entered: number;
  readonly left: number;
}

const HEIGHT = 220;
const [LEFT, TOP, BOTTOM] = [56, 12, 26];

/** Steps of a scale from zero that a reader can count in. */
function topOf(most: number): number {
  if (most <= 4) return 4;
  const size = 10 ** Math.floor(Math.log10(most));
  const step = [1, 2, 2.5, 4, 5, 8, 10].find((n) => n * size >= most) ?? 10;
  return step * size;
}

/** How many belonged, day by day; the sentence says what it means. */
export function GrowthChart({
  days,
  sentence,
  say,
}: {
  days: readonly Day[];
  sentence: string;
  say: (day: Day) => string;
}) {
  // Drawn as wide as it is shown: shrunk, its words could not be read.
  const phone = usePhone();
  const WIDTH = phone ? 360 : 900;
  const top = topOf(Math.max(0, ...days.map((day) => day.count)));
  const step = days.length > 1 ? (WIDTH - LEFT - 8) / (days.length - 1) : 0;
  const x = (at: number) => (days.length === 1 ? (WIDTH + LEFT) / 2 : LEFT + at * step);
  const y = (count: number) => TOP + (1 - count / top) * (HEIGHT - TOP - BOTTOM);
  const points = days.map((day, at) => `${x(at).toFixed(1)} ${y(day.count).toFixed(1)}`);
  const marks = [...new Set([0, Math.floor((days.length - 1) / 2), days.length - 1])];
  const last = days.at(-1);
  return (
    <figure className={styles.figure}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={sentence}
        className={styles.chart}
      >
        {[0, 0.5, 1].map((part) => (
          <g key={part}>
            <line x1={LEFT} x2={WIDTH} y1={y(top * part)} y2={y(top * part)} />
            <text x={LEFT - 8} y={y(top * part)} textAnchor="end" dominantBaseline="central">
              {formatNumber(top * part)}
            </text>
          </g>
        ))}
        {days.length > 1 && (
          <>
            <path
              className={styles.area}
              d={`M${points.join('L')}L${x(days.length - 1)} ${y(0)}L${x(0)} ${y(0)}Z`}
            />
            <path className={styles.line} d={`M${points.join('L')}`} />
          </>
        )}
        {last && <circle cx={x(days.length - 1)} cy={y(last.count)} r="4" />}
        {marks.map((at) => (
          <text
            key={at}
            x={x(at)}
            y={HEIGHT - 6}
            textAnchor={
              days.length === 1
                ? 'middle'
                : at === 0
                  ? 'start'
                  : at === days.length - 1
                    ? 'end'
                    : 'middle'
            }
          >
            {phone ? days[at]?.day.slice(5) : days[at]?.day}
          </text>
        ))}
        {days.map((day, at) => (
          <rect
            key={day.day}
            x={x(at) - Math.max(step, 8) / 2}
            y={TOP}
            width={Math.max(step, 8)}
            height={HEIGHT - TOP - BOTTOM}
          >
            <title>{say(day)}</title>
          </rect>
        ))}
      </svg>
      <figcaption>{sentence}</figcaption>
    </figure>
  );
}
