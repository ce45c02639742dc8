import { Link, useParams } from 'react-router';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { channelText, staffCalendar } from '../../contract.ts';
import { Stretch } from './Stretch.tsx';
import { useStretch } from './stretch.ts';
import { text } from './text.ts';

type Day = Reply<typeof staffCalendar>['days'][number];
const counts = ['planned', 'reserved', 'handedOver', 'delivered', 'deferred', 'refused'] as const;

/** What one colleague has to confirm each day, and where it comes from. */
export default function StaffDaysPage() {
  const t = useText(text);
  const phrase = usePhrase();
  const stretch = useStretch();
  const { staffId = '' } = useParams();
  const found = useCall(
    staffCalendar,
    { params: { staffId }, query: { from: stretch.from, to: stretch.to } },
    { keep: true },
  );
  const columns: Column<Day>[] = [
    {
      key: 'day',
      title: t('day'),
      fixed: true,
      render: ({ day, stopped }) => (
        <>
          {day} {stopped && <Tag tone="warn">{stopped}</Tag>}
        </>
      ),
    },
    ...counts.map(
      (key): Column<Day> => ({
        key,
        title: t(key),
        align: 'right',
        render: (day) => (day[key] > 0 ? formatNumber(day[key]) : '—'),
      }),
    ),
    {
      key: 'from',
      title: t('from'),
      wrap: true,
      render: ({ items }) =>
        items.length === 0
          ? '—'
          : items.map(({ plan, itemKey, channel, count }) => (
              <div key={`${plan.id}/${itemKey}/${channel}`}>
                <Link to={`/outreach/plans/${plan.id}`}>{plan.name}</Link> ·{' '}
                {phrase(channelText[channel])} · {formatNumber(count)}
              </div>
            )),
    },
  ];
  return (
    <Page
      title={t('staffDays')}
      purpose={t('staffDaysPurpose')}
      crumbs={[{ label: t('plans'), to: '/outreach/plans' }, { label: t('staffDays') }]}
      actions={<Stretch stretch={stretch} />}
    >
      {found.isPending ? (
        <SkeletonText lines={10} />
      ) : found.isError ? (
        <ErrorNote error={found.error} retry={() => found.refetch()} />
      ) : (
        <Ledger
          label={t('staffDays')}
          columns={columns}
          rows={found.data.days}
          rowKey={({ day }) => day}
        />
      )}
    </Page>
  );
}
