import { useText } from '#platform/web/text/lang.ts';
import { text } from '../text.ts';
import styles from './sign-in.module.css';

/** In a demo installation: where the accounts and their passwords are. */
export function DemoAccounts({ pick: _pick }: { pick: (account: string) => void }) {
  const t = useText(text);
  return (
    <section className={styles.demo}>
      <h2>{t('demoTitle')}</h2>
      <p>{t('demoPasswords')}</p>
    </section>
  );
}
