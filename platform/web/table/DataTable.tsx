import { Button } from 'antd';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { AnyEndpoint, CallInput, Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '../api.ts';
import { Empty } from '../show/Empty.tsx';
import { ErrorNote } from '../show/ErrorNote.tsx';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import { download } from '../transfer.ts';
import { usePhone } from '../useMedia.ts';
import type { Column } from './column.ts';
import { FilterBar } from './FilterBar.tsx';
import { type Filter, filterQuery } from './filter.ts';
import { keysAreFree, moveCursor } from './keys.ts';
import { Ledger } from './Ledger.tsx';
import { Pager } from './Pager.tsx';
import { RowCards } from './RowCards.tsx';
import { ColumnChoice, ExportButton } from './TableTools.tsx';
import {
  changed,
  isFiltered,
  readTableState,
  type TableState,
  writeTableState,
} from './table-state.ts';
import styles from './tools.module.css';
import { useSelection } from './useSelection.ts';
import { useTableChoice } from './useTableChoice.ts';

/** What one row of a paged list is. */
export type RowOf<E extends AnyEndpoint> =
  Reply<E> extends { items: readonly (infer T)[]; total: number } ? T : never;

export interface BulkAction<T> {
  key: string;
  label: string;
  danger?: boolean;
  run: (rows: readonly T[], clear: () => void) => void;
}

export interface DataTableProps<E extends AnyEndpoint> {
  /** Keeps columns and row height for this person: 'org.staff'. */
  id: string;
  /** What it lists, for screen readers: 员工列表. */
  label: string;
  /** Takes page, size, sort, q; answers `pageOf(...)`. */
  list: E;
  /** The endpoint's params, and what is always asked. */
  params?: CallInput<E>['params'];
  query?: Readonly<Record<string, unknown>>;
  columns: readonly Column<RowOf<E>>[];
  rowKey: (row: RowOf<E>) => string;
  filters?: readonly Filter[];
  /** Placeholder of the search field. */
  search?: string;
  sort?: string;
  size?: number;
  /** Where a row leads; or what opening it does. */
  open?: (row: RowOf<E>) => string | undefined;
  onOpen?: (row: RowOf<E>) => void;
  rowActions?: (row: RowOf<E>) => ReactNode;
  bulk?: readonly BulkAction<RowOf<E>>[];
  /** A `produces: 'file'` endpoint that takes the same query. */
  exportBy?: AnyEndpoint;
  /** Shown when there is nothing at all: say why and what to do now. */
  empty?: ReactNode;
  tools?: ReactNode;
  /** Two tables on one page: the second gets a prefix for its part of the address. */
  prefix?: string;
  /** Asks again every so many seconds. */
  every?: number;
}

const noFilters: readonly Filter[] = [];

/** A list of the server's: paged, sorted, filtered, searched there; its state stands in the address. */
export function DataTable<E extends AnyEndpoint>(props: DataTableProps<E>) {
  type T = RowOf<E>;
  const { filters = noFilters, columns, rowKey, size = 20, prefix, bulk, exportBy } = props;
  const t = useText(words);
  const phone = usePhone();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const spec = useMemo(
    () => ({ filters: filters.map((filter) => filter.key), size, ...(prefix ? { prefix } : {}) }),
    [filters, size, prefix],
  );
  const state = useMemo(() => readTableState(search, spec), [search, spec]);
  const change = useCallback(
    (next: Partial<TableState>) =>
      setSearch((now) => writeTableState(now, changed(readTableState(now, spec), next), spec), {
        replace: !('page' in next),
        preventScrollReset: true,
      }),
    [setSearch, spec],
  );
  const asked = {
    ...props.query,
    ...filterQuery(filters, state.filters),
    q: state.q,
    sort: state.sort || props.sort,
  };
  const input = {
    params: props.params,
    query: clean({ ...asked, page: state.page, size: state.size }),
  };
  const answer = useCall(props.list, input as CallInput<E>, {
    keep: true,
    ...(props.every ? { every: props.every } : {}),
  });
  const page = answer.data as { items: T[]; total: number } | undefined;
  const rows = page?.items ?? [];
  const choice = useTableChoice(props.id, columns);
  const selection = useSelection(rows, rowKey, JSON.stringify(asked));

  const openRow = useCallback(
    (row: T) => {
      const to = props.open?.(row);
      if (to) navigate(to);
      else props.onOpen?.(row);
    },
    [props.open, props.onOpen, navigate],
  );
  const opens = props.open || props.onOpen ? { onOpen: openRow } : {};
  const [cursor, setCursor] = useRowKeys(
    rows,
    opens.onOpen,
    bulk ? selection.toggleRow : undefined,
    props.id,
    JSON.stringify(input),
  );

  // Rows were removed while someone stood on the last page: step back to one that exists.
  const total = page?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / state.size));
  useEffect(() => {
    if (page && !answer.isPlaceholderData && state.page > pages) change({ page: pages });
  }, [page, answer.isPlaceholderData, state.page, pages, change]);

  const shared = {
    label: props.label,
    rows,
    rowKey,
    waiting: answer.isPending ? Math.min(state.size, 10) : 0,
    stale: answer.isPlaceholderData,
    selection: bulk && bulk.length > 0 ? selection : undefined,
    rowActions: props.rowActions,
    columns: choice.shown,
    ...opens,
  };
  return (
    <div className={styles.table} data-table={props.id}>
      <FilterBar
        filters={filters}
        chosen={state.filters}
        onChange={(next) => change({ filters: next })}
        search={props.search}
        q={state.q}
        onSearch={(q) => change({ q })}
      >
        {props.tools}
        {exportBy && (
          <ExportButton
            run={() =>
              download(exportBy, { params: props.params ?? {}, query: clean(asked) }, props.label)
            }
          />
        )}
        {!phone && <ColumnChoice columns={columns} {...choice} />}
      </FilterBar>
      {answer.isError && !page ? (
        <ErrorNote error={answer.error} title={t('failed')} retry={() => answer.refetch()} />
      ) : (
        <>
          {phone ? (
            <RowCards {...shared} />
          ) : (
            <Ledger
              {...shared}
              density={choice.density}
              sort={state.sort || props.sort || ''}
              onSort={(sort) => change({ sort })}
              cursor={cursor}
              onCursor={setCursor}
            />
          )}
          {page &&
            rows.length === 0 &&
            (isFiltered(state) ? (
              <NoMatch clear={() => change({ q: '', filters: {} })} />
            ) : (
              (props.empty ?? <Empty />)
            ))}
          {page && total > 0 && (
            <Pager
              page={state.page}
              size={state.size}
              total={total}
              onPage={(next) => change({ page: next })}
              onSize={(next) => change({ size: next })}
            />
          )}
        </>
      )}
      {bulk && selection.count > 0 && (
        <div
          className={styles.bulk}
          role="toolbar"
          aria-label={t('selected', { n: selection.count })}
        >
          <span>{t('selected', { n: selection.count })}</span>
          {bulk.map((action) => (
            <Button
              key={action.key}
              danger={action.danger ?? false}
              onClick={() => action.run(selection.rows(), selection.clear)}
            >
              {action.label}
            </Button>
          ))}
          <button type="button" className={styles.clear} onClick={selection.clear}>
            {t('clearSelection')}
          </button>
        </div>
      )}
    </div>
  );
}

