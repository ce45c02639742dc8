import { Section } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import type { PlanReport } from '../../contract.ts';
import styles from './report.module.css';
import { text } from './text.ts';

/** Each one-to-one message with the customers who deleted their RM after it. */
export function Deletions({ report: { deletions } }: { report: PlanReport }) {
  const t = useText(text);
  const { messages, limit } = deletions;
  const worst = messages.toSorted((a, b) => b.rate.share - a.rate.share)[0];
  const said = !worst
    ? t('noMessages')
    : worst.rate.part === 0
      ? t('noDeletions')
      : t('deletionsSaid', {
          title: worst.title,
          share: formatPercent(worst.rate.share),
          part: formatNumber(worst.rate.part),
          of: formatNumber(worst.rate.of),
        });
  return (
    <Section
      title={t('deletions')}
      hint={
        limit === null ? said : `${said} ${t('deletionLimit', { share: formatPercent(limit) })}`
      }
    >
      {messages.length > 0 && (
        <Rows
          label={t('deletions')}
          density="dense"
          rows={messages}
          rowKey={(row) => row.item}
          columns={[
            { key: 'title', title: t('message'), wrap: true, render: (row) => row.title },
            {
              key: 'planned',
              title: t('planned'),
              render: (row) => <DateTime at={row.planned} style="day" />,
            },
            {
              key: 'delivered',
              title: t('deliveredTimes'),
              align: 'right',
              render: (row) => formatNumber(row.rate.of),
            },
            {
              key: 'deleted',
              title: t('deletedPeople'),
              align: 'right',
              render: (row) => formatNumber(row.rate.part),
            },
            {
              key: 'rate',
              title: t('rate'),
              align: 'right',
              render: (row) => formatPercent(row.rate.share, 2),
            },
            {
              key: 'interval',
              title: t('interval'),
              align: 'right',
              render: (row) => (
                <span className={styles.quiet}>
                  {formatPercent(row.rate.low, 2)} – {formatPercent(row.rate.high, 2)}
                </span>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}
