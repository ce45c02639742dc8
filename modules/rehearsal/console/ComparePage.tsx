import { Select } from 'antd';
import { useSearchParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { getRehearsal, listRehearsals, type Rehearsal, type RehearsalReport } from '../contract.ts';
import styles from './compare.module.css';
import { text } from './text.ts';

type Side = 'left' | 'right';

/** Two rehearsals, figure by figure. */
export default function ComparePage() {
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  const list = useCall(listRehearsals, { query: { page: 1, size: 200 } });
  const left = useReport(search.get('left'));
  const right = useReport(search.get('right'));
  const done = (list.data?.items ?? []).filter(({ state }) => state === 'done');
  const nameOf = ({ subject, options, createdAt }: Rehearsal) =>
    t('oneOf', { name: subject.name, days: options.days, at: formatTime(createdAt) });
  const choose = (side: Side, id: string) => {
    const next = new URLSearchParams(search);
    next.set(side, id);
    setSearch(next, { replace: true });
  };
  return (
    <Page
      title={t('compare')}
      purpose={t('comparePurpose')}
      crumbs={[{ label: t('rehearsals'), to: '/rehearsals' }, { label: t('compare') }]}
    >
      <div className={styles.sides}>
        {(['left', 'right'] as const).map((side) => (
          <div key={side}>
            <label htmlFor={`rehearsal-${side}`}>{t(side)}</label>
            <Select
              id={`rehearsal-${side}`}
              value={search.get(side)}
              placeholder={t('choose')}
              onChange={(id: string) => choose(side, id)}
              options={done.map((one) => ({ value: one.id, label: nameOf(one) }))}
              notFoundContent={t('noneDone')}
            />
          </div>
        ))}
      </div>
      {left && right ? (
        <Figures left={left} right={right} />
      ) : (
        <Empty title={t('chooseTwo')}>{t('comparePurpose')}</Empty>
      )}
    </Page>
  );
}

function useReport(id: string | null): RehearsalReport | null {
  const found = useCall(
    getRehearsal,
    { params: { id: (id ?? '') as Rehearsal['id'] } },
    { enabled: id !== null },
  );
  return found.data?.report ?? null;
}

function Figures({ left, right }: Record<Side, RehearsalReport>) {
  const t = useText(text);
  const step = ({ plan }: RehearsalReport, name: string, key: 'touches' | 'customers') =>
    plan.funnel.find((one) => one.step === name)?.[key] ?? 0;
  const figures: {
    key: keyof typeof text;
    of: (report: RehearsalReport) => number;
    share?: boolean;
  }[] = [
    { key: 'touched', of: ({ plan }) => plan.people.touched },
    { key: 'delivered', of: (r) => step(r, 'delivered', 'touches') },
    {
      key: 'refusedTouches',
      of: ({ plan }) =>
        plan.drops
          .filter(({ state }) => state === 'refused')
          .reduce((sum, drop) => sum + drop.touches, 0),
    },
    { key: 'reacted', of: (r) => step(r, 'reacted', 'customers') },
    { key: 'consulted', of: (r) => step(r, 'consulted', 'customers') },
    { key: 'converted', of: (r) => step(r, 'converted', 'customers') },
    { key: 'deletion', of: ({ plan }) => plan.deletions.all.share, share: true },
    { key: 'confirmations', of: ({ cost }) => cost.confirmations },
    { key: 'workItems', of: ({ cost }) => cost.workItems },
    { key: 'sms', of: ({ cost }) => cost.sms },
    {
      key: 'busiest',
      of: ({ plan }) => Math.max(0, ...plan.load.days.map((day) => day.handovers + day.workItems)),
    },
    { key: 'hoursOfStaff', of: ({ cost }) => cost.staffHours },
    { key: 'findings', of: ({ findings }) => findings.length },
  ];
  const show = (value: number, share = false) =>
    share ? formatPercent(value, 2) : formatNumber(value);
  const each = (report: RehearsalReport) =>
    formatNumber(step(report, 'delivered', 'touches') / Math.max(1, report.plan.people.touched));
  const deleted = ({ plan }: RehearsalReport) => formatPercent(plan.deletions.all.share);
  return (
    <>
      <Callout tone="note">
        {t('compareSaid', {
          left: each(left),
          right: each(right),
          leftDeleted: deleted(left),
          rightDeleted: deleted(right),
        })}
      </Callout>
      <Ledger
        label={t('compare')}
        rows={figures}
        rowKey={(row) => row.key}
        columns={[
          { key: 'figure', title: t('figure'), render: (row) => t(row.key) },
          {
            key: 'left',
            title: t('left'),
            align: 'right',
            render: (row) => show(row.of(left), row.share),
          },
          {
            key: 'right',
            title: t('right'),
            align: 'right',
            render: (row) => show(row.of(right), row.share),
          },
          {
            key: 'difference',
            title: t('difference'),
            align: 'right',
            render: (row) => {
              const apart = row.of(right) - row.of(left);
              return apart === 0
                ? '—'
                : `${apart > 0 ? '+' : '−'}${show(Math.abs(apart), row.share)}`;
            },
          },
        ]}
      />
    </>
  );
}
