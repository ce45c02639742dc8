import { App, Button } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { requestExport } from '#platform/contract/export.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { getPlanReport } from '../../contract.ts';
import { Closing } from '../closing/Closing.tsx';
import PlanReportView from '../report/PlanReportView.tsx';
import { PlanStatus } from '../report/PlanStatus.tsx';
import { text } from '../report/text.ts';

export default function PlanReportPage() {
  const t = useText(text);
  const { id } = useParams() as { id: string };
  const { message } = App.useApp();
  const may = useMay();
  const navigate = useNavigate();
  const report = useCall(getPlanReport, { params: { id } });
  const ask = useChange(requestExport);
  const crumbs = [{ label: t('reports'), to: '/insights/plans' }];
  if (report.isPending) return <SkeletonPage />;
  if (report.isError)
    return (
      <Page title={t('reports')} crumbs={crumbs}>
        <ErrorNote error={report.error} retry={() => report.refetch()} />
      </Page>
    );
  const { plan, from, to } = report.data;
  const download = async (format: 'xlsx' | 'csv') => {
    const made = await ask.mutateAsync({
      params: { kind: 'insights.plan-report' },
      body: { format, query: { planId: id } },
    });
    message.success(t(made.state === 'waiting' ? 'exportAsked' : 'exportStarted'));
  };
  return (
    <Page
      title={plan.name}
      crumbs={crumbs}
      aside={<PlanStatus state={plan.state} />}
      purpose={
        from > to
          ? t('notBegun', { from: formatTime(from) })
          : t('period', { from: formatTime(from), to: formatTime(to) })
      }
      actions={
        <>
          {may('outreach.plan.read') && (
            <Button onClick={() => navigate(`/outreach/plans/${id}`)}>{t('seePlan')}</Button>
          )}
          <Button icon={<Icon name="refresh" />} onClick={() => report.refetch()}>
            {t('refresh')}
          </Button>
          <Button
            type="primary"
            icon={<Icon name="download" />}
            loading={ask.isPending}
            onClick={() => download('xlsx')}
          >
            {t('export')}
          </Button>
        </>
      }
    >
      <Closing id={id} />
      <PlanReportView report={report.data} />
    </Page>
  );
}
