import { Link } from 'react-router';
import { Page } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { listAllSnapshots } from '../../contract.ts';
import { SnapshotStatus } from '../parts/SnapshotStatus.tsx';
import { text } from '../text.ts';

export default function FrozenListPage() {
  const t = useText(text);
  return (
    <Page title={t('frozen')} purpose={t('frozenPurpose')}>
      <DataTable
        id="audiences.snapshots"
        label={t('frozen')}
        list={listAllSnapshots}
        search={t('search')}
        every={15}
        rowKey={(snapshot) => snapshot.id}
        open={(snapshot) => `/audiences/${snapshot.audienceId}/frozen/${snapshot.id}`}
        columns={[
          {
            key: 'audience',
            title: t('audience'),
            fixed: true,
            wrap: true,
            render: (snapshot) => (
              <Link to={`/audiences/${snapshot.audienceId}`}>{snapshot.audienceName}</Link>
            ),
          },
          {
            key: 'takenAt',
            title: t('takenAt'),
            width: 170,
            render: (snapshot) => <DateTime at={snapshot.takenAt} />,
          },
          {
            key: 'count',
            title: t('count'),
            align: 'right',
            width: 120,
            render: ({ count }) => (
              <span className="figures">{count === null ? '—' : formatNumber(count)}</span>
            ),
          },
          {
            key: 'rule',
            title: t('ruleVersion'),
            width: 110,
            render: (snapshot) => t('versionNo', { n: snapshot.ruleVersion }),
          },
          { key: 'by', title: t('takenBy'), render: (snapshot) => snapshot.takenBy.name },
          {
            key: 'state',
            title: t('state'),
            width: 120,
            card: 'side',
            render: ({ state }) => <SnapshotStatus state={state} />,
          },
        ]}
        empty={<Empty title={t('noFrozen')}>{t('noFrozenHint')}</Empty>}
      />
    </Page>
  );
}
