import { Button } from 'antd';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { useUnitPath } from '#platform/web/units.ts';
import { type Corp, listCorps } from '../../contract.ts';
import { CorpStatus, corpPath } from '../parts/CorpFrame.tsx';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { text } from './text.ts';

export default function CorpListPage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const columns = useCorpColumns();
  const connect = may('wecom.corp.manage') && (
    <Button type="primary" onClick={() => navigate('/wecom/connect')}>
      {t('connect')}
    </Button>
  );
  return (
    <Page title={t('corps')} purpose={t('purpose')} actions={connect}>
      <DataTable
        id="wecom.corps"
        label={t('list')}
        list={listCorps}
        columns={columns}
        rowKey={(corp) => corp.id}
        open={(corp) => corpPath(corp.id)}
        empty={
          <Empty title={t('empty')} action={connect}>
            {t(connect ? 'emptyHint' : 'emptyRead')}
          </Empty>
        }
      />
    </Page>
  );
}

function useCorpColumns(): Column<Corp>[] {
  const t = useText(text);
  return useMemo(
    () => [
      { key: 'name', title: t('name'), fixed: true, render: (corp) => corp.name },
      { key: 'corpid', title: t('corpid'), render: (corp) => <code>{corp.corpid}</code> },
      { key: 'unit', title: t('unit'), render: (corp) => <UnitName id={corp.unitId} /> },
      {
        key: 'connection',
        title: t('connection'),
        render: (corp) => <ConnectionStatus corp={corp} />,
      },
      {
        key: 'apps',
        title: t('apps'),
        align: 'right',
        width: 90,
        render: (corp) => t('appCount', { n: corp.apps.length }),
      },
      {
        key: 'state',
        title: t('state'),
        width: 120,
        card: 'side',
        render: (corp) => <CorpStatus state={corp.state} />,
      },
    ],
    [t],
  );
}

function UnitName({ id }: { id: string }) {
  const path = useUnitPath(id);
  return path.data?.at(-1)?.name ?? '—';
}
