import { Button } from 'antd';
import { Link } from 'react-router';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { listRehearsals } from '../contract.ts';
import { RehearsalStatus } from './RehearsalStatus.tsx';
import { text } from './text.ts';

export default function RehearsalListPage() {
  const t = useText(text);
  const may = useMay();
  const start = may('rehearsal.rehearsal.start') && (
    <Link to="/rehearsals/new">
      <Button type="primary" icon={<Icon name="plus" />}>
        {t('start')}
      </Button>
    </Link>
  );
  return (
    <Page
      title={t('rehearsals')}
      purpose={t('purpose')}
      actions={
        <>
          <Link to="/rehearsals/compare">
            <Button icon={<Icon name="columns" />}>{t('compare')}</Button>
          </Link>
          {start}
        </>
      }
    >
      <DataTable
        id="rehearsal.rehearsals"
        label={t('rehearsals')}
        list={listRehearsals}
        rowKey={(row) => row.id}
        open={(row) => `/rehearsals/${row.id}`}
        columns={[
          { key: 'name', title: t('subject'), fixed: true, render: (row) => row.subject.name },
          {
            key: 'state',
            title: t('state'),
            card: 'side',
            render: (row) => <RehearsalStatus state={row.state} />,
          },
          { key: 'kind', title: t('kind'), render: (row) => t(row.subject.kind) },
          {
            key: 'days',
            title: t('days'),
            align: 'right',
            render: (row) => t('daysValue', { n: row.options.days }),
          },
          {
            key: 'people',
            title: t('people'),
            align: 'right',
            render: (row) =>
              row.options.customers === null
                ? t('everybody')
                : t('peopleValue', { n: formatNumber(row.options.customers) }),
          },
          { key: 'by', title: t('startedBy'), render: (row) => row.startedBy.name },
          { key: 'at', title: t('createdAt'), render: (row) => <DateTime at={row.createdAt} /> },
        ]}
        empty={
          <Empty title={t('none')} action={start || undefined}>
            {t('noneHint')}
          </Empty>
        }
      />
    </Page>
  );
}
