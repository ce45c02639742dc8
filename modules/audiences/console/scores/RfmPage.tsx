import { Button } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { Bars } from '#platform/web/chart/Sparkline.tsx';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useComma, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { listRfmTier, rfmOverview } from '../../contract.ts';
import { People } from './people.tsx';
import { RfmSettingsDialog } from './RfmSettingsDialog.tsx';
import styles from './scores.module.css';
import { text } from './text.ts';

type Rfm = Reply<typeof rfmOverview>;

/** Eight tiers by recency, frequency and money, and what each means. */
export default function RfmPage() {
  const t = useText(text);
  const may = useMay();
  const rfm = useCall(rfmOverview);
  const [changing, setChanging] = useState(false);
  if (rfm.isPending) return <SkeletonPage />;
  return (
    <Page
      title={t('rfm')}
      purpose={t('rfmPurpose')}
      actions={
        may('audiences.score.manage') &&
        rfm.data && <Button onClick={() => setChanging(true)}>{t('change')}</Button>
      }
    >
      {rfm.isError ? (
        <ErrorNote error={rfm.error} retry={() => rfm.refetch()} />
      ) : (
        <>
          <Tiers rfm={rfm.data} />
          {changing && <RfmSettingsDialog rfm={rfm.data} close={() => setChanging(false)} />}
        </>
      )}
    </Page>
  );
}

function Tiers({ rfm }: { rfm: Rfm }) {
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  if (rfm.total === 0) return <Empty title={t('noPurchases')}>{t('noPurchasesHint')}</Empty>;
  const chosen =
    rfm.tiers.find(({ no }) => String(no) === search.get('tier')) ??
    rfm.tiers.find(({ count }) => count > 0)!;
  const level = (high: boolean) => t(high ? 'high' : 'low');
  return (
    <>
      <Rows
        label={t('rfm')}
        rows={rfm.tiers}
        rowKey={({ no }) => String(no)}
        onOpen={({ no }) => setSearch({ tier: String(no) }, { replace: true })}
        columns={[
          {
            key: 'tier',
            title: t('tier'),
            render: (tier) => (tier.no === chosen.no ? <b>{tier.name}</b> : tier.name),
          },
          {
            key: 'parts',
            title: 'R · F · M',
            render: ({ high }) =>
              `${level(high.recency)} · ${level(high.frequency)} · ${level(high.monetary)}`,
          },
          {
            key: 'count',
            title: t('count'),
            align: 'right',
            render: (tier) => formatNumber(tier.count),
          },
          {
            key: 'share',
            title: t('ofBuyers'),
            align: 'right',
            render: (tier) => formatPercent(tier.share),
          },
          { key: 'how', title: t('how'), wrap: true, render: (tier) => tier.meaning },
        ]}
      />
      <About rfm={rfm} />
      <Section
        title={chosen.name}
        hint={t('share', { n: formatNumber(chosen.count), share: formatPercent(chosen.share) })}
      >
        <People
          key={chosen.no}
          id="audiences.rfm-tier"
          list={listRfmTier}
          query={{ tier: chosen.no }}
          columns={[
            {
              key: 'scores',
              title: 'R-F-M',
              render: ({ r, f, m }) => (
                <span className="figures">
                  {r}-{f}-{m}
                </span>
              ),
            },
            {
              key: 'recency',
              title: t('recency'),
              align: 'right',
              render: (row) => t('daysAgo', { n: formatNumber(row.recency) }),
            },
            {
              key: 'frequency',
              title: t('frequency'),
              align: 'right',
              render: (row) => t('timesBought', { n: formatNumber(row.frequency) }),
            },
            {
              key: 'monetary',
              title: t('monetary'),
              align: 'right',
              render: (row) => t('yuan', { n: formatNumber(Math.round(row.monetary / 100)) }),
            },
          ]}
        />
      </Section>
    </>
  );
}

function About({ rfm }: { rfm: Rfm }) {
  const t = useText(text);
  const comma = useComma();
  const cutsOf = (part: 'recency' | 'frequency' | 'monetary') => {
    if (!rfm.cuts) return t('noCuts');
    const shown = rfm.cuts[part].map((cut) =>
      formatNumber(part === 'monetary' ? Math.round(cut / 100) : cut),
    );
    const [a, b, c, d] = shown;
    const words = { recency: 'cutsDays', frequency: 'cutsTimes', monetary: 'cutsYuan' } as const;
    return t(words[part], { a, b, c, d });
  };
  return (
    <Section
      title={t('spread')}
      hint={rfm.scoredAt ? t('asOf', { at: formatTime(rfm.scoredAt) }) : t('notYet')}
    >
      <div className={styles.three}>
        {(['recency', 'frequency', 'monetary'] as const).map((part) => (
          <Bars
            key={part}
            sentence={t('spreadOf', { name: t(part), cuts: cutsOf(part) })}
            bars={rfm.scores[part]
              .map((count, i) => ({
                key: String(i),
                label: t('points5', { n: i + 1 }),
                value: count,
                shown: formatNumber(count),
              }))
              .reverse()}
          />
        ))}
      </div>
      <Facts
        items={[
          { label: t('countedKinds'), value: rfm.counted.join(comma) },
          { label: t('countedDays'), value: formatNumber(rfm.settings.days) },
          { label: t('settings'), value: t(rfm.settings.cuts ? 'ownCuts' : 'quantile') },
        ]}
      />
    </Section>
  );
}
