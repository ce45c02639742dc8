import { Suspense } from 'react';
import { PlanReportView } from '#modules/insights/console/index.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import {
  actWord,
  projected,
  projectedText,
  type Rehearsal,
  type RehearsalReport,
} from '../contract.ts';
import { Examples } from './Examples.tsx';
import { GroupReach } from './GroupReach.tsx';
import { HeardCallout } from './HeardCallout.tsx';
import { text } from './text.ts';

/** What a rehearsal alone can say, then the report that a real plan has as well. */
export function RehearsedReport({
  rehearsal,
  report,
}: {
  rehearsal: Rehearsal;
  report: RehearsalReport;
}) {
  const t = useText(text);
  const { sample, findings, cost, calls, acts } = report;
  const { days, everybodyAdded } = rehearsal.options;
  const period = t('inAll', { n: days });
  const done = report.plan.load.days.reduce((total, day) => total + day.workItemsDone, 0);
  const sum = (key: 'calls' | 'refused') => calls.reduce((total, call) => total + call[key], 0);
  return (
    <>
      <Callout tone="note">
        {t(sample.groups > 0 ? 'groupsSaid' : 'sampleSaid', {
          groups: formatNumber(sample.groups),
          audience: formatNumber(sample.audience),
          customers: formatNumber(sample.customers),
          staff: formatNumber(sample.staff),
          days,
        })}{' '}
        {sample.staffOfAudience !== null &&
          t('staffDrawn', {
            all: formatNumber(sample.staffOfAudience),
            staff: formatNumber(sample.staff),
          })}{' '}
        {sample.groups > 0 &&
          sample.customers < sample.audience &&
          t('groupsSampled', { audience: formatNumber(sample.audience) })}{' '}
        {everybodyAdded && t('addedSaid')}
      </Callout>
      <HeardCallout report={report} />
      {findings.length === 0 ? (
        <Callout tone="good" title={t('clean')}>
          {t('cleanSaid')}
        </Callout>
      ) : (
        <Callout tone="bad" title={t('broken', { n: findings.length })}>
          {findings.map((found) => (
            <div key={found.rule}>
              {t('brokenLine', {
                ...found,
                touches: formatNumber(found.touches),
                customers: formatNumber(found.customers),
              })}
            </div>
          ))}
        </Callout>
      )}
      <WholeAudience report={report} />
      <Section
        title={t('cost')}
        hint={cost.smsParts > 0 ? `${t('estimate')}${t('smsEstimate')}` : t('estimate')}
      >
        <StatRow>
          <Stat
            label={t('confirmations')}
            value={cost.confirmations}
            unit={t('items')}
            period={period}
            better="less"
            exact
          />
          <Stat
            label={t('workItems')}
            value={cost.workItems}
            unit={t('items')}
            period={t('workItemsDone', { n: formatNumber(done) })}
            better="less"
            exact
          />
          <Stat
            label={t('sms')}
            value={cost.sms}
            unit={t('messages')}
            period={period}
            better="less"
            exact
          />
          {cost.smsParts > 0 && (
            <Stat
              label={t('smsYuan')}
              value={cost.smsYuan}
              unit={t('yuan')}
              period={t('smsBilled', { n: formatNumber(cost.smsParts) })}
              better="less"
              exact
            />
          )}
          <Stat
            label={t('staffHours')}
            value={cost.staffHours}
            unit={t('hourUnit')}
            period={period}
            better="less"
            exact
          />
        </StatRow>
      </Section>
      {report.groups && <GroupReach groups={report.groups} />}
      <Suspense fallback={<SkeletonPage />}>
        <PlanReportView report={report.plan} />
      </Suspense>
      {report.examples && <Examples examples={report.examples} />}
      <Section title={t('lived')} hint={t('livedSaid')}>
        <Ledger
          label={t('lived')}
          density="dense"
          rows={acts.toSorted((a, b) => b.done - a.done)}
          rowKey={(row) => row.act}
          columns={[
            { key: 'act', title: t('lived'), render: (row) => <ActWord act={row.act} /> },
            {
              key: 'done',
              title: t('times'),
              align: 'right',
              render: (row) => formatNumber(row.done),
            },
          ]}
        />
      </Section>
      <Section
        title={t('calls')}
        hint={t('callsSaid', {
          n: formatNumber(sum('calls')),
          refused: formatNumber(sum('refused')),
        })}
      >
        <Ledger
          label={t('calls')}
          density="dense"
          rows={calls.toSorted((a, b) => b.calls - a.calls)}
          rowKey={(row) => row.path}
          columns={[
            { key: 'path', title: t('call'), render: (row) => <code>{row.path}</code> },
            {
              key: 'calls',
              title: t('times'),
              align: 'right',
              render: (row) => formatNumber(row.calls),
            },
            {
              key: 'refused',
              title: t('refused'),
              align: 'right',
              render: (row) => formatNumber(row.refused),
            },
          ]}
        />
      </Section>
    </>
  );
}

function WholeAudience({ report }: { report: RehearsalReport }) {
  const t = useText(text);
  const figures = useText(projectedText);
  const rows = projected(report);
  if (rows.length === 0) return null;
  return (
    <Section title={t('whole')} hint={t('wholeSaid')}>
      <Rows
        label={t('whole')}
        density="dense"
        rows={rows}
        rowKey={(row) => row.figure}
        columns={[
          { key: 'figure', title: t('figure'), render: (row) => figures(row.figure) },
          {
            key: 'sampled',
            title: t('inSample'),
            align: 'right',
            render: (row) => formatNumber(row.sampled),
          },
          {
            key: 'whole',
            title: t('inWhole'),
            align: 'right',
            render: (row) => formatNumber(row.whole.count),
          },
          {
            key: 'interval',
            title: t('interval'),
            align: 'right',
            render: ({ whole }) => `${formatNumber(whole.low)}–${formatNumber(whole.high)}`,
          },
        ]}
      />
    </Section>
  );
}

function ActWord({ act }: { act: string }) {
  return useText({ act: actWord(act) })('act');
}
