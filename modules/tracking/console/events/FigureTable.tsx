import { Button } from 'antd';
import { useCall } from '#platform/web/api.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { listFigures } from '../../contract.ts';
import { KindName } from '../parts/KindName.tsx';
import { text } from './text.ts';

/** How often each kind happened on each day of the last week; a figure leads to its events. */
export function FigureTable({ drill }: { drill: (kind: string, day: string) => void }) {
  const t = useText(text);
  const figures = useCall(listFigures);
  if (figures.isError && !figures.data)
    return <ErrorNote error={figures.error} retry={() => figures.refetch()} />;
  if (figures.data?.items.length === 0) return <Empty title={t('empty')}>{t('emptyHint')}</Empty>;
  return (
    <Ledger
      label={t('week')}
      rows={figures.data?.items ?? []}
      waiting={figures.isPending ? 10 : 0}
      rowKey={({ day, kind }) => `${day} ${kind}`}
      onOpen={({ kind, day }) => drill(kind, day)}
      columns={[
        { key: 'day', title: t('day'), width: 130, card: 'side', render: ({ day }) => day },
        {
          key: 'kind',
          title: t('kind'),
          fixed: true,
          card: 'title',
          render: ({ kind }) => <KindName kind={kind} />,
        },
        {
          key: 'count',
          title: t('count'),
          align: 'right',
          render: ({ count }) => formatNumber(count),
        },
        {
          key: 'customers',
          title: t('customers'),
          align: 'right',
          render: ({ customers }) => formatNumber(customers),
        },
        {
          key: 'amount',
          title: t('amount'),
          align: 'right',
          render: ({ amount }) => (amount === null ? '—' : formatNumber(amount)),
        },
      ]}
      rowActions={({ kind, day }) => (
        <Button type="link" size="small" onClick={() => drill(kind, day)}>
          {t('drill')}
        </Button>
      )}
    />
  );
}
