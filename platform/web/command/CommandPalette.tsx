import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Icon } from '../icon/Icon.tsx';
import { Kbd } from '../show/Kbd.tsx';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import { type Command, type CommandGroup, matching } from './match.ts';
import styles from './palette.module.css';

/**
 * Everything by name: pages and actions are matched here, what the server found comes in `found`
 * as it is. Arrow keys move, Enter opens, Escape leaves.
 */
export function CommandPalette({
  open,
  close,
  groups,
  found,
  searching = false,
  onQuery,
}: {
  open: boolean;
  close: () => void;
  groups: readonly CommandGroup[];
  found?: readonly CommandGroup[];
  searching?: boolean;
  onQuery?: (query: string) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const box = dialog.current;
    if (open && box && !box.open) box.showModal();
    if (!open && box?.open) box.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the panel closes it; Escape does too
    <dialog
      ref={dialog}
      className={styles.palette}
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      {open && (
        <Panel
          close={close}
          groups={groups}
          found={found ?? []}
          searching={searching}
          {...(onQuery ? { onQuery } : {})}
        />
      )}
    </dialog>
  );
}

function Panel({
  close,
  groups,
  found,
  searching,
  onQuery,
}: {
  close: () => void;
  groups: readonly CommandGroup[];
  found: readonly CommandGroup[];
  searching: boolean;
  onQuery?: (query: string) => void;
}) {
  const t = useText(words);
  const id = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const shown = useMemo(
    () => [...matching(groups, query), ...(query.trim() === '' ? [] : found)],
    [groups, found, query],
  );
  const flat = shown.flatMap((group) => group.items);
  const here = Math.min(at, Math.max(0, flat.length - 1));

  const type = (text: string) => {
    setQuery(text);
    setAt(0);
    onQuery?.(text.trim());
  };
  const choose = (command: Command | undefined) => {
    if (!command) return;
    close();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && flat.length > 0) {
      event.preventDefault();
      setAt((here + step + flat.length) % flat.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(flat[here]);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the cursor or the list changes
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [here, shown]);

  let index = -1;
  return (
    <div className={styles.panel}>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette is opened to type
          autoFocus
          type="text"
          role="combobox"
          aria-expanded
          aria-controls={`${id}list`}
          aria-activedescendant={flat.length > 0 ? `${id}${here}` : undefined}
          aria-label={t('paletteHint')}
          placeholder={t('paletteHint')}
          value={query}
          spellCheck={false}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button type="button" onClick={close} aria-label={t('close')}>
          <Kbd keys="Esc" />
        </button>
      </div>
      <div className={styles.bar} data-on={searching || undefined} />
      <div
        id={`${id}list`}
        ref={list}
        role="listbox"
        aria-label={t('search')}
        className={styles.list}
      >
        {shown.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: groups of a listbox have no element of their own
          <div key={group.key} role="group" aria-label={group.title}>
            <div className={styles.heading}>{group.title}</div>
            {group.items.map((item) => {
              index += 1;
              const mine = index;
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the keys
                <div
                  key={item.key}
                  id={`${id}${mine}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={mine === here}
                  className={styles.item}
                  onMouseMove={() => setAt(mine)}
                  onClick={() => choose(item)}
                >
                  <span>{item.label}</span>
                  {item.detail && <small>{item.detail}</small>}
                </div>
              );
            })}
          </div>
        ))}
        {flat.length === 0 && !searching && (
          <p className={styles.none}>{t('paletteEmpty', { q: query })}</p>
        )}
      </div>
      <div className={styles.foot}>
        <span>
          <Kbd keys="↑+↓" /> {t('paletteMove')}
        </span>
        <span>
          <Kbd keys="Enter" /> {t('paletteOpen')}
        </span>
      </div>
    </div>
  );
}
