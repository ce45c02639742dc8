import styles from './small.module.css';

const apple = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent);

/** Keys as on the reader's keyboard: `mod` is ⌘ or Ctrl. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={styles.keys}>
      {keys.split('+').map((key) => (
        <kbd key={key}>{key === 'mod' ? (apple ? '⌘' : 'Ctrl') : key}</kbd>
      ))}
    </span>
  );
}
