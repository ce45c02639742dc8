import { Input } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useCall } from '#platform/web/api.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { listUnits, type UnitId, type UnitNode, unitKindText, unitTree } from '../../contract.ts';
import { text } from './text.ts';
import { moveInTree } from './tree-keys.ts';
import styles from './units.module.css';

interface TreeProps {
  /** The unit that is looked at. */
  selected: string | undefined;
  /** Units above it: opened so that it can be seen. */
  above: readonly string[];
  onSelect: (id: string) => void;
  closed: boolean;
}

/** Levels load when they are opened; a bank has thousands of outlets. */
export function UnitTree({ selected, above, onSelect, closed }: TreeProps) {
  const t = useText(text);
  const [q, setQ] = useState('');
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const isOpen = (id: string, depth: number) =>
    toggled.get(id) ?? (depth === 0 || above.includes(id));
  const toggle = (id: string, open: boolean) => setToggled(new Map(toggled).set(id, open));
  const typed = q.trim();
  return (
    <div className={styles.side}>
      <Input
        type="search"
        prefix={<Icon name="search" />}
        placeholder={t('search')}
        aria-label={t('search')}
        value={q}
        maxLength={60}
        allowClear
        onChange={(event) => setQ(event.target.value)}
      />
      {typed === '' ? (
        <div
          role="tree"
          aria-label={t('tree')}
          className={styles.tree}
          onKeyDown={(event: KeyboardEvent<HTMLDivElement>) => moveInTree(event)}
        >
          <Level
            depth={0}
            parent={undefined}
            selected={selected}
            onSelect={onSelect}
            closed={closed}
            isOpen={isOpen}
            toggle={toggle}
          />
        </div>
      ) : (
        <Found q={typed} selected={selected} onSelect={onSelect} closed={closed} />
      )}
    </div>
  );
}

interface LevelProps {
  depth: number;
  parent: UnitId | undefined;
  selected: string | undefined;
  onSelect: (id: string) => void;
  closed: boolean;
  isOpen: (id: string, depth: number) => boolean;
  toggle: (id: string, open: boolean) => void;
}

function Level(props: LevelProps) {
  const t = useText(text);
  const { parent, closed } = props;
  const level = useCall(unitTree, {
    query: { ...(parent ? { parent } : {}), closed: String(closed) },
  });
  if (level.isPending)
    return (
      <div role="none" className={styles.wait}>
        <SkeletonText lines={3} />
      </div>
    );
  if (level.isError)
    return (
      <div role="none">
        <ErrorNote error={level.error} retry={() => level.refetch()} />
      </div>
    );
  if (level.data.items.length === 0 && props.depth === 0)
    return (
      <div role="none">
        <Empty small title={t('noScope')}>
          {t('noScopeHint')}
        </Empty>
      </div>
    );
  return level.data.items.map((unit) => <Node key={unit.id} unit={unit} {...props} />);
}

function Node({ unit, ...props }: LevelProps & { unit: UnitNode }) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const { depth, selected, onSelect, isOpen, toggle } = props;
  const opens = unit.childCount > 0 || props.closed;
  const open = opens && isOpen(unit.id, depth);
  const here = selected === unit.id;
  return (
    <div role="none">
      {/* The tree handles the arrow keys of all its rows. */}
      <div
        role="treeitem"
        aria-level={depth + 1}
        aria-selected={here}
        aria-label={`${unit.name}${marks.clause}${phrase(unitKindText[unit.kind])}`}
        {...(opens ? { 'aria-expanded': open } : {})}
        tabIndex={here || (!selected && depth === 0) ? 0 : -1}
        className={styles.node}
        data-closed={unit.state === 'closed' || undefined}
        style={{ paddingInlineStart: 4 + depth * 16 }}
        onClick={() => onSelect(unit.id)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault();
            onSelect(unit.id);
          } else if (event.key === 'ArrowRight' && opens && !open) toggle(unit.id, true);
          else if (event.key === 'ArrowLeft' && open) toggle(unit.id, false);
          else return;
          event.stopPropagation();
        }}
      >
        {opens ? (
          <button
            type="button"
            tabIndex={-1}
            aria-label={open ? t('fold') : t('expand')}
            data-open={open}
            onClick={(event) => {
              event.stopPropagation();
              toggle(unit.id, !open);
            }}
          >
            <Icon name="right" size={12} />
          </button>
        ) : (
          <span className={styles.leaf} />
        )}
        <span className={styles.nodeName}>{unit.name}</span>
        <small>{phrase(unitKindText[unit.kind])}</small>
      </div>
      {open && (
        // biome-ignore lint/a11y/useSemanticElements: a level of a tree has no element of its own
        <div role="group">
          <Level {...props} depth={depth + 1} parent={unit.id} />
        </div>
      )}
    </div>
  );
}

const SHOWN = 50;

function Found({
  q,
  selected,
  onSelect,
  closed,
}: {
  q: string;
  selected: string | undefined;
  onSelect: (id: string) => void;
  closed: boolean;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const found = useCall(
    listUnits,
    { query: { q, size: SHOWN, ...(closed ? {} : { state: 'open' }) } },
    { keep: true },
  );
  if (found.isPending) return <SkeletonText lines={4} />;
  if (found.isError) return <ErrorNote error={found.error} retry={() => found.refetch()} />;
  const { items, total } = found.data;
  return (
    <div>
      <p className={styles.foundCount}>
        {total > SHOWN ? t('foundMore', { n: total, shown: SHOWN }) : t('found', { n: total })}
      </p>
      <ul>
        {items.map((unit) => (
          <li key={unit.id}>
            <button
              type="button"
              className={styles.foundRow}
              aria-current={selected === unit.id || undefined}
              onClick={() => onSelect(unit.id)}
            >
              <span>{unit.name}</span>
              <small>
                {[unit.code, phrase(unitKindText[unit.kind]), unit.parentName]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
