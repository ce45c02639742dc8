import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useSearchParams } from 'react-router';
import type { Reply } from '#platform/contract/endpoint.ts';
import { call, useCall } from '#platform/web/api.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { type AudienceId, compareAudiences, listAudiences } from '../../contract.ts';
import styles from './overlap.module.css';
import { text } from './text.ts';

const MOST = 8;

/** Audiences laid over each other; which ones stands in the address. */
export function Overlap({ first }: { first?: AudienceId }) {
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  const list = useCall(listAudiences, { query: { size: 200, sort: 'name', state: 'live' } });
  const chosen = (search.get('of') ?? '').split(',').filter((id) => id !== '');
  const ids = [...new Set([...(first ? [first] : []), ...chosen])].slice(0, MOST) as AudienceId[];
  const compared = useQuery({
    queryKey: ['audiences', 'overlap', ids],
    queryFn: ({ signal }) => call(compareAudiences, { body: { audienceIds: ids } }, signal),
    enabled: ids.length >= 2,
    placeholderData: (before) => before,
  });
  const change = (next: string[]) =>
    setSearch(
      (now) => {
        const kept = next.filter((id) => id !== first);
        if (kept.length > 0) now.set('of', kept.join(','));
        else now.delete('of');
        return now;
      },
      { replace: true },
    );
  return (
    <div className={styles.overlap}>
      <Select<string[]>
        mode="multiple"
        aria-label={t('choose')}
        placeholder={t('choose')}
        value={list.data ? ids : []}
        maxCount={MOST}
        onChange={change}
        showSearch={{ optionFilterProp: 'label' }}
        options={(list.data?.items ?? []).map((one) => ({
          value: one.id,
          label: one.name,
          disabled: one.id === first,
        }))}
      />
      {list.isError && <ErrorNote error={list.error} />}
      {ids.length < 2 ? (
        <Empty small title={t(ids.length === 0 ? 'chooseHint' : 'start')} />
      ) : compared.isError ? (
        <ErrorNote error={compared.error} retry={() => compared.refetch()} />
      ) : compared.data ? (
        <Laid over={compared.data} />
      ) : (
        <SkeletonText lines={4} />
      )}
    </div>
  );
}

type Over = Reply<typeof compareAudiences>;

function Laid({ over }: { over: Over }) {
  const t = useText(text);
  const { audiences, all, any } = over;
  return (
    <>
      <StatRow>
        <Stat label={t('any')} value={any} unit={t('people')} period={t('union')} exact />
        <Stat
          label={t('all')}
          value={all}
          unit={t('people')}
          period={t('ofUnion', { share: formatPercent(any === 0 ? 0 : all / any) })}
          exact
        />
      </StatRow>
      <p>{useSentence(over)}</p>
      <div className={styles.scroller}>
        <table className={styles.matrix} aria-label={t('matrix')}>
          <thead>
            <tr>
              <th scope="col">{t('audience')}</th>
              {audiences.map((column) => (
                <th key={column.id} scope="col">
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {audiences.map((row) => (
              <tr key={row.id}>
                <th scope="row">{row.name}</th>
                {audiences.map((column) => (
                  <Cell key={column.id} over={over} row={row} column={column} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.hint}>{t('matrixHint')}</p>
    </>
  );
}

type One = Over['audiences'][number];

function Cell({ over, row, column }: { over: Over; row: One; column: One }) {
  const t = useText(text);
  const n = row.id === column.id ? row.count : sharedBy(over, row.id, column.id);
  const share = row.count === 0 ? 0 : n / row.count;
  return (
    <td
      data-self={row.id === column.id || undefined}
      title={t('ofRow', { n: formatNumber(n), name: row.name, share: formatPercent(share) })}
      style={{ '--share': `${Math.round(share * 100)}%` } as React.CSSProperties}
    >
      <span className="figures">{formatNumber(n)}</span>
      {row.id !== column.id && <small className="figures">{formatPercent(share, 0)}</small>}
    </td>
  );
}

const sharedBy = ({ overlaps }: Over, a: string, b: string): number =>
  overlaps.find((one) => (one.a === a && one.b === b) || (one.a === b && one.b === a))?.count ?? 0;

function useSentence({ audiences, overlaps }: Over): string {
  const t = useText(text);
  const byId = new Map(audiences.map((one) => [one.id, one]));
  const most = [...overlaps].sort((one, other) => other.count - one.count)[0];
  if (!most || most.count === 0) return t('none');
  const [a, b] = [byId.get(most.a)!, byId.get(most.b)!];
  return t('sentence', {
    a: a.name,
    b: b.name,
    n: formatNumber(most.count),
    share: formatPercent(most.count / Math.max(1, Math.min(a.count, b.count)), 0),
  });
}
