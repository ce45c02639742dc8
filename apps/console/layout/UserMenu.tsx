import { useQueryClient } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { Link } from 'react-router';
import { setLanguage } from '#modules/org/contract.ts';
import { readDemo } from '#platform/contract/system.ts';
import type { Lang } from '#platform/contract/text.ts';
import { call, useCall } from '#platform/web/api.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { DropPanel } from '#platform/web/overlay/DropPanel.tsx';
import { PersonTag } from '#platform/web/show/PersonTag.tsx';
import { useStore } from '#platform/web/store.ts';
import { lang, useComma, useLang, usePhrase, useText } from '#platform/web/text/lang.ts';
import { type ThemeChoice, themeChoice } from '#platform/web/theme/theme-choice.ts';
import { sessionKey, useSession } from '../session/session.ts';
import { useSignOut } from '../session/sign-out.ts';
import { text } from '../text.ts';
import styles from './top-bar.module.css';

/** Chosen here and kept with the person, so that messages from the server follow. */
export function useChooseLanguage() {
  const client = useQueryClient();
  return async (next: Lang) => {
    lang.set(next);
    client.setQueryData(
      sessionKey,
      (session: object | undefined) => session && { ...session, lang: next },
    );
    await call(setLanguage, { body: { lang: next } }).catch(() => {});
    client.invalidateQueries();
  };
}

export function UserMenu() {
  const t = useText(text);
  const say = usePhrase();
  const comma = useComma();
  const { data: session } = useSession();
  const chosenLang = useLang();
  const chosenTheme = useStore(themeChoice);
  const leave = useSignOut();
  const chooseLanguage = useChooseLanguage();
  const demo = useCall(readDemo, {}, { enabled: session?.mode === 'demo' });
  const phones = demo.data?.simulatorUrl
    ? `${demo.data.simulatorUrl}/phones?lang=${chosenLang}`
    : null;
  if (!session) return null;
  const { staff, roles } = session;
  return (
    <DropPanel
      title={t('menuOf', { name: staff.name })}
      button={(props) => (
        <button
          type="button"
          className={styles.user}
          aria-label={t('menuOf', { name: staff.name })}
          {...props}
        >
          <PersonTag name={staff.name} />
        </button>
      )}
    >
      {(close) => (
        <div className={styles.menu}>
          <div className={styles.who}>
            <b>{staff.name}</b>
            <span>
              {staff.number} · {staff.unit.name}
              {staff.title && ` · ${staff.title}`}
            </span>
            <span>{roles.map((role) => say(role.name)).join(comma)}</span>
          </div>
          <div className={styles.choice}>
            <span>{t('language')}</span>
            <Segmented<Lang>
              size="small"
              aria-label={t('language')}
              value={chosenLang}
              onChange={chooseLanguage}
              options={[
                { value: 'zh-CN', label: '中文' },
                { value: 'en', label: 'English' },
              ]}
            />
          </div>
          <div className={styles.choice}>
            <span>{t('theme')}</span>
            <Segmented<ThemeChoice>
              size="small"
              aria-label={t('theme')}
              value={chosenTheme}
              onChange={(next) => themeChoice.set(next)}
              options={[
                { value: 'light', icon: <Icon name="sun" label={t('light')} />, title: t('light') },
                { value: 'dark', icon: <Icon name="moon" label={t('dark')} />, title: t('dark') },
                {
                  value: 'system',
                  icon: <Icon name="screen" label={t('system')} />,
                  title: t('system'),
                },
              ]}
            />
          </div>
          <hr />
          <Link to="/me" onClick={close}>
            <Icon name="shield" /> {t('profile')}
          </Link>
          {phones && (
            <a href={phones} target="_blank" rel="noreferrer" onClick={close}>
              <Icon name="phone" /> {t('phones')}
            </a>
          )}
          <Link to="/design" onClick={close}>
            <Icon name="ledger" /> {t('design')}
          </Link>
          <hr />
          <button type="button" onClick={leave}>
            <Icon name="signOut" /> {t('signOut')}
          </button>
        </div>
      )}
    </DropPanel>
  );
}
