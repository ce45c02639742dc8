import styles from './attachments.module.css';
import { useShell } from './Phone.tsx';

export function Address({ url }: { url: string }) {
  const { browse } = useShell();
  return (
    <button type="button" className={styles.address} onClick={() => browse(url)}>
      {url}
    </button>
  );
}
