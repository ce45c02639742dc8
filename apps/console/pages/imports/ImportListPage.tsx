import { Button, Tabs } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import {
  type Import,
  ImportState,
  listImportKinds,
  listImports,
} from '#platform/contract/import.ts';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { ImportStatus } from './ImportStatus.tsx';
import { text } from './text.ts';

export default function ImportListPage() {
  const t = useText(text);
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const all = search.get('whose') === 'all';
  const filters = useImportFilters();
  const columns = useImportColumns(all);
  const start = (
    <Button type="primary" onClick={() => navigate('/imports/new')}>
      {t('start')}
    </Button>
  );
  return (
    <Page title={t('imports')} purpose={t('importsPurpose')} actions={start}>
      <div>
        <Tabs
          activeKey={all ? 'all' : 'mine'}
          onChange={(key) => setSearch(key === 'all' ? { whose: 'all' } : {}, { replace: true })}
          items={[
            { key: 'mine', label: t('mine') },
            { key: 'all', label: t('all') },
          ]}
        />
        <DataTable
          id="platform.imports"
          label={t('list')}
          list={listImports}
          query={{ whose: all ? 'all' : 'mine' }}
          search={t('search')}
          filters={filters}
          columns={columns}
          rowKey={(row) => row.id}
          open={(row) => `/imports/${row.id}`}
          every={10}
          empty={
            <Empty title={t('empty')} action={start}>
              {t('emptyHint')}
            </Empty>
          }
        />
      </div>
    </Page>
  );
}

function useImportFilters(): Filter[] {
  const t = useText(text);
  const phrase = usePhrase();
  const known = useCall(listImportKinds).data?.items;
  return useMemo(
    () => [
      {
        kind: 'choice',
        key: 'kind',
        label: t('kind'),
        options: (known ?? []).map(({ kind, name }) => ({ value: kind, label: phrase(name) })),
      },
      {
        kind: 'choice',
        key: 'state',
        label: t('state'),
        many: true,
        options: ImportState.options.map((value) => ({ value, label: t(value) })),
      },
    ],
    [t, phrase, known],
  );
}

function useImportColumns(all: boolean): Column<Import>[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(() => {
    const count = (key: 'rows' | 'good' | 'bad'): Column<Import> => ({
      key,
      title: t(key),
      align: 'right',
      render: (row) => formatNumber(row.counts[key]),
    });
    const columns: (Column<Import> | false)[] = [
      { key: 'file', title: t('file'), fixed: true, render: (row) => row.filename },
      { key: 'kind', title: t('kind'), render: (row) => phrase(row.name) },
      {
        key: 'state',
        title: t('state'),
        card: 'side',
        render: (row) => <ImportStatus state={row.state} />,
      },
      count('rows'),
      count('good'),
      count('bad'),
      all && { key: 'startedBy', title: t('startedBy'), render: (row) => row.startedBy.name },
      {
        key: 'createdAt',
        title: t('createdAt'),
        render: (row) => <DateTime at={row.createdAt} show="relative" />,
      },
    ];
    return columns.filter((column) => column !== false);
  }, [t, phrase, all]);
}
