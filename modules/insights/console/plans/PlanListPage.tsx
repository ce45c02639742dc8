import { Page } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { listPlanReports } from '../../contract.ts';
import { PlanStatus } from '../report/PlanStatus.tsx';
import { text } from '../report/text.ts';

/** Every plan that contacted customers, with what came of it. */
export default function PlanListPage() {
  const t = useText(text);
  return (
    <Page title={t('reports')} purpose={t('reportsPurpose')}>
      <DataTable
        id="insights.plans"
        label={t('reports')}
        list={listPlanReports}
        search={t('searchPlans')}
        rowKey={(row) => row.id}
        open={(row) => `/insights/plans/${row.id}`}
        columns={[
          { key: 'name', title: t('plan'), fixed: true, render: (row) => row.name },
          {
            key: 'state',
            title: t('state'),
            card: 'side',
            render: (row) => <PlanStatus state={row.state} />,
          },
          {
            key: 'reached',
            title: t('reachedArm'),
            align: 'right',
            render: (row) => formatNumber(row.reached),
          },
          {
            key: 'control',
            title: t('controlArm'),
            align: 'right',
            render: (row) => formatNumber(row.control),
          },
          {
            key: 'delivered',
            title: t('deliveredContacts'),
            align: 'right',
            render: (row) => formatNumber(row.delivered),
          },
          {
            key: 'startedAt',
            title: t('began'),
            render: (row) => <DateTime at={row.startedAt} style="day" />,
          },
          {
            key: 'lesson',
            title: t('lesson'),
            render: (row) => row.lesson ?? t('notClosed'),
          },
        ]}
        empty={<Empty title={t('noPlans')}>{t('noPlansHint')}</Empty>}
      />
    </Page>
  );
}
