import { Button } from 'antd';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable, type RowOf } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  formats,
  listItems,
  segments,
  stages,
  versionStates,
  versionStateText,
} from '../../contract.ts';
import styles from '../content.module.css';
import { useSegmentName, VersionStatus } from '../parts.tsx';
import { text } from '../text.ts';
import { Transfer } from './Transfer.tsx';

type Row = RowOf<typeof listItems>;

export default function ItemListPage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const create = may('content.item.manage') && (
    <Button type="primary" onClick={() => navigate('/content/new')}>
      {t('create')}
    </Button>
  );
  return (
    <Page
      title={t('library')}
      purpose={t('libraryPurpose')}
      actions={
        <>
          <Transfer manage={may('content.item.manage')} />
          {create}
        </>
      }
    >
      <DataTable
        id="content.items"
        label={t('library')}
        list={listItems}
        search={t('search')}
        filters={useFilters()}
        columns={useColumns()}
        rowKey={(item) => item.id}
        open={(item) => `/content/items/${item.id}`}
        empty={
          <Empty title={t('none')} action={create}>
            {t('noneHint')}
          </Empty>
        }
      />
    </Page>
  );
}

function useFilters(): Filter[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(() => {
    const options = (all: Readonly<Record<string, readonly [string, string]>>) =>
      Object.entries(all).map(([value, name]) => ({ value, label: phrase(name) }));
    return [
      { kind: 'choice', key: 'segment', label: t('segment'), options: options(segments) },
      { kind: 'choice', key: 'stage', label: t('stage'), many: true, options: options(stages) },
      { kind: 'choice', key: 'format', label: t('format'), many: true, options: options(formats) },
      {
        kind: 'choice',
        key: 'state',
        label: t('state'),
        many: true,
        options: versionStates.map((value) => ({ value, label: phrase(versionStateText[value]) })),
      },
    ];
  }, [t, phrase]);
}

function useColumns(): Column<Row>[] {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const segmentName = useSegmentName();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('name'),
        fixed: true,
        sort: true,
        wrap: true,
        render: (item) => (
          <span className={styles.name}>
            <span>{item.name}</span>
            <small>{item.preview}</small>
          </span>
        ),
      },
      { key: 'format', title: t('format'), width: 110, render: (i) => phrase(formats[i.format]) },
      {
        key: 'stage',
        title: t('stage'),
        width: 110,
        render: (i) => (i.facets.stage ? phrase(stages[i.facets.stage]) : '—'),
      },
      {
        key: 'segments',
        title: t('segments'),
        render: (i) => i.facets.segments.map(segmentName).join(comma) || '—',
      },
      {
        key: 'owner',
        title: t('owner'),
        render: (i) => (i.central ? <Tag>{t('central')}</Tag> : i.owner.name),
      },
      {
        key: 'state',
        title: t('state'),
        width: 160,
        card: 'side',
        render: (i) => <VersionStatus state={i.state} />,
      },
      {
        key: 'changedAt',
        title: t('changedAt'),
        width: 160,
        sort: true,
        render: (i) => <DateTime at={i.changedAt} />,
      },
    ],
    [t, phrase, segmentName, comma],
  );
}
