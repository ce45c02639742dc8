import { Icon } from '#platform/web/icon/Icon.tsx';
import { Kbd } from '#platform/web/show/Kbd.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import { useSession } from '../session/session.ts';
import { text } from '../text.ts';
import { Bell } from './Bell.tsx';
import { ClockChip } from './ClockChip.tsx';
import { TaskButton } from './TaskDrawer.tsx';
import styles from './top-bar.module.css';
import { UnitSwitcher } from './UnitSwitcher.tsx';
import { UserMenu } from './UserMenu.tsx';

export function TopBar({
  openDrawer,
  openPalette,
}: {
  openDrawer: (() => void) | undefined;
  openPalette: () => void;
}) {
  const t = useText(text);
  const phone = usePhone();
  const { data: session } = useSession();
  return (
    <header className={styles.bar}>
      {openDrawer && (
        <button
          type="button"
          className={styles.button}
          aria-label={t('openNavigation')}
          onClick={openDrawer}
        >
          <Icon name="menu" size={20} />
        </button>
      )}
      <UnitSwitcher />
      {session?.mode === 'demo' && (
        <span className={styles.badge} title={t('demoHint')}>
          {t('demo')}
        </span>
      )}
      <div className={styles.right}>
        {phone ? (
          <button
            type="button"
            className={styles.button}
            aria-label={t('search')}
            onClick={openPalette}
          >
            <Icon name="search" size={18} />
          </button>
        ) : (
          <button type="button" className={styles.search} onClick={openPalette}>
            <Icon name="search" />
            <span>{t('searchHint')}</span>
            <Kbd keys="mod+K" />
          </button>
        )}
        <ClockChip />
        <TaskButton />
        <Bell />
        <UserMenu />
      </div>
    </header>
  );
}
