import { Tooltip } from 'antd';
import { Link, useLocation } from 'react-router';
import { Icon } from '#platform/web/icon/Icon.tsx';
import type { IconName } from '#platform/web/icon/shapes.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { text } from '../text.ts';
import styles from './navigation.module.css';
import { currentPage, type NavGroup } from './navigation.ts';

/** The capabilities of the product, each with the pages this person may open. */
export function Navigation({
  groups,
  folded = false,
  onGo,
}: {
  groups: readonly NavGroup[];
  folded?: boolean;
  onGo?: () => void;
}) {
  const t = useText(text);
  const say = usePhrase();
  const { pathname } = useLocation();
  const here = currentPage(groups, pathname);
  return (
    <nav
      className={styles.navigation}
      aria-label={t('navigation')}
      data-folded={folded || undefined}
    >
      <Item
        to="/"
        icon="home"
        label={t('home')}
        here={pathname === '/'}
        folded={folded}
        onGo={onGo}
      />
      {groups.map((group) => (
        <section key={group.key} aria-label={say(group.capability)}>
          {folded ? <hr /> : <h2>{say(group.capability)}</h2>}
          {group.pages.map((page) => (
            <Item
              key={page.path}
              to={page.path}
              icon={page.icon}
              label={say(page.label)}
              here={page === here}
              folded={folded}
              onGo={onGo}
            />
          ))}
        </section>
      ))}
    </nav>
  );
}

function Item({
  to,
  icon,
  label,
  here,
  folded,
  onGo,
}: {
  to: string;
  icon: IconName;
  label: string;
  here: boolean;
  folded: boolean;
  onGo: (() => void) | undefined;
}) {
  const link = (
    <Link
      to={to}
      className={styles.item}
      aria-current={here ? 'page' : undefined}
      {...(folded ? { 'aria-label': label } : {})}
      onClick={() => onGo?.()}
    >
      <Icon name={icon} size={18} />
      {!folded && <span>{label}</span>}
    </Link>
  );
  return folded ? (
    <Tooltip title={label} placement="right" mouseEnterDelay={0.2}>
      {link}
    </Tooltip>
  ) : (
    link
  );
}
