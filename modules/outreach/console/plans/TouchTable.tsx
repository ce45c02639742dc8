import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable, type RowOf } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  channels,
  channelText,
  listTouches,
  modes,
  modeText,
  touchStates,
  touchStateText,
} from '../../contract.ts';
import { TouchStatus } from './status.tsx';
import { TouchDrawer } from './TouchDrawer.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listTouches>;

/** Contacts with what was decided; one opens with its whole story. */
export function TouchTable(of: {
  planId?: string;
  staffId?: string;
  /** Due on this day of the bank. */
  day?: string;
}) {
  const { planId, staffId, day } = of;
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  const [opened, whose] = (search.get('touch') ?? '').split('~');
  const show = (row: Row | null) =>
    setSearch((now) => {
      const next = new URLSearchParams(now);
      if (row) next.set('touch', `${row.touchId}~${row.customerId}`);
      else next.delete('touch');
      return next;
    });
  return (
    <>
      <DataTable
        id={
          planId ? 'outreach.plan-touches' : staffId ? 'outreach.staff-touches' : 'outreach.touches'
        }
        label={t('touches')}
        list={listTouches}
        query={{ planId, staffId, day }}
        filters={useFilters()}
        columns={useColumns(planId === undefined, staffId === undefined)}
        rowKey={(touch) => touch.touchId}
        onOpen={show}
        empty={<Empty title={t('noTouches')}>{t('noTouchesHint')}</Empty>}
      />
      <TouchDrawer
        touchId={opened || null}
        customerId={Number(whose ?? 0)}
        close={() => show(null)}
      />
    </>
  );
}

function useFilters(): Filter[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(
    () => [
      {
        kind: 'choice',
        key: 'state',
        label: t('state'),
        options: touchStates.map((value) => ({ value, label: phrase(touchStateText[value]) })),
      },
      {
        kind: 'choice',
        key: 'channel',
        label: t('channel'),
        options: channels.map((value) => ({ value, label: phrase(channelText[value]) })),
      },
      {
        kind: 'choice',
        key: 'mode',
        label: t('mode'),
        options: modes.map((value) => ({ value, label: phrase(modeText[value]) })),
      },
      { kind: 'text', key: 'rule', label: t('rule') },
    ],
    [t, phrase],
  );
}

function useColumns(withPlan: boolean, withStaff: boolean): Column<Row>[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(
    () => [
      {
        key: 'customer',
        title: t('customer'),
        fixed: true,
        card: 'title',
        render: (touch) => touch.customerName ?? touch.recipient ?? touch.customerId,
      },
      {
        key: 'state',
        title: t('state'),
        card: 'side',
        render: (touch) => <TouchStatus state={touch.state} />,
      },
      ...(withPlan
        ? [{ key: 'plan', title: t('plan'), render: (touch: Row) => touch.plan.name }]
        : []),
      {
        key: 'channel',
        title: t('channel'),
        render: (touch) => phrase(channelText[touch.channel]),
      },
      {
        key: 'content',
        title: t('content'),
        render: (touch) => touch.content.name ?? touch.itemKey,
      },
      ...(withStaff
        ? [{ key: 'staff', title: t('staff'), render: (touch: Row) => touch.staff?.name ?? '—' }]
        : []),
      { key: 'dueAt', title: t('dueAt'), render: (touch) => <DateTime at={touch.dueAt} /> },
      {
        key: 'why',
        title: t('whyThis'),
        wrap: true,
        render: (touch) =>
          touch.why && (
            <>
              {touch.why} {touch.rule && <Tag>{touch.rule}</Tag>}
            </>
          ),
      },
    ],
    [t, phrase, withPlan, withStaff],
  );
}
