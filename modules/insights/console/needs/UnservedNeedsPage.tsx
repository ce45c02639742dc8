import { useSearchParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { CursorTable } from '#platform/web/table/CursorTable.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { listUnservedCustomers, listUnservedNeeds, type UnservedNeed } from '../../contract.ts';
import styles from './needs.module.css';
import { text } from './text.ts';

const DAYS = 30;

/** Needs that are known and to which nothing was said. */
export default function UnservedNeedsPage() {
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  const found = useCall(listUnservedNeeds, { query: { days: DAYS } });
  if (found.isPending) return <SkeletonPage />;
  const needs = found.data?.needs ?? [];
  const chosen =
    needs.find(({ need }) => need === search.get('need')) ??
    needs.find(({ unserved }) => unserved > 0);
  return (
    <Page title={t('title')} purpose={t('purpose', { days: DAYS })}>
      {found.isError ? (
        <ErrorNote error={found.error} retry={() => found.refetch()} />
      ) : needs.length === 0 ? (
        <Empty title={t('noNeeds')}>{t('noNeedsHint')}</Empty>
      ) : (
        <>
          <Callout tone={found.data.unserved > 0 ? 'warn' : 'good'}>
            {found.data.unserved > 0
              ? t('some', {
                  n: formatNumber(found.data.unserved),
                  of: formatNumber(found.data.holders),
                })
              : t('none', { days: DAYS })}
          </Callout>
          <Needs
            needs={needs}
            chosen={chosen?.need}
            choose={(need) => setSearch({ need }, { replace: true })}
          />
          {chosen && <Customers key={chosen.need} need={chosen} />}
        </>
      )}
    </Page>
  );
}

function Needs({
  needs,
  chosen,
  choose,
}: {
  needs: readonly UnservedNeed[];
  chosen: string | undefined;
  choose: (need: string) => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <div className={styles.scroll}>
      <table className={styles.needs}>
        <thead>
          <tr>
            <th scope="col">{t('need')}</th>
            <th scope="col">{t('holders')}</th>
            <th scope="col">{t('unserved')}</th>
            <th scope="col">{t('share')}</th>
          </tr>
        </thead>
        <tbody>
          {needs.map(({ need, name, holders, unserved }) => (
            <tr key={need}>
              <th scope="row">
                <button type="button" aria-pressed={need === chosen} onClick={() => choose(need)}>
                  {phrase(name)}
                </button>
              </th>
              <td>{formatNumber(holders)}</td>
              <td>{formatNumber(unserved)}</td>
              <td>{formatPercent(holders === 0 ? 0 : unserved / holders)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Customers({ need }: { need: UnservedNeed }) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <Section title={phrase(need.name)} hint={t('people', { n: formatNumber(need.unserved) })}>
      <CursorTable
        id="insights.unserved"
        label={t('peopleLabel')}
        list={listUnservedCustomers}
        query={{ need: need.need, days: DAYS }}
        rowKey={(row) => String(row.customerId)}
        open={(row) => `/customers/${row.customerId}?view=tags`}
        empty={<Empty title={t('allServed')}>{t('allServedHint')}</Empty>}
        columns={[
          {
            key: 'name',
            title: t('customer'),
            fixed: true,
            width: 160,
            render: (row) => row.name ?? t('noName'),
          },
          {
            key: 'phone',
            title: t('phone'),
            render: (row) => <span className="figures">{row.phone ?? '—'}</span>,
          },
          { key: 'unit', title: t('unit'), render: (row) => row.unit ?? '—' },
          {
            key: 'strength',
            title: t('strength'),
            render: (row) => <span className="figures">{formatPercent(row.strength)}</span>,
          },
          {
            key: 'since',
            title: t('since'),
            render: (row) => <DateTime at={row.since} style="day" />,
          },
          {
            key: 'servedAt',
            title: t('servedAt'),
            render: (row) =>
              row.servedAt ? <DateTime at={row.servedAt} style="day" /> : t('never'),
          },
        ]}
      />
    </Section>
  );
}
