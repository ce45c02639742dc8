import { Select } from 'antd';
import { useSearchParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Facts, Page } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { getRehearsal, listRehearsals, type Rehearsal } from '../contract.ts';
import styles from './compare.module.css';
import { compare, type Figure, type Rehearsed, sizeOf, stepOf } from './compare.ts';
import { text } from './text.ts';

type Side = 'left' | 'right';

/** Two rehearsals, figure by figure; of unequal size by the hundred customers. */
export default function ComparePage() {
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  const list = useCall(listRehearsals, { query: { page: 1, size: 200 } });
  const left = useRehearsed(search.get('left'));
  const right = useRehearsed(search.get('right'));
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
      {(left.error ?? right.error) ? (
        <ErrorNote
          error={left.error ?? right.error}
          retry={() => {
            left.refetch();
            right.refetch();
          }}
        />
      ) : left.pending || right.pending ? (
        <SkeletonText lines={8} />
      ) : left.rehearsed && right.rehearsed ? (
        <Figures left={left.rehearsed} right={right.rehearsed} />
      ) : (
        <Empty title={t('chooseTwo')}>{t('comparePurpose')}</Empty>
      )}
    </Page>
  );
}

function useRehearsed(id: string | null) {
  const found = useCall(
    getRehearsal,
    { params: { id: (id ?? '') as Rehearsal['id'] } },
    { enabled: id !== null },
  );
  const { report, rehearsal } = found.data ?? {};
  const rehearsed: Rehearsed | null =
    report && rehearsal ? { report, days: rehearsal.options.days } : null;
  return {
    rehearsed,
    error: found.error,
    pending: id !== null && found.isPending,
    refetch: () => void found.refetch(),
  };
}

function Figures({ left, right }: Record<Side, Rehearsed>) {
  const t = useText(text);
  const { sameSize, sameDays, figures } = compare(left, right);
  const each = ({ report }: Rehearsed) =>
    formatNumber(stepOf(report, 'delivered', 'touches') / Math.max(1, report.plan.people.touched));
  const deleted = ({ report }: Rehearsed) => formatPercent(report.plan.deletions.all.share, 2);
  const shown = (value: number, { share }: Figure) =>
    share ? formatPercent(value, 2) : formatNumber(value);
  const cell = (side: Side) => (row: Figure) => (
    <>
      {shown(row[side], row)}
      {!sameSize && row.per100 && (
        <small className={styles.per}>{t('per100', { n: rounded(row.per100[side]) })}</small>
      )}
    </>
  );
  return (
    <>
      {(!sameSize || !sameDays) && (
        <Callout tone="warn" title={t('unlike')}>
          {[!sameSize && t('unlikeSize'), !sameDays && t('unlikeDays')].filter(Boolean).join('')}
        </Callout>
      )}
      <Facts
        items={(['left', 'right'] as const).map((side) => ({
          label: t(side),
          value: t('sizeSaid', {
            customers: formatNumber(sizeOf({ left, right }[side].report)),
            staff: formatNumber({ left, right }[side].report.sample.staff),
            days: { left, right }[side].days,
          }),
        }))}
      />
      <Rows
        label={t('compare')}
        rows={figures}
        rowKey={(row) => row.key}
        columns={[
          { key: 'figure', title: t('figure'), render: (row) => t(row.key) },
          { key: 'left', title: t('left'), align: 'right', render: cell('left') },
          { key: 'right', title: t('right'), align: 'right', render: cell('right') },
          {
            key: 'difference',
            title: t(sameSize ? 'difference' : 'differencePer100'),
            align: 'right',
            render: (row) => <Apart figure={row} />,
          },
        ]}
      />
      <p className={styles.said}>
        {t('compareSaid', {
          left: each(left),
          right: each(right),
          leftDeleted: deleted(left),
          rightDeleted: deleted(right),
        })}
      </p>
    </>
  );
}

const rounded = (value: number) =>
  formatNumber(Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10);

/** Right less left, with its sign; shares are apart by points of a percentage. */
function Apart({ figure: { difference, share } }: { figure: Figure }) {
  const t = useText(text);
  const size = Math.abs(difference);
  const shown = share ? (size * 100).toFixed(2) : rounded(size);
  // Less than can be shown is no difference to a reader.
  if (Number(shown) === 0) return '—';
  return (
    <>
      {difference > 0 ? '+' : '−'}
      {shown}
      {share && <small className={styles.per}>{t('points')}</small>}
    </>
  );
}
