import { useMemo } from 'react';
import { needStageText } from '#modules/audiences/contract.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable, type RowOf } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  EnrolmentState,
  enrolmentStateText,
  exitReasons,
  listEnrolments,
  modeText,
  type RunDetail,
  stepText,
} from '../../contract.ts';
import { EnrolmentStatus } from '../parts.tsx';
import { text } from '../text.ts';

type Row = RowOf<typeof listEnrolments>;

/** Who is in the run, whoever reacted last first. */
export function Customers({ run }: { run: RunDetail }) {
  const t = useText(text);
  const may = useMay();
  const columns = useColumns();
  const filters = useFilters();
  if (!may('sequences.enrolment.read')) return null;
  return (
    <Section title={t('customers')}>
      <DataTable
        id="sequences.enrolments"
        label={t('customers')}
        list={listEnrolments}
        params={{ id: run.id }}
        filters={filters}
        columns={columns}
        rowKey={(row) => String(row.customerId)}
        open={(row) => `/sequences/runs/${run.id}/customers/${row.customerId}`}
        empty={<Empty title={t('noCustomers')}>{t('noCustomersHint')}</Empty>}
      />
    </Section>
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
        options: EnrolmentState.options.map((value) => ({
          value,
          label: phrase(enrolmentStateText[value]),
        })),
      },
      {
        kind: 'choice',
        key: 'step',
        label: t('step'),
        options: ([1, 2, 3] as const).map((value) => ({
          value: String(value),
          label: phrase(stepText[value]),
        })),
      },
      {
        kind: 'choice',
        key: 'exit',
        label: t('exits'),
        many: true,
        options: Object.entries(exitReasons).map(([value, name]) => ({
          value,
          label: phrase(name),
        })),
      },
    ],
    [t, phrase],
  );
}

function useColumns(): Column<Row>[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(
    () => [
      { key: 'name', title: t('customers'), fixed: true, render: (row) => row.name ?? '—' },
      { key: 'rm', title: t('rm'), render: (row) => row.rm ?? '—' },
      {
        key: 'place',
        title: t('place'),
        render: (row) => t('placeOf', { round: row.round, day: row.day }),
      },
      {
        key: 'step',
        title: t('step'),
        render: (row) => phrase(stepText[row.step as 1 | 2 | 3]),
      },
      { key: 'mode', title: t('mode'), render: (row) => phrase(modeText[row.mode]) },
      {
        key: 'need',
        title: t('needStage'),
        render: (row) => (row.generic ? t('generic') : phrase(needStageText[row.needStage])),
      },
      {
        key: 'signal',
        title: t('lastSignal'),
        render: (row) => (row.lastSignalAt ? <DateTime at={row.lastSignalAt} /> : t('noSignal')),
      },
      {
        key: 'state',
        title: t('state'),
        width: 150,
        card: 'side',
        render: (row) =>
          row.exitReason ? (
            phrase(exitReasons[row.exitReason])
          ) : (
            <EnrolmentStatus state={row.state} />
          ),
      },
    ],
    [t, phrase],
  );
}
