import { Button } from 'antd';
import { type ReactNode, useCallback, useEffect } from 'react';
import { useNavigate } from 'react-router';
import { Empty } from '../show/Empty.tsx';
import { ErrorNote } from '../show/ErrorNote.tsx';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import { usePhone } from '../useMedia.ts';
import type { Column } from './column.ts';
import { FilterBar } from './FilterBar.tsx';
import type { Filter } from './filter.ts';
import { Ledger } from './Ledger.tsx';
import { Pager } from './Pager.tsx';
import { RowCards } from './RowCards.tsx';
import { ColumnChoice, ExportButton } from './TableTools.tsx';
import { isFiltered, type TableState } from './table-state.ts';
import styles from './tools.module.css';
import { useRowKeys } from './useRowKeys.ts';
import { useSelection } from './useSelection.ts';
import { useTableChoice } from './useTableChoice.ts';

export interface BulkAction<T> {
  key: string;
  label: string;
  danger?: boolean;
  run: (rows: readonly T[], clear: () => void) => void;
}

/** What a table is told about its rows, wherever they come from. */
export interface Answer<T> {
  data: { items: readonly T[]; total: number } | undefined;
  isPending: boolean;
  /** The rows are those of the question before. */
  isPlaceholderData: boolean;
  error: unknown;
  refetch: () => unknown;
}

export interface TableLook<T> {
  /** Keeps columns and row height for this person: 'org.staff'. */
  id: string;
  /** What it lists, for screen readers: 员工列表. */
  label: string;
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  filters?: readonly Filter[] | undefined;
  /** Placeholder of the search field; without it there is none. */
  search?: string | undefined;
  /** Sorted like this until the reader says otherwise: `-createdAt`. */
  sort?: string | undefined;
  /** Where a row leads; or what opening it does. */
  open?: ((row: T) => string | undefined) | undefined;
  onOpen?: ((row: T) => void) | undefined;
  rowActions?: ((row: T) => ReactNode) | undefined;
  bulk?: readonly BulkAction<T>[] | undefined;
  /** Shown when there is nothing at all: say why and what to do now. */
  empty?: ReactNode;
  /** More buttons at the right of the filters. */
  tools?: ReactNode;
  /** A last line under a double rule, by column key. */
  totals?: Readonly<Record<string, ReactNode>> | undefined;
  /** In place of page numbers, where the server knows none. */
  pager?: ReactNode;
}

const noFilters: readonly Filter[] = [];

/** A table with everything around it; its rows and its state are given. */
export function TableView<T>({
  state,
  change,
  answer,
  exportAll,
  ...look
}: TableLook<T> & {
  state: TableState;
  change: (next: Partial<TableState>) => void;
  answer: Answer<T>;
  exportAll?: (() => Promise<string>) | undefined;
}) {
  const { id, label, rowKey, columns, filters = noFilters, bulk, rowActions } = look;
  const t = useText(words);
  const phone = usePhone();
  const navigate = useNavigate();
  const page = answer.data;
  const rows = page?.items ?? [];
  const asked = JSON.stringify([state.q, state.sort, state.filters]);
  const choice = useTableChoice(id, columns);
  const selection = useSelection(rows, rowKey, asked);

  const { open, onOpen } = look;
  const openRow = useCallback(
    (row: T) => {
      const to = open?.(row);
      if (to) navigate(to);
      else onOpen?.(row);
    },
    [open, onOpen, navigate],
  );
  const opens = open || onOpen ? openRow : undefined;
  const [cursor, setCursor] = useRowKeys({
    rows,
    open: opens,
    toggle: bulk ? selection.toggleRow : undefined,
    table: id,
    asked: `${asked}${state.page}/${state.size}`,
  });

  // Rows were removed while someone stood on the last page: step back to one that exists.
  const total = page?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / state.size));
  const lost = page !== undefined && !answer.isPlaceholderData && state.page > pages;
  useEffect(() => {
    if (lost) change({ page: pages });
  }, [lost, pages, change]);

  const shared = {
    label,
    rows,
    rowKey,
    waiting: answer.isPending ? Math.min(state.size, 10) : 0,
    stale: answer.isPlaceholderData,
    selection: bulk && bulk.length > 0 ? selection : undefined,
    rowActions,
    columns: choice.shown,
    ...(opens ? { onOpen: opens } : {}),
  };
  const nothing = page !== undefined && rows.length === 0;
  return (
    <div className={styles.table} data-table={id}>
      <FilterBar
        filters={filters}
        chosen={state.filters}
        onChange={(next) => change({ filters: next })}
        search={look.search}
        q={state.q}
        onSearch={(q) => change({ q })}
        onClear={() => change({ q: '', filters: {} })}
      >
        {look.tools}
        {exportAll && <ExportButton run={exportAll} />}
        {!phone && <ColumnChoice columns={columns} {...choice} />}
      </FilterBar>
      {answer.error && !page ? (
        <ErrorNote error={answer.error} title={t('failed')} retry={answer.refetch} />
      ) : (
        <>
          {phone
            ? !nothing && <RowCards {...shared} />
            : (!nothing || isFiltered(state)) && (
                <Ledger
                  {...shared}
                  density={choice.density}
                  sort={state.sort || look.sort || ''}
                  sortAtRest={look.sort}
                  onSort={(sort) => change({ sort })}
                  cursor={cursor}
                  onCursor={setCursor}
                  {...(look.totals ? { totals: look.totals } : {})}
                />
              )}
          {nothing &&
            (isFiltered(state) ? (
              <Empty
                title={t('noMatch')}
                action={
                  <Button onClick={() => change({ q: '', filters: {} })}>{t('reset')}</Button>
                }
              >
                {t('noMatchHint')}
              </Empty>
            ) : (
              <div className={styles.ruled}>{look.empty ?? <Empty />}</div>
            ))}
          {page && total > 0 && look.pager}
          {page && total > 0 && look.pager === undefined && (
            <Pager
              page={state.page}
              size={state.size}
              total={total}
              onPage={(next) => change({ page: next })}
              onSize={(size) => change({ size })}
            />
          )}
        </>
      )}
      {bulk && selection.count > 0 && (
        <BulkBar
          count={selection.count}
          clear={selection.clear}
          actions={bulk}
          rows={selection.rows}
        />
      )}
    </div>
  );
}

function BulkBar<T>({
  count,
  clear,
  actions,
  rows,
}: {
  count: number;
  clear: () => void;
  actions: readonly BulkAction<T>[];
  rows: () => readonly T[];
}) {
  const t = useText(words);
  return (
    <div className={styles.bulk} role="toolbar" aria-label={t('selected', { n: count })}>
      <span>{t('selected', { n: count })}</span>
      {actions.map((action) => (
        <Button
          key={action.key}
          danger={action.danger ?? false}
          onClick={() => action.run(rows(), clear)}
        >
          {action.label}
        </Button>
      ))}
      <button type="button" className={styles.clear} onClick={clear}>
        {t('clearSelection')}
      </button>
    </div>
  );
}