const clean = (query: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(query).filter(
      ([, value]) => value !== undefined && value !== null && value !== '',
    ),
  );

function NoMatch({ clear }: { clear: () => void }) {
  const t = useText(words);
  return (
    <Empty title={t('noMatch')} action={<Button onClick={clear}>{t('reset')}</Button>}>
      {t('noMatchHint')}
    </Empty>
  );
}

/** j and k go through the rows, Enter opens, x chooses, / searches. */
function useRowKeys<T>(
  rows: readonly T[],
  onOpen: ((row: T) => void) | undefined,
  onToggle: ((row: T) => void) | undefined,
  table: string,
  asked: string,
) {
  const [kept, setKept] = useState({ asked, at: -1 });
  const cursor = kept.asked === asked ? kept.at : -1;
  const setCursor = useCallback((at: number) => setKept({ asked, at }), [asked]);
  const now = useRef({ rows, cursor, onOpen, onToggle });
  now.current = { rows, cursor, onOpen, onToggle };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!keysAreFree(event)) return;
      const { rows, cursor, onOpen, onToggle } = now.current;
      const active = document.activeElement;
      const inRows = active instanceof HTMLTableRowElement;
      const next = moveCursor(event.key, inRows ? cursor : -1, rows.length, inRows);
      const row = rows[cursor];
      if (next !== null) setCursor(next);
      else if (event.key === '/')
        document
          .querySelector<HTMLInputElement>(
            `[data-table="${table}"] [data-table-search] input, [data-table="${table}"] input[data-table-search]`,
          )
          ?.focus();
      else if (inRows && row && event.key === 'Enter') onOpen?.(row);
      else if (inRows && row && event.key === 'x') onToggle?.(row);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [table, setCursor]);
  return [cursor, setCursor] as const;
}
