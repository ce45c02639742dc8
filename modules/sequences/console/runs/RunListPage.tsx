import { Button } from 'antd';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { ProgressLine } from '#platform/web/chart/Ring.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable, type RowOf } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { listRuns, runStates, runStateText } from '../../contract.ts';
import { RunStatus } from '../parts.tsx';
import styles from '../sequences.module.css';
import { text } from '../text.ts';

type Row = RowOf<typeof listRuns>;

export default function RunListPage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const create = may('sequences.run.manage') && (
    <Button type="primary" onClick={() => navigate('/sequences/runs/new')}>
      {t('createRun')}
    </Button>
  );
  return (
    <Page title={t('runs')} purpose={t('runsPurpose')} actions={create}>
      <DataTable
        id="sequences.runs"
        label={t('runs')}
        list={listRuns}
        search={t('searchRun')}
        filters={useFilters()}
        columns={useColumns()}
        rowKey={(row) => row.id}
        open={(row) => `/sequences/runs/${row.id}`}
        empty={
          <Empty title={t('noRuns')} action={create}>
            {t('noRunsHint')}
          </Empty>
        }
      />
    </Page>
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
        many: true,
        options: runStates.map((value) => ({ value, label: phrase(runStateText[value]) })),
      },
    ],
    [t, phrase],
  );
}

function useColumns(): Column<Row>[] {
  const t = useText(text);
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('runName'),
        fixed: true,
        wrap: true,
        render: (row) => (
          <span className={styles.name}>
            <span>{row.name}</span>
            <small>
              {row.sequence.name} · {t('version', { n: row.version })}
            </small>
          </span>
        ),
      },
      { key: 'audience', title: t('audience'), render: (row) => row.audience.name },
      {
        key: 'progress',
        title: t('progress'),
        width: 180,
        render: (row) => <RunProgressCell row={row} />,
      },
      {
        key: 'people',
        title: t('people'),
        render: (row) =>
          row.enrolled === 0
            ? '—'
            : t('peopleOf', {
                active: formatNumber(row.active),
                enrolled: formatNumber(row.enrolled),
              }),
      },
      {
        key: 'converted',
        title: t('converted'),
        width: 90,
        align: 'right',
        render: (row) => formatNumber(row.converted),
      },
      {
        key: 'state',
        title: t('state'),
        width: 120,
        card: 'side',
        render: (row) => <RunStatus state={row.state} />,
      },
    ],
    [t],
  );
}

function RunProgressCell({ row }: { row: Row }) {
  const t = useText(text);
  if (row.day === null) return <>{t('notBegun', { day: row.startsOn })}</>;
  const day = Math.min(row.day, row.totalDays);
  const sentence = t('dayOfDays', { day: row.day });
  return (
    <span className={styles.progress}>
      <ProgressLine share={day / row.totalDays} sentence={sentence} />
      <small>{sentence}</small>
    </span>
  );
}
