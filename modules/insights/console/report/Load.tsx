import { Section } from '#platform/web/page/Page.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import { type PlanReport, workOutcomeText } from '../../contract.ts';
import { DayColumns } from './DayColumns.tsx';
import styles from './report.module.css';
import { text } from './text.ts';

const [ON_DESK, ON_PHONE] = [20, 6];

/** What the plan asks of RMs: day by day, and of each. */
export function Load({ report: { load } }: { report: PlanReport }) {
  const t = useText(text);
  const phrase = usePhrase();
  const shown = usePhone() ? ON_PHONE : ON_DESK;
  const { staff, days, capacity, outcomes } = load;
  const given = days.reduce((sum, day) => sum + day.workItems, 0);
  const closed = days.reduce((sum, day) => sum + day.workItemsDone, 0);
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
      {given > 0 && (
        <p className={styles.outcomes}>
          {t('itemsSaid', { given: formatNumber(given), closed: formatNumber(closed) })}
          {outcomes.map(({ outcome, workItems }) => (
            <span key={outcome}>
              {phrase(workOutcomeText[outcome] ?? [outcome, outcome])} {formatNumber(workItems)}
            </span>
          ))}
        </p>
      )}
      <DayColumns
        sentence={t('tasksByDay')}
        days={days.map((day) => ({
          day: day.day,
          value: tasks(day),
          said: t('loadDay', {
            day: day.day,
            handovers: formatNumber(day.handovers),
            items: formatNumber(day.workItems),
            done: formatNumber(day.workItemsDone),
          }),
        }))}
      />
      <Rows
        label={t('load')}
        density="dense"
        rows={staff.slice(0, shown)}
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
            key: 'workItemsDone',
            title: t('workItemsDone'),
            align: 'right',
            render: (row) => formatNumber(row.workItemsDone),
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
      {staff.length > shown && (
        <p className={styles.quiet}>
          {t('loadMore', { shown, more: formatNumber(staff.length - shown) })}
        </p>
      )}
    </Section>
  );
}
