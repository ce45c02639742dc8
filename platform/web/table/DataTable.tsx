import type { AnyEndpoint, CallInput, Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '../api.ts';
import { download } from '../transfer.ts';
import type { Filter } from './filter.ts';
import { type Answer, type TableLook, TableView } from './TableView.tsx';
import { filled, useTableState } from './useTableState.ts';

/** What one row of a paged list is. */
export type RowOf<E extends AnyEndpoint> =
  Reply<E> extends { items: readonly (infer T)[]; total: number } ? T : never;

export interface DataTableProps<E extends AnyEndpoint> extends TableLook<RowOf<E>> {
  /** Takes page, size, sort, q; answers `pageOf(...)`. */
  list: E;
  /** The endpoint's params, and what is always asked. */
  params?: CallInput<E>['params'] | undefined;
  query?: Readonly<Record<string, unknown>> | undefined;
  size?: number;
  /** A `produces: 'file'` endpoint that takes the same query. */
  exportBy?: AnyEndpoint | undefined;
  /** Two tables on one page: the second gets a prefix for its part of the address. */
  prefix?: string;
  /** Asks again every so many seconds. */
  every?: number;
}

const noFilters: readonly Filter[] = [];

/** A list of the server's: paged, sorted, filtered, searched there; its state stands in the address. */
export function DataTable<E extends AnyEndpoint>(props: DataTableProps<E>) {
  const { list, params, query, size = 20, exportBy, prefix, every, ...look } = props;
  const { state, change, asked } = useTableState(look.filters ?? noFilters, {
    size,
    sort: look.sort,
    prefix,
  });
  const wanted = filled({ ...query, ...asked });
  const input = { params, query: { ...wanted, page: state.page, size: state.size } };
  const answer = useCall(list, input as CallInput<E>, { keep: true, ...(every ? { every } : {}) });
  return (
    <TableView<RowOf<E>>
      {...look}
      state={state}
      change={change}
      answer={answer as unknown as Answer<RowOf<E>>}
      exportAll={
        exportBy &&
        (() => download(exportBy, { params: (params ?? {}) as object, query: wanted }, look.label))
      }
    />
  );
}
