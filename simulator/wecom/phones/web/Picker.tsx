import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useByHand } from './api.ts';
import styles from './page.module.css';
import { Avatar } from './parts/Avatar.tsx';
import { Icon } from './parts/Icon.tsx';
import { Search } from './parts/Search.tsx';
import { useMarks, useSay } from './text.ts';

export interface Holder {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly friend: boolean;
}

/** Who holds this phone. */
export function Picker({
  label,
  holder,
  found,
  search,
  choose,
}: {
  label: string;
  holder: { id: string; name: string; note: ReactNode } | null;
  found: readonly Holder[];
  search: (q: string) => void;
  choose: (id: string) => void;
}) {
  const say = useSay();
  const marks = useMarks();
  const [open, setOpen] = useState(false);
  const [q, setQ] = useState('');
  const place = useRef<HTMLDivElement>(null);
  const byHand = useByHand(holder?.id ?? '');
  useEffect(() => {
    if (!open) return;
    const away = (event: PointerEvent) => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && setOpen(false);
    window.addEventListener('pointerdown', away);
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('pointerdown', away);
      window.removeEventListener('keydown', onKey);
    };
  }, [open]);
  return (
    <div className={styles.picker} ref={place}>
      <button
        type="button"
        className={styles.holder}
        aria-expanded={open}
        aria-label={`${label}${marks.colon}${holder?.name ?? ''}`}
        onClick={() => setOpen(!open)}
      >
        {holder && <Avatar name={holder.name} id={holder.id} size={34} />}
        <span>
          <b>{holder?.name ?? '…'}</b>
          <small>{holder?.note}</small>
        </span>
        <Icon name="down" size={18} />
      </button>
      {byHand && (
        <label className={styles.byHand} title={say('byHandHint')}>
          <input
            type="checkbox"
            checked={byHand.on}
            onChange={(event) => byHand.set(event.target.checked)}
          />
          {say('byHand')}
        </label>
      )}
      {open && (
        <div className={styles.choices}>
          <Search
            value={q}
            change={(text) => {
              setQ(text);
              search(text);
            }}
          />
          <ul>
            {found.map(({ id, name, note, friend }) => (
              <li key={id}>
                <button
                  type="button"
                  aria-current={id === holder?.id ? 'true' : undefined}
                  onClick={() => {
                    choose(id);
                    setOpen(false);
                  }}
                >
                  <Avatar name={name} id={id} size={30} />
                  <span>
                    <b>{name}</b>
                    <small>{note}</small>
                  </span>
                  {friend && <em>{say('friend')}</em>}
                </button>
              </li>
            ))}
            {found.length === 0 && <li className={styles.nobody}>{say('nobody')}</li>}
          </ul>
        </div>
      )}
    </div>
  );
}
