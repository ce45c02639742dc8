import { Checkbox } from 'antd';
import { useId } from 'react';
import { SkeletonText } from '../show/Skeleton.tsx';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import { type Column, saysNothing } from './column.ts';
import type { LedgerProps } from './Ledger.tsx';
import styles from './row-cards.module.css';

const placeOf = <T,>(column: Column<T>, at: number) => column.card ?? (at === 0 ? 'title' : 'line');

/** The same rows for a thumb: one card each, title first, then what the columns would have said. */
export function RowCards<T>({
  label,
  columns,
  rows,
  rowKey,
  waiting = 0,
  stale,
  onOpen,
  selection,
  rowActions,
  totals,
}: LedgerProps<T>) {
  const t = useText(words);
  const id = useId();
  if (waiting > 0)
    return (
      <ul className={styles.cards} aria-label={label}>
        {Array.from({ length: Math.min(waiting, 5) }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          <li key={at}>
            <SkeletonText lines={3} />
          </li>
        ))}
      </ul>
    );
  const placed = columns.map((column, at) => ({ column, place: placeOf(column, at) }));
  const at = (place: string) =>
    placed.filter((entry) => entry.place === place).map((entry) => entry.column);
  return (
    <ul className={styles.cards} aria-label={label} data-stale={stale || undefined}>
      {rows.map((row) => {
        const key = rowKey(row);
        return (
          <li key={key} data-chosen={selection?.has(key) || undefined}>
            <div className={styles.top}>
              {selection && (
                <Checkbox
                  aria-label={t('selectRow')}
                  checked={selection.has(key)}
                  onChange={() => selection.toggle(key)}
                />
              )}
              <div className={styles.title} id={`${id}-${key}`}>
                {at('title').map((column) => (
                  <div key={column.key}>{column.render(row)}</div>
                ))}
              </div>
              <div className={styles.side}>
                {at('side').map((column) => (
                  <span key={column.key}>{column.render(row)}</span>
                ))}
              </div>
            </div>
            <dl>
              {at('line')
                .map((column) => ({ ...column, shown: column.render(row) }))
                .filter(({ shown }) => !saysNothing(shown))
                .map(({ key, title, shown }) => (
                  <div key={key}>
                    <dt>{title}</dt>
                    <dd>{shown}</dd>
                  </div>
                ))}
            </dl>
            {rowActions && <div className={styles.foot}>{rowActions(row)}</div>}
            {onOpen && (
              <button
                type="button"
                className={styles.open}
                id={`${id}-${key}-open`}
                aria-label={t('paletteOpen')}
                aria-labelledby={`${id}-${key}-open ${id}-${key}`}
                onClick={() => onOpen(row)}
              />
            )}
          </li>
        );
      })}
      {totals && (
        <li>
          <div className={styles.top}>
            <div className={styles.title}>
              {at('title').map((column) => (
                <div key={column.key}>{totals[column.key]}</div>
              ))}
            </div>
          </div>
          <dl>
            {[...at('side'), ...at('line')]
              .filter(({ key }) => totals[key] !== undefined)
              .map(({ key, title }) => (
                <div key={key}>
                  <dt>{title}</dt>
                  <dd>{totals[key]}</dd>
                </div>
              ))}
          </dl>
        </li>
      )}
    </ul>
  );
}
