import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { Page } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  listRightsRequests,
  RequestState,
  type RightsRequest,
  requestStateText,
  rights,
  rightText,
} from '../../contract.ts';
import { RequestPanel } from './RequestPanel.tsx';
import { RequestStatus } from './RequestStatus.tsx';
import styles from './rights.module.css';
import { text } from './text.ts';

export default function RightsPage() {
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  const show = useCallback(
    (id: string | null) =>
      setSearch((now) => {
        const next = new URLSearchParams(now);
        if (id) next.set('request', id);
        else next.delete('request');
        return next;
      }),
    [setSearch],
  );
  return (
    <Page title={t('rights')} purpose={t('purpose')}>
      <DataTable
        id="customers.rights"
        label={t('list')}
        list={listRightsRequests}
        filters={useRightsFilters()}
        columns={useRightsColumns()}
        rowKey={(request) => request.id}
        onOpen={(request) => show(request.id)}
        empty={<Empty title={t('empty')}>{t('emptyHint')}</Empty>}
      />
      <RequestPanel id={search.get('request')} close={() => show(null)} />
    </Page>
  );
}

function useRightsFilters(): Filter[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(
    () => [
      {
        kind: 'choice',
        key: 'state',
        label: t('state'),
        many: true,
        options: RequestState.options.map((value) => ({
          value,
          label: phrase(requestStateText[value]),
        })),
      },
      {
        kind: 'choice',
        key: 'right',
        label: t('right'),
        many: true,
        options: rights.map((value) => ({ value, label: phrase(rightText[value]) })),
      },
    ],
    [t, phrase],
  );
}

function useRightsColumns(): Column<RightsRequest>[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(
    () => [
      { key: 'right', title: t('right'), fixed: true, render: (r) => phrase(rightText[r.right]) },
      { key: 'customer', title: t('customer'), render: (r) => r.customer },
      { key: 'via', title: t('via'), render: (r) => t(r.via) },
      { key: 'askedAt', title: t('askedAt'), render: (r) => <DateTime at={r.askedAt} /> },
      {
        key: 'dueAt',
        title: t('dueAt'),
        render: (r) => (
          <span className={styles.inline}>
            <DateTime at={r.dueAt} style="day" />
            {r.overdue && <Tag tone="warn">{t('overdue')}</Tag>}
          </span>
        ),
      },
      {
        key: 'state',
        title: t('state'),
        card: 'side',
        render: (r) => <RequestStatus state={r.state} />,
      },
      { key: 'endedBy', title: t('endedBy'), hidden: true, render: (r) => r.endedBy ?? '—' },
    ],
    [t, phrase],
  );
}
