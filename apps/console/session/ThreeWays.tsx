import { useLang } from '#platform/web/text/lang.ts';
import styles from './sign-in.module.css';

const ring = (count: number, radius: number, turn = 0) =>
  Array.from({ length: count }, (_, at) => {
    const angle = ((at + turn) / count) * 2 * Math.PI - Math.PI / 2;
    return { x: Math.cos(angle) * radius, y: Math.sin(angle) * radius };
  });

/** 点、圈、群: one to one, to all who follow, among many. Drawn, because it is what the product is about. */
export function ThreeWays() {
  const lang = useLang();
  const names = lang === 'en' ? ['Point', 'Circle', 'Group'] : ['点', '圈', '群'];
  const group = [...ring(6, 17), ...ring(12, 33, 0.5), ...ring(18, 49)];
  return (
    <svg className={styles.ways} viewBox="0 0 420 190" fill="none" aria-hidden>
      <g stroke="var(--edge)">
        <path d="M0 78h420" strokeDasharray="1 5" />
      </g>
      <g transform="translate(70 78)">
        <path d="M-30 0h60" stroke="var(--ink-3)" />
        <circle cx="-30" r="5" fill="var(--ink)" />
        <circle cx="30" r="5" fill="var(--accent)" />
      </g>
      <g transform="translate(210 78)">
        {[18, 34, 50].map((radius) => (
          <circle key={radius} r={radius} stroke="var(--ink-3)" strokeOpacity={1.1 - radius / 60} />
        ))}
        {ring(7, 34, 0.3).map(({ x, y }) => (
          <circle key={`${x}`} cx={x} cy={y} r="3" fill="var(--accent)" />
        ))}
        <circle r="5" fill="var(--ink)" />
      </g>
      <g transform="translate(350 78)">
        {group.map(({ x, y }, at) => (
          <circle
            key={`${x}/${y}`}
            cx={x}
            cy={y}
            r="3"
            fill={at % 5 === 2 ? 'var(--accent)' : 'var(--ink-3)'}
          />
        ))}
        <circle r="5" fill="var(--ink)" />
      </g>
      {names.map((name, at) => (
        <text
          key={name}
          x={70 + at * 140}
          y="168"
          textAnchor="middle"
          fontSize={lang === 'en' ? 13 : 17}
          fill="var(--ink-2)"
        >
          {name}
        </text>
      ))}
    </svg>
  );
}
