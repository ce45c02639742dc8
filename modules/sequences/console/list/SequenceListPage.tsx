import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable, type RowOf } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { listSequences, versionStates, versionStateText } from '../../contract.ts';
import { percent, VersionStatus } from '../parts.tsx';
import styles from '../sequences.module.css';
import { text } from '../text.ts';
import { NewSequence } from './NewSequence.tsx';

type Row = RowOf<typeof listSequences>;

export default function SequenceListPage() {
  const t = useText(text);
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const create = may('sequences.sequence.manage') && (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t('create')}
    </Button>
  );
  return (
    <Page title={t('sequences')} purpose={t('sequencesPurpose')} actions={create}>
      <DataTable
        id="sequences.sequences"
        label={t('sequences')}
        list={listSequences}
        search={t('search')}
        filters={useFilters()}
        columns={useColumns()}
        rowKey={(row) => row.id}
        open={(row) => `/sequences/${row.id}`}
        empty={
          <Empty title={t('none')} action={create}>
            {t('noneHint')}
          </Empty>
        }
      />
      <NewSequence open={adding} close={() => setAdding(false)} />
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
        options: versionStates.map((value) => ({ value, label: phrase(versionStateText[value]) })),
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
        title: t('name'),
        fixed: true,
        sort: true,
        wrap: true,
        render: (row) => (
          <span className={styles.name}>
            <span>{row.name}</span>
            <small>{t('spanOf', { days: row.days, rounds: row.rounds, items: row.items })}</small>
          </span>
        ),
      },
      { key: 'owner', title: t('owner'), render: (row) => row.owner.name },
      {
        key: 'promo',
        title: t('promo'),
        width: 110,
        align: 'right',
        render: (row) => percent(row.promoShare),
      },
      {
        key: 'use',
        title: t('inUse'),
        render: (row) =>
          row.running > 0
            ? t('inUseOf', { runs: row.running, customers: formatNumber(row.enrolled) })
            : t('unused'),
      },
      {
        key: 'state',
        title: t('state'),
        width: 150,
        card: 'side',
        render: (row) => <VersionStatus state={row.state} />,
      },
      {
        key: 'changedAt',
        title: t('changedAt'),
        width: 160,
        sort: true,
        render: (row) => <DateTime at={row.changedAt} />,
      },
    ],
    [t],
  );
}
