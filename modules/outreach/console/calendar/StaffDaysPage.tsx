import { Button } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import { getStaff } from '#modules/org/contract.ts';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { channelText, staffCalendar } from '../../contract.ts';
import styles from '../outreach.module.css';
import { TouchTable } from '../plans/TouchTable.tsx';
import { Stretch } from './Stretch.tsx';
import { useStretch } from './stretch.ts';
import { text } from './text.ts';

type Day = Reply<typeof staffCalendar>['days'][number];
const counts = ['planned', 'reserved', 'handedOver', 'delivered', 'deferred', 'refused'] as const;

/** What one colleague has to confirm each day, where it comes from, and each contact with its reasons. */
export default function StaffDaysPage() {
  const t = useText(text);
  const may = useMay();
  const stretch = useStretch();
  const { staffId = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const chosen = search.get('day');
  const who = useCall(
    getStaff,
    { params: { id: staffId as never } },
    { enabled: may('org.staff.read') },
  );
  const found = useCall(
    staffCalendar,
    { params: { staffId }, query: { from: stretch.from, to: stretch.to } },
    { keep: true },
  );
  const choose = (day: string | null) =>
    setSearch((now) => {
      const next = new URLSearchParams(now);
      for (const other of ['page', 'touch']) next.delete(other);
      if (day) next.set('day', day);
      else next.delete('day');
      return next;
    });
  const columns = useColumns(choose);
  const busy = found.data?.days.filter((day) => day.planned > 0 || day.stopped) ?? [];
  return (
    <Page
      title={who.data ? t('daysOf', { name: who.data.name }) : t('staffDays')}
      purpose={t('staffDaysPurpose')}
      crumbs={[{ label: t('plans'), to: '/outreach/plans' }, { label: t('staffDays') }]}
    >
      <Stretch stretch={stretch} />
      {found.isPending ? (
        <SkeletonText lines={10} />
      ) : found.isError ? (
        <ErrorNote error={found.error} retry={() => found.refetch()} />
      ) : busy.length === 0 ? (
        <Empty title={t('noneAtAll')}>{t('noneAtAllHint')}</Empty>
      ) : (
        <Rows label={t('staffDays')} columns={columns} rows={busy} rowKey={({ day }) => day} />
      )}
      {chosen && (
        <Section
          title={t('contactsOn', { day: chosen })}
          hint={t('contactsOnHint')}
          actions={<Button onClick={() => choose(null)}>{t('close')}</Button>}
        >
          <TouchTable key={chosen} staffId={staffId} day={chosen} />
        </Section>
      )}
    </Page>
  );
}

function useColumns(choose: (day: string) => void): Column<Day>[] {
  const t = useText(text);
  const phrase = usePhrase();
  return [
    {
      key: 'day',
      title: t('day'),
      fixed: true,
      render: ({ day, stopped, planned }) => (
        <>
          {planned > 0 ? (
            <button type="button" className={styles.open} onClick={() => choose(day)}>
              {day}
            </button>
          ) : (
            day
          )}{' '}
          {stopped && <Tag tone="warn">{t('stoppedFor', { why: stopped })}</Tag>}
        </>
      ),
    },
    ...counts.map(
      (key): Column<Day> => ({
        key,
        title: t(key),
        align: 'right',
        render: (day) => formatNumber(day[key]),
      }),
    ),
    {
      key: 'from',
      title: t('from'),
      wrap: true,
      render: ({ items }) =>
        fromPlans(items).map(({ plan, channel, count }) => (
          <div key={`${plan.id}/${channel}`}>
            <Link to={`/outreach/plans/${plan.id}`}>{plan.name}</Link> ·{' '}
            {phrase(channelText[channel])} · {formatNumber(count)}
          </div>
        )),
    },
  ];
}

/** By plan and channel: which of its items it was stands with each contact. */
function fromPlans(
  items: Day['items'],
): Pick<Day['items'][number], 'plan' | 'channel' | 'count'>[] {
  return [...Map.groupBy(items, ({ plan, channel }) => `${plan.id}/${channel}`).values()].map(
    (same) => ({ ...same[0]!, count: same.reduce((sum, { count }) => sum + count, 0) }),
  );
}
