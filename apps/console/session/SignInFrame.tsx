import type { ReactNode } from 'react';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Mark } from '#platform/web/icon/Mark.tsx';
import { lang, useLang, useText } from '#platform/web/text/lang.ts';
import { themeChoice, useTheme } from '#platform/web/theme/theme-choice.ts';
import { text } from '../text.ts';
import styles from './sign-in.module.css';
import { ThreeWays } from './ThreeWays.tsx';

/** The page before the product: what it is on one side, one thing to do on the other. */
export function SignInFrame({
  bankName,
  demo,
  children,
}: {
  bankName: string | null;
  demo: boolean;
  children: ReactNode;
}) {
  const t = useText(text);
  const chosen = useLang();
  const theme = useTheme();
  return (
    <div className={styles.frame}>
      <aside className={styles.side} data-theme="dark">
        <div className={styles.brand}>
          <Mark size={30} />
          <span>{t('product')}</span>
          <small>{t('console')}</small>
        </div>
        <ThreeWays />
        <p className={styles.tagline}>{t('tagline')}</p>
      </aside>
      <main className={styles.main}>
        <div className={styles.tools}>
          <span className={styles.bank}>
            {bankName}
            {demo && <em title={t('demoHint')}>{t('demo')}</em>}
          </span>
          <button
            type="button"
            onClick={() => {
              lang.set(chosen === 'en' ? 'zh-CN' : 'en');
            }}
          >
            <Icon name="globe" /> {chosen === 'en' ? '中文' : 'English'}
          </button>
          <button
            type="button"
            aria-label={theme === 'dark' ? t('light') : t('dark')}
            onClick={() => themeChoice.set(theme === 'dark' ? 'light' : 'dark')}
          >
            <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
          </button>
        </div>
        <div className={styles.panel}>{children}</div>
      </main>
    </div>
  );
}
