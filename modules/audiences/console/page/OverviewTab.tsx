import { Segmented } from 'antd';
import { useState } from 'react';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { useLang, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { relativeTime } from '#platform/web/text/time.ts';
import { type Audience, audienceGrowth, RULE_VERSION } from '../../contract.ts';
import { usePreview } from '../builder/usePreview.ts';
import { GrowthChart } from '../parts/GrowthChart.tsx';
import { useGrowthSentence } from '../parts/growth-words.ts';
import { Breakdowns, Reachable, Sample } from '../parts/Portrait.tsx';
import styles from './page.module.css';
import { text } from './text.ts';

export function OverviewTab({ audience }: { audience: Audience }) {
  if (audience.state === 'draft') return <Who audience={audience} />;
  return (
    <div className={styles.stack}>
      <Figures audience={audience} />
      <Size audience={audience} />
      {audience.state !== 'archived' && <Who audience={audience} />}
    </div>
  );
}

function Figures({ audience }: { audience: Audience }) {
  const t = useText(text);
  const lang = useLang();
  const now = useBusinessNow();
  const growth = useCall(audienceGrowth, { params: { id: audience.id }, query: { days: 30 } });
  const days = growth.data?.items ?? [];
  const sum = (of: 'entered' | 'left') =>
    growth.data ? days.reduce((all, day) => all + day[of], 0) : null;
  const asOf = audience.refreshedAt
    ? t('asOf', { at: relativeTime(audience.refreshedAt, now, lang) })
    : '';
  const { count, reachable } = audience;
  return (
    <StatRow>
      <Stat label={t('count')} value={count} unit={t('people')} period={asOf} exact />
      {reachable !== null && count !== null && count > 0 && (
        <Stat
          label={t('reachable')}
          value={reachable}
          unit={t('people')}
          period={t('ofThem', { share: formatPercent(reachable / count, 0) })}
          exact
        />
      )}
      <Stat
        label={t('entered')}
        value={sum('entered')}
        unit={t('people')}
        period={t('last30')}
        exact
      />
      <Stat label={t('left')} value={sum('left')} unit={t('people')} period={t('last30')} exact />
    </StatRow>
  );
}

const ranges = [30, 90, 365] as const;

function Size({ audience }: { audience: Audience }) {
  const t = useText(text);
  const said = useGrowthSentence();
  const [days, setDays] = useState<number>(30);
  const growth = useCall(
    audienceGrowth,
    { params: { id: audience.id }, query: { days } },
    { keep: true },
  );
  const items = growth.data?.items ?? [];
  const sum = (of: 'entered' | 'left') => items.reduce((all, day) => all + day[of], 0);
  return (
    <Section
      title={t('size')}
      actions={
        <Segmented<number>
          aria-label={t('range')}
          size="small"
          value={days}
          onChange={setDays}
          options={ranges.map((value) => ({ value, label: t(`days${value}`) }))}
        />
      }
    >
      {growth.isError ? (
        <ErrorNote error={growth.error} retry={() => growth.refetch()} />
      ) : growth.isPending ? (
        <SkeletonText lines={4} />
      ) : (
        <GrowthChart
          days={items}
          sentence={t('sizeSentence', {
            said: said(items.map((day) => day.count)),
            entered: formatNumber(sum('entered')),
            left: formatNumber(sum('left')),
          })}
          say={({ day, count }) => t('chartDay', { day, n: formatNumber(count) })}
        />
      )}
    </Section>
  );
}

/** Who belongs, by the same means as the preview of a rule; a draft is asked by its rule. */
function Who({ audience }: { audience: Audience }) {
  const t = useText(text);
  const include =
    audience.state === 'draft' && audience.rule
      ? audience.rule
      : {
          version: RULE_VERSION as 1,
          include: { kind: 'audience' as const, audienceIds: [audience.id], match: 'any' as const },
          exclude: null,
        };
  const { preview, error, retry } = usePreview(include, audience.purpose, undefined);
  if (error) return <ErrorNote error={error} retry={retry} />;
  const count = preview?.exact?.count ?? preview?.estimate?.count;
  return (
    <Section title={t('breakdowns')}>
      {!preview ? (
        <SkeletonText lines={6} />
      ) : count === 0 ? (
        <Empty small title={t('noMembersYet')}>
          {t('noMembersYetHint')}
        </Empty>
      ) : (
        <div className={styles.stack}>
          {preview.reach && <Reachable reach={preview.reach} />}
          <Breakdowns breakdowns={preview.breakdowns} wide />
          <Sample people={preview.examples} />
        </div>
      )}
    </Section>
  );
}
