import type { signInOptions } from '#modules/org/contract.ts';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useLang, useText } from '#platform/web/text/lang.ts';
import { text } from '../text.ts';
import styles from './sign-in.module.css';

interface DemoAccountsProps {
  readonly accounts: Reply<typeof signInOptions>['demo'];
  readonly chosen: string;
  readonly choose: (account: string) => void;
}

/** In a demo installation: whom one may be, and where the passwords are. */
export function DemoAccounts({ accounts, chosen, choose }: DemoAccountsProps) {
  const t = useText(text);
  const lang = useLang();
  const [before, after] = t('demoPasswords').split('{file}');
  return (
    <section className={styles.demo}>
      <h2>{t('demoTitle')}</h2>
      <div className={styles.people}>
        {accounts.map(({ account, name, role }) => (
          <button
            key={`${account}${role[0]}`}
            type="button"
            aria-pressed={chosen === account}
            onClick={() => choose(account)}
          >
            <b>{lang === 'en' ? role[1] : role[0]}</b>
            <span>
              {name} {account}
            </span>
          </button>
        ))}
      </div>
      <p>
        {before}
        <code>demo-sign-ins.json</code>
        {after}
      </p>
    </section>
  );
}
