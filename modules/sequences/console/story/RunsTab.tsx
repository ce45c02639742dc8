import { Link } from 'react-router';
import type { CustomerId } from '#modules/customers/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { exitReasons, listEnrolmentsOf, modeText, stepText } from '../../contract.ts';
import { EnrolmentStatus } from '../parts.tsx';
import { text } from '../text.ts';

/** On the customer's own page: the runs they are or were in, each with its story. */
export default function RunsTab({ customerId }: { customerId: number }) {
  const t = useText(text);
  const phrase = usePhrase();
  const found = useCall(listEnrolmentsOf, { params: { customerId: customerId as CustomerId } });
  if (found.isPending) return <SkeletonText lines={4} />;
  if (found.isError) return <ErrorNote error={found.error} retry={() => found.refetch()} />;
  const { items } = found.data;
  if (items.length === 0) return <Empty title={t('inNoRun')}>{t('inNoRunHint')}</Empty>;
  return (
    <Rows
      label={t('runs')}
      rows={items}
      rowKey={({ runId }) => runId}
      columns={[
        {
          key: 'run',
          title: t('runName'),
          render: (row) => (
            <Link to={`/sequences/runs/${row.runId}/customers/${customerId}`}>{row.runName}</Link>
          ),
        },
        {
          key: 'place',
          title: t('place'),
          render: (row) => t('placeOf', { round: row.round, day: row.day }),
        },
        {
          key: 'step',
          title: t('step'),
          render: (row) => phrase(stepText[row.step as 1 | 2 | 3]),
        },
        { key: 'mode', title: t('mode'), render: (row) => phrase(modeText[row.mode]) },
        { key: 'startedOn', title: t('startsOn'), render: (row) => row.startedOn },
        {
          key: 'state',
          title: t('state'),
          render: (row) =>
            row.exitReason ? (
              phrase(exitReasons[row.exitReason])
            ) : (
              <EnrolmentStatus state={row.state} />
            ),
        },
      ]}
    />
  );
}
