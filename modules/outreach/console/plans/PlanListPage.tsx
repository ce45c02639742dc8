import { Button } from 'antd';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable, type RowOf } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import {
  listPlans,
  planKinds,
  planKindText,
  planStates,
  planStateText,
  touchClassText,
} from '../../contract.ts';
import { text as bulk } from '../bulk/text.ts';
import { PlanStatus } from './status.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listPlans>;

/** Whatever contacts customers, and how far it is. */
export default function PlanListPage() {
  const t = useText(text);
  const tb = useText(bulk);
  const may = useMay();
  const navigate = useNavigate();
  const send = may('outreach.bulk.manage') && (
    <Button type="primary" onClick={() => navigate('/outreach/bulk/new')}>
      {tb('newBulk')}
    </Button>
  );
  return (
    <Page title={t('plans')} purpose={t('plansPurpose')} actions={send}>
      <DataTable
        id="outreach.plans"
        label={t('plans')}
        list={listPlans}
        filters={useFilters()}
        columns={useColumns()}
        rowKey={(plan) => plan.id}
        open={(plan) => `/outreach/plans/${plan.id}`}
        empty={
          <Empty title={t('noPlans')} action={send}>
            {t('noPlansHint')}
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
        key: 'kind',
        label: t('kind'),
        options: planKinds.map((value) => ({ value, label: phrase(planKindText[value]) })),
      },
      {
        kind: 'choice',
        key: 'state',
        label: t('state'),
        options: planStates.map((value) => ({ value, label: phrase(planStateText[value]) })),
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
      { key: 'name', title: t('name'), fixed: true, card: 'title', render: (p) => p.name },
      { key: 'kind', title: t('kind'), render: (p) => phrase(planKindText[p.kind]) },
      { key: 'state', title: t('state'), card: 'side', render: (p) => <PlanStatus plan={p} /> },
      { key: 'class', title: t('class'), render: (p) => phrase(touchClassText[p.class]) },
      { key: 'project', title: t('project'), render: (p) => p.projectName },
      { key: 'unit', title: t('unit'), render: (p) => p.unit.name },
      ...(['planned', 'reserved', 'delivered', 'refused'] as const).map(
        (key): Column<Row> => ({
          key,
          title: t(key),
          align: 'right',
          render: (p) => formatNumber(p[key]),
        }),
      ),
      {
        key: 'control',
        title: t('controlShare'),
        align: 'right',
        render: (p) => (p.controlShare > 0 ? formatPercent(p.controlShare) : '—'),
      },
    ],
    [t, phrase],
  );
}
