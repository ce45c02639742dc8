import { useState } from 'react';
import type { AnyEndpoint, CallInput, Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '../api.ts';
import { Icon } from '../icon/Icon.tsx';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import type { Filter } from './filter.ts';
import { type Answer, type TableLook, TableView } from './TableView.tsx';
import styles from './tools.module.css';
import { filled, useTableState } from './useTableState.ts';

/** What one row of a list with cursors is. */
export type CursorRow<E extends AnyEndpoint> =
  Reply<E> extends { items: readonly (infer T)[]; next: string | null } ? T : never;

const noFilters: readonly Filter[] = [];

/**
 * A list of the server's that is too long to be numbered: page leads to page by a cursor. Filters
 * and search stand in the address as with `DataTable`; `summary` stands where the total would.
 */
export function CursorTable<E extends AnyEndpoint>({
  list,
  params,
  query,
  size = 20,
  summary,
  ...look
}: Omit<TableLook<CursorRow<E>>, 'pager'> & {
  /** Takes size and cursor; answers `{ items, next }`. */
  list: E;
  params?: CallInput<E>['params'] | undefined;
  query?: Readonly<Record<string, unknown>>;
  size?: number;
  summary?: string;
}) {
  const t = useText(words);
  const { state, change, asked } = useTableState(look.filters ?? noFilters, {
    size,
    sort: look.sort,
  });
  const wanted = filled({ ...query, ...asked });
  const question = JSON.stringify([params, wanted, state.size]);
  // The cursors that led here; another question begins anew.
  const [trail, setTrail] = useState<{ question: string; cursors: readonly string[] }>({
    question,
    cursors: [],
  });
  const cursors = trail.question === question ? trail.cursors : [];
  const cursor = cursors.at(-1);
  const input = { params, query: { ...wanted, size: state.size, ...(cursor ? { cursor } : {}) } };
  const answer = useCall(list, input as CallInput<E>, { keep: true });
  const page = answer.data as { items: readonly CursorRow<E>[]; next: string | null } | undefined;
  const go = (next: readonly string[]) => setTrail({ question, cursors: next });
  const shown: Answer<CursorRow<E>> = {
    data: page && { items: page.items, total: page.items.length },
    isPending: answer.isPending,
    isPlaceholderData: answer.isPlaceholderData,
    error: answer.error,
    refetch: answer.refetch,
  };
  return (
    <TableView<CursorRow<E>>
      {...look}
      state={{ ...state, page: 1 }}
      change={change}
      answer={shown}
      pager={
        <nav className={styles.pager} aria-label={look.label}>
          <span className={styles.range}>{summary}</span>
          {(cursors.length > 0 || page?.next) && (
            <span className={styles.pages}>
              {cursors.length > 1 && (
                <button type="button" onClick={() => go([])}>
                  {t('firstPage')}
                </button>
              )}
              <button
                type="button"
                aria-label={t('previousPage')}
                disabled={cursors.length === 0}
                onClick={() => go(cursors.slice(0, -1))}
              >
                <Icon name="left" size={14} />
              </button>
              <span className={styles.gap}>{cursors.length + 1}</span>
              <button
                type="button"
                aria-label={t('nextPage')}
                disabled={!page?.next || answer.isPlaceholderData}
                onClick={() => page?.next && go([...cursors, page.next])}
              >
                <Icon name="right" size={14} />
              </button>
            </span>
          )}
        </nav>
      }
    />
  );
}
