import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import styles from './page.module.css';

export interface Crumb {
  label: string;
  to?: string;
}

/**
 * A screen: where one is, what it is for in a sentence, what one can do here. `wide` for tables,
 * `reading` for texts and forms.
 */
export function Page({
  title,
  purpose,
  crumbs,
  actions,
  width = 'wide',
  aside,
  children,
}: {
  title: string;
  /** One sentence: what this page is for. */
  purpose?: ReactNode;
  crumbs?: readonly Crumb[];
  actions?: ReactNode;
  width?: 'wide' | 'reading';
  /** Beside the title: a status, a number. */
  aside?: ReactNode;
  children: ReactNode;
}) {
  const t = useText(words);
  useEffect(() => {
    document.title = `${title} · 域行`;
  }, [title]);
  return (
    <article className={styles.page} data-width={width}>
      <header className={styles.header}>
        {crumbs && crumbs.length > 0 && (
          <nav aria-label={t('pageNotes')} className={styles.crumbs}>
            <ol>
              {crumbs.map((crumb) => (
                <li key={crumb.label}>
                  {crumb.to ? <Link to={crumb.to}>{crumb.label}</Link> : crumb.label}
                </li>
              ))}
            </ol>
          </nav>
        )}
        <div className={styles.head}>
          <div className={styles.words}>
            <h1>
              {title}
              {aside && <span className={styles.aside}>{aside}</span>}
            </h1>
            {purpose && <p>{purpose}</p>}
          </div>
          {actions && <div className={styles.actions}>{actions}</div>}
        </div>
      </header>
      {children}
    </article>
  );
}

/** A part of a page with a heading of its own. */
export function Section({
  title,
  hint,
  actions,
  children,
}: {
  title: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={styles.section}>
      <header>
        <div>
          <h2>{title}</h2>
          {hint && <p>{hint}</p>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}

/** Names and values of one thing, ruled: what a detail page shows first. */
export function Facts({
  items,
}: {
  items: readonly { label: ReactNode; value: ReactNode; wide?: boolean }[];
}) {
  return (
    <dl className={styles.facts}>
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts keep their places
        <div key={at} data-wide={item.wide || undefined}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
