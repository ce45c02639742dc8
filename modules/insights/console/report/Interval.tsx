import { useMarks } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import styles from './report.module.css';

const [WIDTH, HEIGHT, PAD] = [320, 64, 16];

/** A figure with its interval on a line that shows where nothing lies. */
export function Interval({
  mean,
  low,
  high,
  unit,
}: {
  mean: number;
  low: number;
  high: number;
  unit: string;
}) {
  const marks = useMarks();
  const reach = Math.max(Math.abs(low), Math.abs(high), 1) * 1.1;
  const x = (value: number) => PAD + ((value + reach) / (2 * reach)) * (WIDTH - 2 * PAD);
  const say = (value: number) => formatNumber(Math.round(value));
  const sentence = `${say(mean)} ${unit}${marks.aside(`${say(low)} – ${say(high)}`)}`;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={sentence}
      className={styles.interval}
    >
      <line x1={PAD} x2={WIDTH - PAD} y1="28" y2="28" />
      <line className={styles.zero} x1={x(0)} x2={x(0)} y1="14" y2="42" />
      <text x={x(0)} y="56" textAnchor="middle">
        0
      </text>
      <rect x={x(low)} y="24" width={Math.max(2, x(high) - x(low))} height="8" rx="4" />
      <circle cx={x(mean)} cy="28" r="5" />
      <text x={x(mean)} y="10" textAnchor="middle">
        {say(mean)} {unit}
      </text>
    </svg>
  );
}
