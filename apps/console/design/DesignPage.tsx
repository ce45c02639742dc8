import { type ComponentType, useEffect } from 'react';
import { Link } from 'react-router';
import type { Lang } from '#platform/contract/text.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Mark } from '#platform/web/icon/Mark.tsx';
import { lang, useLang, useText } from '#platform/web/text/lang.ts';
import { themeChoice, useTheme } from '#platform/web/theme/theme-choice.ts';
import { Controls } from './Controls.tsx';
import styles from './design.module.css';
import { Figures } from './Figures.tsx';
import { Forms } from './Forms.tsx';
import { Colours, Principles, Typography } from './Foundations.tsx';
import { History, LongWork } from './History.tsx';
import { Messages } from './Messages.tsx';
import { BothThemes, Icons, SmallParts } from './SmallParts.tsx';
import { States } from './States.tsx';
import { Tables } from './Tables.tsx';
import { text } from './text.ts';

const parts: readonly { key: keyof typeof text; Part: ComponentType }[] = [
  { key: 'principles', Part: Principles },
  { key: 'colour', Part: Colours },
  { key: 'typography', Part: Typography },
  { key: 'controls', Part: Controls },
  { key: 'states', Part: States },
  { key: 'figures', Part: Figures },
  { key: 'table', Part: Tables },
  { key: 'forms', Part: Forms },
  { key: 'messages', Part: Messages },
  { key: 'history', Part: History },
  { key: 'work', Part: LongWork },
  { key: 'small', Part: SmallParts },
  { key: 'icons', Part: Icons },
  { key: 'bothThemes', Part: BothThemes },
];

const hints: Partial<Record<keyof typeof text, keyof typeof text>> = {
  colour: 'colourHint',
  typography: 'typographyHint',
  controls: 'controlsHint',
  figures: 'figuresHint',
  table: 'tableHint',
  forms: 'formsHint',
  icons: 'iconsHint',
  bothThemes: 'bothThemesHint',
};

/** Open to everybody, without a session: nothing on it comes from the bank. */
export default function DesignPage() {
  const t = useText(text);
  const chosen = useLang();
  const theme = useTheme();
  useEffect(() => {
    document.title = `${t('title')} · 域行`;
  }, [t]);
  const other: Lang = chosen === 'en' ? 'zh-CN' : 'en';
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <Link to="/design" className={styles.brand}>
          <Mark size={22} /> <b>域行</b> <span>{t('title')}</span>
        </Link>
        <span className={styles.tools}>
          <button type="button" onClick={() => lang.set(other)}>
            <Icon name="globe" /> {other === 'en' ? 'English' : '中文'}
          </button>
          <button
            type="button"
            onClick={() => themeChoice.set(theme === 'dark' ? 'light' : 'dark')}
            aria-label={t('bothThemes')}
          >
            <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
          </button>
          <Link to="/">{t('toConsole')}</Link>
        </span>
      </header>
      <nav className={styles.contents} aria-label={t('contents')}>
        <ol>
          {parts.map(({ key }) => (
            <li key={key}>
              <a href={`#${key}`}>{t(key)}</a>
            </li>
          ))}
        </ol>
      </nav>
      <main className={styles.main}>
        <div className={styles.title}>
          <h1>{t('title')}</h1>
          <p>{t('purpose')}</p>
        </div>
        {parts.map(({ key, Part }) => {
          const hint = hints[key];
          return (
            <section key={key} id={key} className={styles.part}>
              <header>
                <h2>{t(key)}</h2>
                {hint && <p>{t(hint)}</p>}
              </header>
              <Part />
            </section>
          );
        })}
      </main>
    </div>
  );
}
