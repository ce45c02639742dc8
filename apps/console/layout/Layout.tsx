import { Drawer } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Link, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { getRolloutPhase } from '#modules/org/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Mark } from '#platform/web/icon/Mark.tsx';
import { useMay } from '#platform/web/person.ts';
import { useStore } from '#platform/web/store.ts';
import { useText } from '#platform/web/text/lang.ts';
import { useNarrow } from '#platform/web/useMedia.ts';
import { Guide } from '../guide/Guide.tsx';
import { rooms } from '../rooms.ts';
import { text } from '../text.ts';
import { ConsolePalette } from './ConsolePalette.tsx';
import styles from './layout.module.css';
import { Navigation } from './Navigation.tsx';
import { navigationFolded, navigationFor } from './navigation.ts';
import { TopBar } from './TopBar.tsx';

/** What stays while pages change: navigation, the bar above, and what can be called up from anywhere. */
export function Layout() {
  const t = useText(text);
  const may = useMay();
  const narrow = useNarrow();
  const folded = useStore(navigationFolded) === 'yes';
  const [drawer, setDrawer] = useState(false);
  const [palette, setPalette] = useState(false);
  const hiddenAfter = useCall(getRolloutPhase).data?.hiddenAfter ?? null;
  const groups = useMemo(() => navigationFor(rooms, may, hiddenAfter), [may, hiddenAfter]);
  const { pathname } = useLocation();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setPalette((open) => !open);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  // A new page is read from its top, by eye and by screen reader; the first one takes no focus.
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    setDrawer(false);
    document.getElementById('content')?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <div className={styles.layout} data-folded={folded || undefined}>
      <a href="#content" className={styles.skip}>
        {t('skip')}
      </a>
      {narrow ? (
        <Drawer
          open={drawer}
          onClose={() => setDrawer(false)}
          placement="left"
          size={288}
          title={<Brand />}
          styles={{ body: { padding: 0, background: 'var(--desk)' } }}
        >
          <Navigation groups={groups} onGo={() => setDrawer(false)} />
        </Drawer>
      ) : (
        <aside className={styles.side}>
          <Link to="/" className={styles.home} aria-label={t('product')}>
            <Brand folded={folded} />
          </Link>
          <div className={styles.scroll}>
            <Navigation groups={groups} folded={folded} />
          </div>
          <button
            type="button"
            className={styles.fold}
            aria-label={folded ? t('unfoldNavigation') : t('foldNavigation')}
            onClick={() => navigationFolded.set(folded ? 'no' : 'yes')}
          >
            <Icon name={folded ? 'unfold' : 'fold'} size={18} />
            {!folded && <span>{t('foldNavigation')}</span>}
          </button>
        </aside>
      )}
      <TopBar
        openDrawer={narrow ? () => setDrawer(true) : undefined}
        openPalette={() => setPalette(true)}
      />
      <main id="content" tabIndex={-1} className={styles.content}>
        <Outlet />
      </main>
      <ConsolePalette open={palette} close={() => setPalette(false)} groups={groups} />
      <Guide />
      <ScrollRestoration />
    </div>
  );
}

function Brand({ folded = false }: { folded?: boolean }) {
  const t = useText(text);
  return (
    <span className={styles.brand}>
      <Mark size={24} />
      {!folded && (
        <>
          <b>{t('product')}</b>
          <small>{t('console')}</small>
        </>
      )}
    </span>
  );
}
