import { Button } from 'antd';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable, type RowOf } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { bulkSendStates, bulkSendStateText, channelText, listBulkSends } from '../../contract.ts';
import { BulkStatus } from './status.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listBulkSends>;

/** Messages to an audience, from draft to done. */
export default function BulkListPage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const add = may('outreach.bulk.manage') && (
    <Button type="primary" onClick={() => navigate('/outreach/bulk/new')}>
      {t('newBulk')}
    </Button>
  );
  return (
    <Page title={t('bulk')} purpose={t('bulkPurpose')} actions={add}>
      <DataTable
        id="outreach.bulk-sends"
        label={t('bulk')}
        list={listBulkSends}
        filters={useFilters()}
        columns={useColumns()}
        rowKey={(send) => send.id}
        open={(send) => `/outreach/bulk/${send.id}`}
        empty={
          <Empty title={t('noBulk')} action={add}>
            {t('noBulkHint')}
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
        options: bulkSendStates.map((value) => ({
          value,
          label: phrase(bulkSendStateText[value]),
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
      { key: 'name', title: t('name'), fixed: true, card: 'title', render: (b) => b.name },
      { key: 'state', title: t('state'), card: 'side', render: (b) => <BulkStatus send={b} /> },
      {
        key: 'audience',
        title: t('audience'),
        render: (b) => (b.groups ? t('groupsShort') : b.audienceName),
      },
      { key: 'channel', title: t('channel'), render: (b) => phrase(channelText[b.channel]) },
      { key: 'content', title: t('content'), render: (b) => b.contentName ?? '—' },
      { key: 'sendAt', title: t('sendAt'), render: (b) => <DateTime at={b.sendAt} /> },
      { key: 'unit', title: t('unit'), render: (b) => b.unit.name },
      { key: 'createdBy', title: t('createdBy'), render: (b) => b.createdBy },
      { key: 'changedAt', title: t('changedAt'), render: (b) => <DateTime at={b.changedAt} /> },
    ],
    [t, phrase],
  );
}
