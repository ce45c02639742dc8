import { Tabs } from 'antd';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { CursorTable } from '#platform/web/table/CursorTable.tsx';
import type { Column } from '#platform/web/table/column.ts';
import type { Filter } from '#platform/web/table/filter.ts';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import {
  type Channel,
  channels,
  channelText,
  type GroupAhead,
  type Handover,
  type HandoverState,
  handoverStates,
  handoverStateText,
  listGroupsAhead,
  listHandovers,
} from '../../contract.ts';
import { text } from './text.ts';

/** Tasks that went to colleagues, and how far ahead each group has content. */
export default function HandoversPage() {
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  const view = search.get('view') === 'groups' ? 'groups' : 'tasks';
  return (
    <Page title={t('handovers')} purpose={t('purpose')}>
      <div>
        <Tabs
          activeKey={view}
          onChange={(key) => setSearch(key === 'tasks' ? {} : { view: key }, { replace: true })}
          items={[
            { key: 'tasks', label: t('tasks') },
            { key: 'groups', label: t('groups') },
          ]}
        />
        {view === 'tasks' ? <Tasks /> : <Groups />}
      </div>
    </Page>
  );
}

function Tasks() {
  const t = useText(text);
  const phrase = usePhrase();
  const filters = useMemo<Filter[]>(
    () => [
      {
        kind: 'choice',
        key: 'state',
        label: t('state'),
        options: handoverStates.map((value) => ({
          value,
          label: phrase(handoverStateText[value]),
        })),
      },
      {
        kind: 'choice',
        key: 'channel',
        label: t('channel'),
        options: channels.map((value) => ({ value, label: phrase(channelText[value]) })),
      },
    ],
    [t, phrase],
  );
  return (
    <CursorTable
      id="outreach.handovers"
      label={t('handovers')}
      list={listHandovers}
      filters={filters}
      columns={useTaskColumns()}
      rowKey={(task: Handover) => task.id}
      empty={<Empty title={t('none')}>{t('noneHint')}</Empty>}
    />
  );
}

const kinds: Record<HandoverState, StatusKind> = {
  prepared: 'waiting',
  calling: 'running',
  sent: 'waiting',
  confirmed: 'running',
  done: 'done',
  failed: 'failed',
  expired: 'ended',
  withdrawn: 'ended',
};

function useTaskColumns(): Column<Handover>[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(
    () => [
      {
        key: 'plan',
        title: t('plan'),
        fixed: true,
        card: 'title',
        render: (h) => <Link to={`/outreach/plans/${h.planId}`}>{h.planName}</Link>,
      },
      {
        key: 'state',
        title: t('state'),
        card: 'side',
        render: (h) => <Status kind={kinds[h.state]}>{phrase(handoverStateText[h.state])}</Status>,
      },
      {
        key: 'staff',
        title: t('staff'),
        render: (h) =>
          h.staffId ? <Link to={`/outreach/staff/${h.staffId}`}>{h.staffName}</Link> : t('several'),
      },
      {
        key: 'channel',
        title: t('channel'),
        render: (h) => phrase(channelText[h.channel as Channel] ?? [h.channel, h.channel]),
      },
      { key: 'size', title: t('size'), align: 'right', render: (h) => formatNumber(h.size) },
      {
        key: 'delivered',
        title: t('delivered'),
        align: 'right',
        render: (h) => formatNumber(h.delivered),
      },
      { key: 'failed', title: t('failed'), align: 'right', render: (h) => formatNumber(h.failed) },
      { key: 'formedAt', title: t('formedAt'), render: (h) => <DateTime at={h.formedAt} /> },
      {
        key: 'confirmedAt',
        title: t('confirmedAt'),
        render: (h) => h.confirmedAt && <DateTime at={h.confirmedAt} />,
      },
      {
        key: 'expiresAt',
        title: t('expiresAt'),
        render: (h) => h.expiresAt && <DateTime at={h.expiresAt} />,
      },
      {
        key: 'reminders',
        title: t('reminders'),
        align: 'right',
        hidden: true,
        render: (h) => h.reminders,
      },
      { key: 'failure', title: t('failure'), wrap: true, render: (h) => h.failure },
    ],
    [t, phrase],
  );
}

function Groups() {
  const t = useText(text);
  const found = useCall(listGroupsAhead, { query: { days: 30 } });
  if (found.isPending) return <SkeletonText lines={8} />;
  if (found.isError) return <ErrorNote error={found.error} retry={() => found.refetch()} />;
  const { items } = found.data;
  if (items.length === 0) return <Empty title={t('noGroups')}>{t('noGroupsHint')}</Empty>;
  const columns: Column<GroupAhead>[] = [
    { key: 'name', title: t('group'), fixed: true, render: (g) => g.name },
    { key: 'owner', title: t('owner'), render: (g) => g.ownerName ?? '—' },
    {
      key: 'daysAhead',
      title: t('daysAhead'),
      align: 'right',
      render: (g) => t('days', { n: g.daysAhead }),
    },
    { key: 'planned', title: t('planned'), align: 'right', render: (g) => formatNumber(g.planned) },
    { key: 'lastOn', title: t('lastOn'), render: (g) => g.lastOn ?? '—' },
    {
      key: 'unconfirmed',
      title: t('unconfirmed'),
      align: 'right',
      render: (g) => formatNumber(g.unconfirmed),
    },
  ];
  return (
    <>
      <p>{t('groupsHint')}</p>
      <Rows
        label={t('groups')}
        columns={columns}
        rows={[...items].sort((a, b) => a.daysAhead - b.daysAhead)}
        rowKey={(g) => g.chatId}
      />
    </>
  );
}
