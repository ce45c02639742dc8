import { Checkbox } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Icon } from '../icon/Icon.tsx';
import { SkeletonLine } from '../show/Skeleton.tsx';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import { type Column, type Density, sortKey } from './column.ts';
import styles from './ledger.module.css';
import { nextSort } from './table-state.ts';

export interface Selection {
  has: (key: string) => boolean;
  toggle: (key: string) => void;
  togglePage: () => void;
}

export interface LedgerProps<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  density?: Density;
  /** Skeleton rows instead of rows. */
  waiting?: number;
  /** Rows are those of the last answer; the next is on its way. */
  stale?: boolean;
  sort?: string;
  /** The order when nobody chose one. */
  sortAtRest?: string | undefined;
  onSort?: (sort: string) => void;
  onOpen?: (row: T) => void;
  selection?: Selection | undefined;
  rowActions?: ((row: T) => ReactNode) | undefined;
  /** Row under the keyboard, or -1. */
  cursor?: number;
  onCursor?: (row: number) => void;
  /** A last line under a double rule: totals. */
  totals?: Readonly<Record<string, ReactNode>>;
}

/** A ruled table: strong rule above, hairlines between, figures in line. Knows nothing of servers. */
export function Ledger<T>(props: LedgerProps<T>) {
  const {
    label,
    columns,
    rows,
    rowKey,
    density = 'regular',
    waiting = 0,
    selection,
    rowActions,
  } = props;
  const t = useText(words);
  const scroller = useRef<HTMLDivElement>(null);
  const overflowing = useOverflow(scroller);
  const extra = (selection ? 1 : 0) + (rowActions ? 1 : 0);

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      data-overflowing={overflowing || undefined}
      data-stale={props.stale || undefined}
      {...(overflowing ? { tabIndex: 0, role: 'region', 'aria-label': label } : {})}
    >
      <table
        className={styles.ledger}
        data-density={density}
        aria-label={label}
        aria-busy={waiting > 0}
      >
        <thead>
          <tr>
            {selection && (
              <th className={styles.check}>
                <Checkbox
                  aria-label={t('selectPage')}
                  checked={rows.length > 0 && rows.every((row) => selection.has(rowKey(row)))}
                  indeterminate={
                    rows.some((row) => selection.has(rowKey(row))) &&
                    !rows.every((row) => selection.has(rowKey(row)))
                  }
                  disabled={rows.length === 0}
                  onChange={selection.togglePage}
                />
              </th>
            )}
            {columns.map((column) => (
              <HeadCell
                key={column.key}
                column={column}
                sort={props.sort}
                atRest={props.sortAtRest}
                onSort={props.onSort}
              />
            ))}
            {rowActions && (
              <th className={styles.actions}>
                <span className="sr-only">{t('actions')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {waiting > 0
            ? Array.from({ length: waiting }, (_, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
                <tr key={at}>
                  {Array.from({ length: columns.length + extra }, (_, cell) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
                    <td key={cell}>
                      <SkeletonLine
                        width={`${40 + ((at * 7 + cell * 13) % 5) * 11}%`}
                        height={10}
                      />
                    </td>
                  ))}
                </tr>
              ))
            : rows.map((row, at) => <Row key={rowKey(row)} row={row} at={at} {...props} />)}
        </tbody>
        {props.totals && waiting === 0 && (
          <tfoot>
            <tr>
              {selection && <td />}
              {columns.map((column) => (
                <td key={column.key} data-align={column.align}>
                  {props.totals?.[column.key]}
                </td>
              ))}
              {rowActions && <td />}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

function HeadCell<T>({
  column,
  sort = '',
  atRest,
  onSort,
}: {
  column: Column<T>;
  sort?: string | undefined;
  atRest: string | undefined;
  onSort?: ((sort: string) => void) | undefined;
}) {
  const t = useText(words);
  const key = sortKey(column);
  const order =
    key && sort === key ? 'ascending' : key && sort === `-${key}` ? 'descending' : undefined;
  return (
    <th
      scope="col"
      data-align={column.align}
      style={
        column.width === undefined ? undefined : { width: column.width, minWidth: column.width }
      }
      {...(key ? { 'aria-sort': order ?? 'none' } : {})}
    >
      {key && onSort ? (
        <button
          type="button"
          title={t('sortBy', { name: column.title })}
          data-order={order}
          onClick={() => onSort(nextSort(sort, key, atRest))}
        >
          {column.title}
          <Icon name={order ?? 'sort'} size={12} />
        </button>
      ) : (
        column.title
      )}
    </th>
  );
}

const controls = 'a, button, input, label, [role=button], [role=menuitem], .ant-checkbox-wrapper';

function Row<T>({
  row,
  at,
  columns,
  rowKey,
  onOpen,
  selection,
  rowActions,
  cursor,
  onCursor,
}: LedgerProps<T> & { row: T; at: number }) {
  const t = useText(words);
  const ref = useRef<HTMLTableRowElement>(null);
  const here = cursor === at;
  useEffect(() => {
    if (here && document.activeElement !== ref.current) ref.current?.focus();
  }, [here]);
  const key = rowKey(row);
  const chosen = selection?.has(key) ?? false;
  return (
    // The row is a shortcut for the link and the box inside it, both of which the keyboard reaches.
    <tr
      ref={ref}
      tabIndex={here || (cursor === -1 && at === 0) ? 0 : -1}
      data-opens={onOpen ? '' : undefined}
      data-chosen={chosen || undefined}
      aria-selected={selection ? chosen : undefined}
      onFocus={(event) => event.target === ref.current && onCursor?.(at)}
      onClick={(event) => {
        const target = event.target as HTMLElement;
        // Clicks in a dialog opened from the row bubble through React, not through the document.
        if (!ref.current?.contains(target) || target.closest(controls)) return;
        if (String(getSelection() ?? '') === '') onOpen?.(row);
      }}
    >
      {selection && (
        <td className={styles.check}>
          <Checkbox
            tabIndex={-1}
            aria-label={t('selectRow')}
            checked={chosen}
            onChange={() => selection.toggle(key)}
          />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.key} data-align={column.align} data-wrap={column.wrap || undefined}>
          {column.render(row)}
        </td>
      ))}
      {rowActions && <td className={styles.actions}>{rowActions(row)}</td>}
    </tr>
  );
}

/** A table that fits keeps its head in sight while the page scrolls; one that does not scrolls sideways. */
function useOverflow(ref: React.RefObject<HTMLDivElement | null>): boolean {
  const [overflowing, setOverflowing] = useState(false);
  useEffect(() => {
    const box = ref.current;
    const table = box?.firstElementChild;
    if (!box || !table) return;
    const observer = new ResizeObserver(() =>
      setOverflowing(table.scrollWidth > box.clientWidth + 1),
    );
    observer.observe(box);
    observer.observe(table);
    return () => observer.disconnect();
  }, [ref]);
  return overflowing;
}
