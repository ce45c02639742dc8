import { useMemo } from 'react';
import { Section } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { useLang, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatDuration, formatNumber } from '#platform/web/text/number.ts';
import {
  type Corp,
  listSyncRuns,
  type SyncRun,
  type SyncRunState,
  syncModes,
  syncModeText,
  syncRunStateText,
} from '../../contract.ts';
import { text } from './text.ts';

const kinds: Record<SyncRunState, StatusKind> = {
  running: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'stopped',
};

const sum = (run: SyncRun, of: 'records' | 'changed') =>
  run.steps.reduce((n, step) => n + step[of], 0);

export function RunHistory({ corp }: { corp: Corp }) {
  const t = useText(text);
  const phrase = usePhrase();
  const columns = useRunColumns();
  const filters = useMemo<Filter[]>(
    () => [
      {
        kind: 'choice',
        key: 'mode',
        label: t('mode'),
        options: syncModes.map((value) => ({ value, label: phrase(syncModeText[value]) })),
      },
    ],
    [t, phrase],
  );
  return (
    <Section title={t('history')}>
      <DataTable
        id="wecom.sync-runs"
        label={t('history')}
        list={listSyncRuns}
        params={{ id: corp.id }}
        size={10}
        filters={filters}
        columns={columns}
        rowKey={(run) => run.id}
        every={10}
        empty={<Empty small title={t('noHistory')} />}
      />
    </Section>
  );
}

function useRunColumns(): Column<SyncRun>[] {
  const t = useText(text);
  const lang = useLang();
  const phrase = usePhrase();
  return useMemo(
    () => [
      { key: 'at', title: t('at'), width: 160, render: (run) => <DateTime at={run.startedAt} /> },
      { key: 'mode', title: t('mode'), render: (run) => phrase(syncModeText[run.mode]) },
      { key: 'by', title: t('by'), render: (run) => run.startedBy?.name ?? t('nightly') },
      {
        key: 'state',
        title: t('state'),
        card: 'side',
        render: (run) => (
          <Status kind={kinds[run.state]}>{phrase(syncRunStateText[run.state])}</Status>
        ),
      },
      {
        key: 'took',
        title: t('took'),
        align: 'right',
        render: (run) =>
          run.endedAt
            ? formatDuration((Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000, lang)
            : '—',
      },
      {
        key: 'records',
        title: t('records'),
        align: 'right',
        render: (run) => formatNumber(sum(run, 'records')),
      },
      {
        key: 'changed',
        title: t('changed'),
        align: 'right',
        render: (run) => formatNumber(sum(run, 'changed')),
      },
      {
        key: 'differences',
        title: t('differences'),
        align: 'right',
        render: (run) => (run.mode === 'reconcile' ? formatNumber(run.differences) : '—'),
      },
    ],
    [t, lang, phrase],
  );
}
