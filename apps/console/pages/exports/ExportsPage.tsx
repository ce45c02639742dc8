import { App, Button } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import {
  downloadExport,
  type Export,
  type ExportState,
  listExportKinds,
  listExports,
} from '#platform/contract/export.ts';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Status, type StatusKind, Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { errorText } from '#platform/web/text/error-text.ts';
import { useLang, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { download } from '#platform/web/transfer.ts';
import { RequestExport } from './RequestExport.tsx';
import { text } from './text.ts';

const kinds: Record<ExportState, StatusKind> = {
  waiting: 'waiting',
  refused: 'failed',
  running: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'stopped',
  expired: 'ended',
};

export default function ExportsPage() {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const runs = may('platform.export.run');
  const known = useCall(listExportKinds, {}, { enabled: runs }).data?.items;
  const filters = useMemo<Filter[]>(
    () => [
      {
        kind: 'choice',
        key: 'kind',
        label: t('kind'),
        options: (known ?? []).map(({ kind, name }) => ({ value: kind, label: phrase(name) })),
      },
    ],
    [t, phrase, known],
  );
  const ask = runs && (
    <Button type="primary" onClick={() => setAsking(true)}>
      {t('request')}
    </Button>
  );
  return (
    <Page title={t('exports')} purpose={t('purpose')} actions={ask}>
      <DataTable
        id="platform.exports"
        label={t('list')}
        list={listExports}
        filters={filters}
        columns={useExportColumns()}
        rowKey={(row) => row.id}
        rowActions={(row) => <ExportActions row={row} />}
        every={5}
        empty={
          <Empty title={t('empty')} action={ask}>
            {t('emptyHint')}
          </Empty>
        }
      />
      {known && <RequestExport open={asking} close={() => setAsking(false)} kinds={known} />}
    </Page>
  );
}

function useExportColumns(): Column<Export>[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(
    () => [
      { key: 'kind', title: t('kind'), fixed: true, render: (row) => phrase(row.name) },
      {
        key: 'clear',
        title: t('clear'),
        render: (row) => (
          <Tag tone={row.clear ? 'warn' : 'plain'}>{t(row.clear ? 'inClear' : 'masked')}</Tag>
        ),
      },
      {
        key: 'state',
        title: t('state'),
        card: 'side',
        render: (row) => <Status kind={kinds[row.state]}>{t(row.state)}</Status>,
      },
      {
        key: 'rows',
        title: t('rows'),
        align: 'right',
        render: (row) => (row.rows === null ? '—' : formatNumber(row.rows)),
      },
      { key: 'format', title: t('format'), render: (row) => row.format.toUpperCase() },
      { key: 'reason', title: t('reason'), render: (row) => row.reason ?? '—' },
      { key: 'decidedBy', title: t('decidedBy'), render: (row) => row.decidedBy?.name ?? '—' },
      {
        key: 'requestedAt',
        title: t('requestedAt'),
        render: (row) => <DateTime at={row.requestedAt} show="relative" />,
      },
      {
        key: 'file',
        title: t('file'),
        render: (row) => (row.file?.expiresAt ? <Until at={row.file.expiresAt} /> : '—'),
      },
    ],
    [t, phrase],
  );
}

function Until({ at }: { at: string }) {
  const t = useText(text);
  const [before, after] = t('expires', { when: '|' }).split('|');
  return (
    <>
      {before}
      <DateTime at={at} show="relative" />
      {after}
    </>
  );
}

function ExportActions({ row }: { row: Export }) {
  const t = useText(text);
  const lang = useLang();
  const navigate = useNavigate();
  const { message } = App.useApp();
  return (
    <>
      {row.approvalId && (
        <Button type="text" size="small" onClick={() => navigate(`/approvals/${row.approvalId}`)}>
          {t('seeApproval')}
        </Button>
      )}
      {row.state === 'done' && row.file && row.mine && (
        <Button
          type="text"
          size="small"
          onClick={() =>
            download(downloadExport, { params: { id: row.id } })
              .then((name) => message.success(t('downloaded', { name })))
              .catch((error) => message.error(errorText(error, lang)))
          }
        >
          {t('download')}
        </Button>
      )}
    </>
  );
}
