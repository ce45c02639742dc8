import styles from './chart.module.css';
import { arc } from './scale.ts';

/** How much of a whole is done. */
export function Ring({
  share,
  sentence,
  size = 44,
  tone = 'accent',
  showFigure = true,
}: {
  /** 0 to 1. */
  share: number;
  /** 已完成 42%，还有 1,160 条 */
  sentence: string;
  size?: number;
  tone?: 'accent' | 'good' | 'warn' | 'bad';
  showFigure?: boolean;
}) {
  const radius = size / 2 - 3;
  const { dash } = arc(share, radius);
  return (
    <svg
      width={size}
      height={size}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={sentence}
      className={styles.ring}
    >
      <title>{sentence}</title>
      <circle
        cx={size / 2}
        cy={size / 2}
        r={radius}
        fill="none"
        stroke="var(--hairline)"
        strokeWidth="4"
      />
      <circle
        cx={size / 2}
        cy={size / 2}
        r={radius}
        fill="none"
        stroke={`var(--${tone})`}
        strokeWidth="4"
        strokeDasharray={dash}
        transform={`rotate(-90 ${size / 2} ${size / 2})`}
      />
      {showFigure && (
        <text
          x="50%"
          y="50%"
          dominantBaseline="central"
          textAnchor="middle"
          fontSize={size * 0.26}
          fill="var(--ink)"
        >
          {Math.round(share * 100)}
          <tspan fontSize={size * 0.17} fill="var(--ink-2)">
            %
          </tspan>
        </text>
      )}
    </svg>
  );
}

/** The same on a line, for lists. */
export function ProgressLine({
  share,
  sentence,
  tone = 'accent',
}: {
  share: number | null;
  sentence: string;
  tone?: 'accent' | 'good' | 'warn' | 'bad';
}) {
  const percent = share === null ? undefined : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      className={styles.line}
      role="progressbar"
      aria-label={sentence}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === undefined ? {} : { 'aria-valuenow': percent })}
      data-unknown={percent === undefined || undefined}
    >
      <span style={{ width: `${percent ?? 30}%`, background: `var(--${tone})` }} />
    </div>
  );
}
