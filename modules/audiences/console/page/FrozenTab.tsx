import { Link, useNavigate } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { type Audience, listSnapshots, type Snapshot } from '../../contract.ts';
import { SnapshotStatus } from '../parts/SnapshotStatus.tsx';
import { text as listText } from '../text.ts';
import { text } from './text.ts';

export function FrozenTab({ audience }: { audience: Audience }) {
  const t = useText(text);
  const words = useText(listText);
  const navigate = useNavigate();
  const snapshots = useCall(listSnapshots, { params: { id: audience.id } }, { every: 3 });
  if (snapshots.isError && !snapshots.data)
    return <ErrorNote error={snapshots.error} retry={() => snapshots.refetch()} />;
  if (!snapshots.data) return <SkeletonText lines={4} />;
  if (snapshots.data.items.length === 0)
    return <Empty title={t('takeFirst')}>{t('takeFirstHint')}</Empty>;
  const columns: Column<Snapshot>[] = [
    {
      key: 'at',
      title: words('takenAt'),
      render: (one) => <DateTime at={one.takenAt} show="both" />,
    },
    {
      key: 'count',
      title: words('count'),
      align: 'right',
      width: 120,
      render: ({ count }) => (
        <span className="figures">{count === null ? '—' : formatNumber(count)}</span>
      ),
    },
    {
      key: 'rule',
      title: words('ruleVersion'),
      render: (one) => words('versionNo', { n: one.ruleVersion }),
    },
    { key: 'by', title: words('takenBy'), render: (one) => one.takenBy.name },
    {
      key: 'state',
      title: words('state'),
      render: ({ state }) => <SnapshotStatus state={state} />,
    },
  ];
  return (
    <Rows
      label={words('frozen')}
      columns={columns}
      rows={snapshots.data.items}
      rowKey={(one) => one.id}
      onOpen={(one) => navigate(`/audiences/${audience.id}/frozen/${one.id}`)}
      rowActions={(one) => (
        <Link to={`/audiences/${audience.id}/frozen/${one.id}`}>{words('members')}</Link>
      )}
    />
  );
}
