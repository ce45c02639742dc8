import { useMemo } from 'react';
import { Link } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { CursorTable } from '#platform/web/table/CursorTable.tsx';
import type { Column } from '#platform/web/table/column.ts';
import type { Filter } from '#platform/web/table/filter.ts';
import { filled, useTableState } from '#platform/web/table/useTableState.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { listEvents, listKinds, type StoredEvent } from '../../contract.ts';
import { KindName } from '../parts/KindName.tsx';
import styles from '../parts/parts.module.css';
import { text } from './text.ts';

/** The events that the chosen filters find, newest first. */
export function EventTable({ filters }: { filters: readonly Filter[] }) {
  const t = useText(text);
  const { asked } = useTableState(filters, { size: 50 });
  const counted = useCall(listEvents, { query: { ...filled(asked), size: 1 } }, { keep: true });
  const total = counted.data?.total;
  return (
    <CursorTable
      id="tracking.events"
      label={t('title')}
      list={listEvents}
      size={50}
      filters={filters}
      columns={useEventColumns()}
      rowKey={(event) => event.id}
      summary={total === undefined ? '' : t('total', { n: formatNumber(total) })}
      empty={<Empty title={t('empty')}>{t('emptyHint')}</Empty>}
    />
  );
}

function useEventColumns(): Column<StoredEvent>[] {
  const t = useText(text);
  return useMemo(
    () => [
      {
        key: 'at',
        title: t('at'),
        width: 170,
        card: 'side',
        render: (event) => <DateTime at={event.at} style="second" />,
      },
      {
        key: 'kind',
        title: t('kind'),
        fixed: true,
        card: 'title',
        render: (event) => <KindName kind={event.kind} />,
      },
      {
        key: 'customer',
        title: t('customer'),
        render: (event) =>
          event.customerId === null ? (
            t('unknown')
          ) : (
            <Link to={`/customers/${event.customerId}`}>{event.customerId}</Link>
          ),
      },
      { key: 'source', title: t('source'), render: (event) => <code>{event.source}</code> },
      { key: 'subject', title: t('subject'), wrap: true, render: (event) => event.subject ?? '—' },
      {
        key: 'amount',
        title: t('amount'),
        align: 'right',
        card: 'none',
        render: (event) => (event.amount === null ? '—' : formatNumber(event.amount)),
      },
      {
        key: 'properties',
        title: t('properties'),
        wrap: true,
        render: (event) => <Properties kind={event.kind} values={event.properties} />,
      },
      {
        key: 'received',
        title: t('received'),
        hidden: true,
        render: (event) => <DateTime at={event.receivedAt} style="second" />,
      },
      {
        key: 'visitor',
        title: t('visitor'),
        hidden: true,
        render: (event) => (event.visitorId ? <CopyText text={event.visitorId} /> : '—'),
      },
      { key: 'id', title: t('id'), hidden: true, render: (event) => <CopyText text={event.id} /> },
    ],
    [t],
  );
}

function Properties({ kind, values }: { kind: string; values: Record<string, unknown> }) {
  const phrase = usePhrase();
  const known = useCall(listKinds).data?.items.find((one) => one.kind === kind)?.properties;
  const titleOf = (name: string) => {
    const property = known?.find((one) => one.name === name);
    return property ? phrase(property.title) : name;
  };
  const entries = Object.entries(values);
  if (entries.length === 0) return '—';
  return (
    <dl className={styles.properties}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{titleOf(name)}</dt>
          <dd>{String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
