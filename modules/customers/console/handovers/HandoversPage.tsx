import { useMemo } from 'react';
import { Page } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { type Handover, listHandovers } from '../../contract.ts';
import { unsuccessfulOf } from './TransferStatus.tsx';
import { text } from './text.ts';

export default function HandoversPage() {
  const t = useText(text);
  const columns = useMemo<Column<Handover>[]>(() => {
    const left = ({ waiting, total }: Handover['customers']) =>
      t('waitingOf', { waiting: formatNumber(waiting), total: formatNumber(total) });
    return [
      { key: 'staff', title: t('leaver'), fixed: true, render: (one) => one.staff.name },
      { key: 'unit', title: t('unit'), render: (one) => one.unit.name },
      { key: 'customers', title: t('customers'), render: (one) => left(one.customers) },
      { key: 'groups', title: t('groups'), render: (one) => left(one.groups) },
      {
        key: 'wecom',
        title: t('inWecom'),
        render: ({ customers, groups }) => {
          const parts = [
            [t('underWay'), customers.underWay + groups.underWay] as const,
            [t('moved'), customers.done + groups.done] as const,
            [t('failed'), unsuccessfulOf(customers) + unsuccessfulOf(groups)] as const,
          ].filter(([, n]) => n > 0);
          return parts.map(([word, n]) => `${word} ${formatNumber(n)}`).join(' · ') || '—';
        },
      },
      { key: 'since', title: t('since'), render: (one) => <DateTime at={one.createdAt} /> },
      {
        key: 'state',
        title: t('state'),
        card: 'side',
        render: (one) => (
          <Status kind={one.state === 'open' ? 'waiting' : 'done'}>{t(one.state)}</Status>
        ),
      },
    ];
  }, [t]);
  return (
    <Page title={t('handovers')} purpose={t('purpose')}>
      <DataTable
        id="customers.handovers"
        label={t('list')}
        list={listHandovers}
        filters={[
          {
            kind: 'choice',
            key: 'state',
            label: t('state'),
            options: (['open', 'done'] as const).map((value) => ({ value, label: t(value) })),
          },
        ]}
        columns={columns}
        rowKey={(one) => one.id}
        open={(one) => `/customers/handovers/${one.id}`}
        empty={<Empty title={t('empty')}>{t('emptyHint')}</Empty>}
      />
    </Page>
  );
}
