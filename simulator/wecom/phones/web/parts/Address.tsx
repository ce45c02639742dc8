import { useShell } from './Phone.tsx';
import styles from './parts.module.css';

export function Address({ url }: { url: string }) {
  const { browse } = useShell();
  return (
    <button type="button" className={styles.address} onClick={() => browse(url)}>
      {url}
    </button>
  );
}
