import { useRef, useState } from 'react';
import { useSay } from '../text.ts';
import styles from './browser.module.css';
import { Icon } from './Icon.tsx';
import { type Opened, usePageCalls } from './page-calls.ts';

const WEB = /^https?:\/\//i;
const NOWHERE: Opened = { place: { entry: 'normal' }, go: () => {} };

/** The browser inside the phone: one page, its address, and the way out. */
export function Browser({
  url,
  as,
  opened = NOWHERE,
  close,
}: {
  url: string;
  /** Whose phone it is: `staff:…` or `person:…`. */
  as: string;
  opened?: Opened;
  close: () => void;
}) {
  const say = useSay();
  const [typed, setTyped] = useState(url);
  const [shown, setShown] = useState({ url, turn: 0 });
  const go = () => {
    const next = WEB.test(typed) ? typed : `http://${typed}`;
    setTyped(next);
    setShown({ url: next, turn: shown.turn + 1 });
  };
  const frame = useRef<HTMLIFrameElement>(null);
  usePageCalls(frame, as.startsWith('staff:') ? as.slice(6) : null, opened);
  const mini = shown.url.startsWith('mini:');
  return (
    <div className={styles.browser} role="dialog" aria-label={say('browser')}>
      <div className={styles.addressBar}>
        <button type="button" onClick={close} aria-label={say('close')}>
          <Icon name="close" size={20} />
        </button>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            go();
          }}
        >
          <Icon name="globe" size={15} />
          <input
            aria-label={say('address')}
            value={mini ? '' : typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </form>
        <button type="button" onClick={go} aria-label={say('reload')}>
          <Icon name="reload" size={18} />
        </button>
      </div>
      {mini ? (
        <div className={styles.mini}>
          <Icon name="program" size={56} />
          <p>{say('miniNot')}</p>
          <code>{shown.url.slice(5)}</code>
        </div>
      ) : WEB.test(shown.url) ? (
        <iframe
          key={shown.turn}
          ref={frame}
          title={shown.url}
          src={`/phones/open?${new URLSearchParams({ as, url: shown.url })}`}
          sandbox="allow-scripts allow-forms allow-same-origin allow-popups allow-modals"
          allow="clipboard-write"
        />
      ) : (
        <div className={styles.mini}>
          <p>{say('browserEmpty')}</p>
        </div>
      )}
    </div>
  );
}
