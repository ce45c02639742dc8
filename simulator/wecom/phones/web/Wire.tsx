import type { WireEntry } from '../contract.ts';
import { useLive, useWorld } from './api.ts';
import styles from './page.module.css';
import { useSay } from './text.ts';
import { When } from './time.tsx';

/** The calls of the product and the callbacks it was sent, newest first. */
export function Wire() {
  const say = useSay();
  const { corp } = useWorld();
  const { data } = useLive<WireEntry[]>(`corps/${corp}/wire`);
  return (
    <aside className={styles.wire} aria-label={say('wire')}>
      <h2>{say('wire')}</h2>
      <p>{say('wireHint')}</p>
      <ol>
        {data?.map((entry) => (
          <li key={entry.id} data-way={entry.way} data-bad={entry.ok === false ? '' : undefined}>
            <span>{say(entry.way === 'call' ? 'wireSaid' : 'wireHeard')}</span>
            <b>{entry.name}</b>
            <small>
              <When at={entry.at} full />
              {entry.note && ` · ${entry.note}`}
            </small>
          </li>
        ))}
        {data?.length === 0 && <li>{say('wireNone')}</li>}
      </ol>
    </aside>
  );
}
