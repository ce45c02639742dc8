import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { Place } from '../../jssdk/contract.ts';
import { useSay } from '../text.ts';
import { timeText, useNow } from '../time.tsx';
import { Icon, type IconName } from './Icon.tsx';
import styles from './phone.module.css';

/** The glass of a phone; everything inside is sized by it. */
export function Phone({
  look,
  label,
  children,
}: {
  look: 'wecom' | 'wechat';
  label: string;
  children: ReactNode;
}) {
  const now = useNow();
  return (
    <section className={styles.phone} data-look={look} aria-label={label}>
      <div className={styles.status} aria-hidden="true">
        <span>{timeText(now)}</span>
        <span className={styles.island} />
        <span className={styles.signal}>
          <i />
          <i />
          <i />
          <b />
        </span>
      </div>
      <div className={styles.glass}>{children}</div>
    </section>
  );
}

/** What lies beneath the open page: it stays as it was left, and nobody can touch it. */
export function Under({ covered, children }: { covered: boolean; children: ReactNode }) {
  const { browse } = useShell();
  // Only the page on top has a way back.
  const shell = useMemo(() => ({ back: null, browse }), [browse]);
  return (
    <div className={styles.under} inert={covered} data-covered={covered ? '' : undefined}>
      <ShellContext value={shell}>{children}</ShellContext>
    </div>
  );
}

export interface Stack<Page> {
  readonly pages: readonly Page[];
  readonly top: Page | undefined;
  open(page: Page): void;
  /** In place of the one that is open. */
  swap(page: Page): void;
  back(): void;
  home(): void;
}

/** Pages lie on each other; the arrow takes the upper one away. */
export function useStack<Page>(): Stack<Page> {
  const [pages, setPages] = useState<readonly Page[]>([]);
  const open = useCallback((page: Page) => setPages((before) => [...before, page]), []);
  const swap = useCallback(
    (page: Page) => setPages((before) => [...before.slice(0, -1), page]),
    [],
  );
  const back = useCallback(() => setPages((before) => before.slice(0, -1)), []);
  const home = useCallback(() => setPages([]), []);
  return useMemo(
    () => ({ pages, top: pages.at(-1), open, swap, back, home }),
    [pages, open, swap, back, home],
  );
}

interface Shell {
  readonly back: (() => void) | null;
  /** In the browser of the phone; a tool of a chat says where it stands. */
  readonly browse: (url: string, place?: Place) => void;
}
/** How a page leaves, and opens the browser of its phone. */
export const ShellContext = createContext<Shell>({ back: null, browse: () => {} });
export const useShell = () => useContext(ShellContext);

/** A page of a phone: its bar, its content, what stays at the foot. */
export function Screen({
  title,
  note,
  action,
  foot,
  plain = false,
  children,
}: {
  title: ReactNode;
  note?: ReactNode;
  action?: ReactNode;
  foot?: ReactNode;
  /** On white, not on grey. */
  plain?: boolean;
  children: ReactNode;
}) {
  const say = useSay();
  const { back } = useShell();
  return (
    <div className={styles.screen}>
      <header className={styles.bar}>
        <span className={styles.barSide}>
          {back && (
            <button
              type="button"
              className={styles.barButton}
              onClick={back}
              aria-label={say('back')}
            >
              <Icon name="back" />
            </button>
          )}
        </span>
        <h2>
          {title}
          {note && <small>{note}</small>}
        </h2>
        <span className={styles.barSide}>{action}</span>
      </header>
      <div className={styles.content} data-plain={plain ? '' : undefined}>
        {children}
      </div>
      {foot && <footer className={styles.foot}>{foot}</footer>}
    </div>
  );
}

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly icon: IconName;
  readonly label: string;
  readonly news: number;
}

export function Tabs<Name extends string>({
  tabs,
  chosen,
  choose,
}: {
  tabs: readonly Tab<Name>[];
  chosen: Name;
  choose: (name: Name) => void;
}) {
  return (
    <nav className={styles.tabs}>
      {tabs.map(({ name, icon, label, news }) => (
        <button
          key={name}
          type="button"
          aria-current={name === chosen ? 'page' : undefined}
          onClick={() => choose(name)}
        >
          <span>
            <Icon name={icon} size={24} />
            {news > 0 && <b className={styles.news}>{news > 99 ? '99+' : news}</b>}
          </span>
          {label}
        </button>
      ))}
    </nav>
  );
}
