import { useText } from '#platform/web/text/lang.ts';
import { text } from '../text.ts';
import styles from './sign-in.module.css';

/** In a demo installation: where the accounts and their passwords are. */
export function DemoAccounts() {
  const t = useText(text);
  const [before, after] = t('demoPasswords').split('{file}');
  return (
    <section className={styles.demo}>
      <h2>{t('demoTitle')}</h2>
      <p>
        {before}
        <code>demo-sign-ins.json</code>
        {after}
      </p>
    </section>
  );
}
