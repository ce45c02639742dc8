import { Button } from 'antd';
import { useState } from 'react';
import { ProgressLine } from '#platform/web/chart/Ring.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import type { CorpHealth } from '../../contract.ts';
import { Endpoint } from '../parts/Endpoint.tsx';
import styles from './health.module.css';
import { shownQuotas } from './shown-quotas.ts';
import { text } from './text.ts';

/** What may still be called: those that are in use or shut; all of them when asked. */
export function Quotas({ health }: { health: CorpHealth }) {
  const t = useText(text);
  const [all, setAll] = useState(false);
  const { rows, rest } = shownQuotas(health.quotas, all);
  return (
    <Section
      title={t('quotas')}
      hint={t('quotasHint')}
      actions={
        (all || rest > 0) && (
          <Button onClick={() => setAll(!all)}>
            {all ? t('quotasUsed') : t('quotasAll', { n: health.quotas.length })}
          </Button>
        )
      }
    >
      {health.quotas.length === 0 ? (
        <Empty small title={t('noQuotas')} />
      ) : rows.length === 0 ? (
        <Empty small title={t('quotasFull')} />
      ) : (
        <QuotaLedger rows={rows} />
      )}
    </Section>
  );
}

const per = { minute: 'perMinute', hour: 'perHour', day: 'perDay', month: 'perMonth' } as const;

function QuotaLedger({ rows }: { rows: CorpHealth['quotas'] }) {
  const t = useText(text);
  return (
    <Rows
      label={t('quotas')}
      rows={rows}
      rowKey={(quota) => `${quota.endpoint} ${quota.span}`}
      density="dense"
      columns={[
        {
          key: 'endpoint',
          title: t('endpoint'),
          render: (quota) => <Endpoint name={quota.endpoint} />,
        },
        {
          key: 'limit',
          title: t('limit'),
          width: 160,
          align: 'right',
          render: ({ span, limit }) =>
            t(per[span as keyof typeof per] ?? 'perHour', { n: formatNumber(limit) }),
        },
        {
          key: 'ready',
          title: t('ready'),
          width: 220,
          render: ({ ready, full }) => (
            <span className={styles.ready}>
              <span className={`figures ${styles.readyFigure}`}>{formatNumber(ready)}</span>
              <ProgressLine
                share={full === 0 ? 0 : ready / full}
                tone={ready === 0 ? 'bad' : ready / full < 0.2 ? 'warn' : 'accent'}
                sentence={t('readySentence', {
                  ready: formatNumber(ready),
                  full: formatNumber(full),
                })}
              />
            </span>
          ),
        },
        {
          key: 'door',
          title: t('door'),
          width: 260,
          card: 'side',
          render: ({ closedUntil, closedBy }) =>
            closedUntil ? (
              <Status kind="paused">
                {t('shutUntil', { when: formatTime(closedUntil, 'clock') })}
                {closedBy && ` · ${closedBy.code}`}
              </Status>
            ) : (
              <Status kind="active">{t('open')}</Status>
            ),
        },
      ]}
    />
  );
}
