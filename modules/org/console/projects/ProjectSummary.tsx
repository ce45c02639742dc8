import { useNavigate } from 'react-router';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { RowCards } from '#platform/web/table/RowCards.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import { summariseProjects } from '../../contract.ts';
import styles from './projects.module.css';
import { text } from './text.ts';

type Row = Reply<typeof summariseProjects>['items'][number];

/** Figures by the department that answers for the work. */
export function ProjectSummary() {
  const t = useText(text);
  const phone = usePhone();
  const navigate = useNavigate();
  const summary = useCall(summariseProjects);
  if (summary.isError) return <ErrorNote error={summary.error} retry={() => summary.refetch()} />;
  const rows = summary.data?.items ?? [];
  if (summary.isSuccess && rows.length === 0)
    return <Empty title={t('empty')}>{t('emptyHint')}</Empty>;
  const List = phone ? RowCards : Ledger;
  const count = (key: keyof Row & string, title: string) => ({
    key,
    title,
    align: 'right' as const,
    render: (row: Row) => formatNumber(row[key] as number),
  });
  const yuan = (fen: number) => formatNumber(Math.round(fen / 100));
  return (
    <div className={styles.stack}>
      <p>{t('summaryHint')}</p>
      <List<Row>
        label={t('byOwner')}
        rows={rows}
        waiting={summary.isPending ? 4 : 0}
        rowKey={(row) => row.ownerUnit.id}
        onOpen={(row) => navigate(`/projects?ownerUnitId=${row.ownerUnit.id}`)}
        columns={[
          { key: 'owner', title: t('owner'), render: (row) => row.ownerUnit.name },
          count('draft', t('draftCount')),
          count('inApproval', t('inApprovalCount')),
          count('running', t('runningCount')),
          count('ended', t('endedCount')),
          count('pilots', t('pilotsCount')),
          {
            key: 'people',
            title: t('headcounts'),
            align: 'right',
            render: (row) =>
              `${formatNumber(row.actualHeadcount)} / ${formatNumber(row.plannedHeadcount)}`,
          },
          {
            key: 'money',
            title: t('budgets'),
            align: 'right',
            render: (row) => `${yuan(row.spentFen)} / ${yuan(row.budgetFen)}`,
          },
          count('underResourced', t('short')),
          count('awaitDecision', t('awaits')),
          count('overdueTasks', t('overdueCount')),
        ]}
      />
    </div>
  );
}
