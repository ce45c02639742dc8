import { useMemo } from 'react';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import {
  type Corp,
  type Difference,
  differenceWhatText,
  listDifferences,
  mirrorKinds,
  mirrorKindText,
  type SyncRun,
} from '../../contract.ts';
import styles from './sync.module.css';
import { text } from './text.ts';

/** What a run found astray, one by one. */
export function Differences({ corp, run }: { corp: Corp; run: SyncRun }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const columns = useMemo<Column<Difference>[]>(
    () => [
      { key: 'kind', title: t('kind'), render: (row) => phrase(mirrorKindText[row.kind]) },
      {
        key: 'subject',
        title: t('subject'),
        fixed: true,
        render: (row) => <code>{row.subject}</code>,
      },
      { key: 'what', title: t('what'), render: (row) => phrase(differenceWhatText[row.what]) },
      { key: 'fields', title: t('fields'), render: (row) => row.fields.join(comma) || '—' },
      {
        key: 'state',
        title: t('state'),
        card: 'side',
        render: (row) => (
          <Status kind={row.repaired ? 'done' : 'waiting'}>
            {t(row.repaired ? 'repaired' : 'open')}
          </Status>
        ),
      },
    ],
    [t, phrase, comma],
  );
  const filters = useMemo<Filter[]>(
    () => [
      {
        kind: 'choice',
        key: 'kind',
        label: t('kind'),
        options: mirrorKinds.map((value) => ({ value, label: phrase(mirrorKindText[value]) })),
      },
    ],
    [t, phrase],
  );
  return (
    <div className={styles.differences}>
      <Callout tone={run.differences === 0 ? 'good' : 'warn'}>
        <DateTime at={run.endedAt ?? run.startedAt} />{' '}
        {run.differences === 0 ? t('inOrder') : t('found', { n: formatNumber(run.differences) })}
      </Callout>
      {run.differences > 0 && (
        <DataTable
          id="wecom.differences"
          label={t('lastReconcile')}
          list={listDifferences}
          params={{ id: corp.id, runId: run.id }}
          prefix="d"
          filters={filters}
          columns={columns}
          rowKey={(row) => `${row.kind} ${row.subject} ${row.what}`}
        />
      )}
    </div>
  );
}
