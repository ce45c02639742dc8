import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { type Filter, filterQuery } from './filter.ts';
import { changed, readTableState, type TableState, writeTableState } from './table-state.ts';

/** What a table shows, kept in the address; and what that means as a query. */
export function useTableState(
  filters: readonly Filter[],
  {
    size = 20,
    sort,
    prefix,
  }: { size?: number; sort?: string | undefined; prefix?: string | undefined } = {},
) {
  const [search, setSearch] = useSearchParams();
  const spec = useMemo(
    () => ({ filters: filters.map((filter) => filter.key), size, ...(prefix ? { prefix } : {}) }),
    [filters, size, prefix],
  );
  const state = useMemo(() => readTableState(search, spec), [search, spec]);
  const change = useCallback(
    (next: Partial<TableState>) => {
      // From the address itself: two changes may follow each other before the page shows the first.
      const now = new URLSearchParams(window.location.search);
      setSearch(writeTableState(now, changed(readTableState(now, spec), next), spec), {
        // "Back" leads to the page before, not through every letter typed.
        replace: !('page' in next),
        preventScrollReset: true,
      });
    },
    [setSearch, spec],
  );
  const asked = useMemo(
    () => filled({ ...filterQuery(filters, state.filters), q: state.q, sort: state.sort || sort }),
    [filters, state, sort],
  );
  return { state, change, asked };
}

/** Without what is empty. */
export const filled = (query: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).filter(
      ([, value]) => value !== undefined && value !== null && value !== '',
    ),
  );
