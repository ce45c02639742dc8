import type { AnyEndpoint, CallInput } from '#platform/contract/endpoint.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { type CursorRow, CursorTable } from '#platform/web/table/CursorTable.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { useText } from '#platform/web/text/lang.ts';
import type { MaskedCustomer } from '../../contract.ts';
import { text } from './text.ts';

/** Customers of a score, masked as everywhere; each leads to their page. */
export function People<E extends AnyEndpoint>({
  id,
  list,
  params,
  query,
  columns,
}: {
  id: string;
  list: E;
  params?: CallInput<E>['params'];
  query: Readonly<Record<string, unknown>>;
  columns: readonly Column<CursorRow<E> & MaskedCustomer>[];
}) {
  const t = useText(text);
  const own: Column<CursorRow<E> & MaskedCustomer>[] = [
    {
      key: 'name',
      title: t('customer'),
      fixed: true,
      width: 160,
      render: (row) => row.name ?? t('noName'),
    },
    {
      key: 'phone',
      title: t('phone'),
      render: (row) => <span className="figures">{row.phone ?? '—'}</span>,
    },
    { key: 'unit', title: t('unit'), render: (row) => row.unit ?? '—' },
  ];
  return (
    <CursorTable<E>
      id={id}
      label={t('people')}
      list={list}
      params={params}
      query={query}
      columns={[...own, ...columns] as Column<CursorRow<E>>[]}
      rowKey={(row) => String((row as unknown as MaskedCustomer).customerId)}
      open={(row) => `/customers/${(row as unknown as MaskedCustomer).customerId}`}
      empty={<Empty title={t('nobody')}>{t('nobodyHint')}</Empty>}
    />
  );
}
