import type { PhoneApp } from '../../contract.ts';
import type { Place } from '../../jssdk/contract.ts';
import { useSay } from '../text.ts';
import { Icon } from './Icon.tsx';
import { useShell } from './Phone.tsx';
import styles from './tools.module.css';

/** The pages of apps that stand in a chat or beside a customer. */
export function Tools({ apps, place }: { apps: readonly PhoneApp[]; place: Place }) {
  const say = useSay();
  const { browse } = useShell();
  const tools = apps.flatMap((app) =>
    app.toolbar.map((tool) => ({ ...tool, key: `${app.agentId} ${tool.url}` })),
  );
  if (tools.length === 0) return null;
  return (
    <nav className={styles.tools} aria-label={say('sidebar')}>
      {tools.map(({ key, name, url }) => (
        <button key={key} type="button" onClick={() => browse(url, place)}>
          <Icon name="grid" size={15} />
          {name}
        </button>
      ))}
    </nav>
  );
}
