import { Section } from '#platform/web/page/Page.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import type { PlanReport } from '../../contract.ts';
import { DayColumns } from './DayColumns.tsx';
import styles from './report.module.css';
import { text } from './text.ts';

const SHOWN = 20;

/** What the plan asks of RMs: day by day, and of each. */
export function Load({ report: { load } }: { report: PlanReport }) {
  const t = useText(text);
  const { staff, days, capacity } = load;
  const tasks = (day: (typeof days)[number]) => day.handovers + day.workItems;
  const busiest = days.toSorted((a, b) => tasks(b) - tasks(a))[0];
  if (!busiest)
    return (
      <Section title={t('load')} hint={t('noLoad')}>
        {null}
      </Section>
    );
  return (
    <Section
      title={t('load')}
      hint={t('loadSaid', {
        n: formatNumber(staff.length),
        day: busiest.day,
        tasks: formatNumber(tasks(busiest)),
        over: formatNumber(staff.filter(({ over }) => over).length),
        capacity,
      })}
    >
      <DayColumns
        sentence={t('tasksByDay')}
        days={days.map((day) => ({
          day: day.day,
          value: tasks(day),
          said: t('loadDay', {
            day: day.day,
            handovers: formatNumber(day.handovers),
            items: formatNumber(day.workItems),
          }),
        }))}
      />
      <Ledger
        label={t('load')}
        density="dense"
        rows={staff.slice(0, SHOWN)}
        rowKey={(row) => row.staffId}
        columns={[
          { key: 'name', title: t('staff'), render: (row) => row.name },
          {
            key: 'customers',
            title: t('customers'),
            align: 'right',
            render: (row) => (
              <span className={styles.load}>
                {row.over && <Status kind="warning">{t('overCapacity')}</Status>}
                {formatNumber(row.customers)}
              </span>
            ),
          },
          {
            key: 'handovers',
            title: t('confirmations'),
            align: 'right',
            render: (row) => formatNumber(row.handovers),
          },
          {
            key: 'workItems',
            title: t('workItems'),
            align: 'right',
            render: (row) => formatNumber(row.workItems),
          },
          {
            key: 'busiest',
            title: t('busiest'),
            render: (row) =>
              row.busiestDay
                ? t('busiestCell', { day: row.busiestDay, n: formatNumber(row.onBusiestDay) })
                : '—',
          },
        ]}
      />
    </Section>
  );
}
