import { Segmented } from 'antd';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { listKinds } from '../../contract.ts';
import { EventTable } from './EventTable.tsx';
import { FigureTable } from './FigureTable.tsx';
import { text } from './text.ts';

export default function EventsPage() {
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  const view = search.get('view') === 'figures' ? 'figures' : 'events';
  const filters = useFilters();
  return (
    <Page
      title={t('title')}
      purpose={t('purpose')}
      actions={
        <Segmented
          aria-label={t('view')}
          value={view}
          onChange={(next) => setSearch(next === 'events' ? {} : { view: next })}
          options={(['events', 'figures'] as const).map((value) => ({ value, label: t(value) }))}
        />
      }
    >
      {view === 'figures' ? (
        <FigureTable drill={(kind, day) => setSearch({ kind, at: `${day}~${day}` })} />
      ) : (
        <EventTable filters={filters} />
      )}
    </Page>
  );
}

function useFilters(): Filter[] {
  const t = useText(text);
  const phrase = usePhrase();
  const kinds = useCall(listKinds).data?.items;
  return useMemo(
    () => [
      {
        kind: 'choice',
        key: 'kind',
        label: t('kind'),
        options: (kinds ?? []).map(({ kind, title }) => ({ value: kind, label: phrase(title) })),
      },
      { kind: 'dates', key: 'at', label: t('days'), from: 'from', to: 'to', as: 'day' },
      {
        kind: 'choice',
        key: 'who',
        label: t('who'),
        options: [
          { value: 'customers', label: t('known') },
          { value: 'visitors', label: t('unknown') },
        ],
      },
      { kind: 'text', key: 'customerId', label: t('customerId') },
      { kind: 'text', key: 'source', label: t('source') },
      { kind: 'text', key: 'subject', label: t('subject') },
      { kind: 'text', key: 'visitorId', label: t('visitor') },
    ],
    [t, phrase, kinds],
  );
}
