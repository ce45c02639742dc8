import type { z } from 'zod';
import type { ModelReason } from '../../contract.ts';
import styles from './scores.module.css';

/** What pushed a score up (▲) or down (▼), the strongest first. */
export function Reasons({ reasons }: { reasons: readonly z.infer<typeof ModelReason>[] }) {
  return (
    <ul className={styles.reasons}>
      {reasons.map(({ label, effect }) => (
        <li key={label}>
          {effect === null ? '' : effect > 0 ? '▲ ' : '▼ '}
          {label}
        </li>
      ))}
    </ul>
  );
}
