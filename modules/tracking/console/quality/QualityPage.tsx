import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { type Quality, readQuality } from '../../contract.ts';
import { DayColumns } from '../parts/DayColumns.tsx';
import { Refusals } from '../parts/Refusals.tsx';
import { RollupCheck } from './RollupCheck.tsx';
import { text } from './text.ts';

export default function QualityPage() {
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  const days = search.get('days') === '30' ? 30 : 14;
  const quality = useCall(readQuality, { query: { days } }, { keep: true, every: 15 });
  return (
    <Page
      title={t('title')}
      purpose={t('purpose')}
      actions={
        <Segmented
          value={days}
          onChange={(value) => setSearch(value === 14 ? {} : { days: String(value) })}
          options={[14, 30].map((value) => ({ value, label: t('period', { n: value }) }))}
        />
      }
    >
      {quality.isPending && <SkeletonText lines={10} />}
      {quality.isError && !quality.data && (
        <ErrorNote error={quality.error} retry={() => quality.refetch()} />
      )}
      {quality.data && <Shown quality={quality.data} />}
    </Page>
  );
}

function Shown({ quality }: { quality: Quality }) {
  const t = useText(text);
  const n = quality.days.length;
  const sum = (key: 'stored' | 'duplicate' | 'late' | 'refused' | 'skewed') =>
    quality.days.reduce((total, day) => total + day[key], 0);
  const sent = sum('stored') + sum('duplicate') + sum('refused');
  const part = (key: 'stored' | 'duplicate' | 'late' | 'refused') => (
    <Stat
      key={key}
      label={t(key)}
      value={sum(key)}
      unit={t('unit')}
      period={
        sent === 0 || key === 'stored'
          ? t('period', { n })
          : t('share', { share: formatPercent(sum(key) / sent) })
      }
    />
  );
  return (
    <>
      <StatRow>{(['stored', 'duplicate', 'late', 'refused'] as const).map(part)}</StatRow>
      <Section title={t('daily')}>
        <DayColumns
          days={quality.days.map(({ day, stored, refused }) => ({
            day,
            parts: [
              { value: stored, tone: 'plain' },
              { value: refused, tone: 'bad' },
            ],
          }))}
          sentence={t('dailySays', {
            n,
            stored: formatNumber(sum('stored')),
            refused: formatNumber(sum('refused')),
            skewed: formatNumber(sum('skewed')),
          })}
        />
      </Section>
      <Section title={t('refusals')}>
        {quality.refusals.length === 0 ? (
          <p>{t('noRefusals')}</p>
        ) : (
          <Refusals rows={quality.refusals} kinds />
        )}
      </Section>
      <Section title={t('visitors')} hint={t('visitorsHint')}>
        <StatRow>
          {(['unknown', 'stitched', 'shared'] as const).map((key) => (
            <Stat
              key={key}
              label={t(key)}
              value={quality.visitors[key]}
              unit={t('devices')}
              period={t('now')}
            />
          ))}
        </StatRow>
      </Section>
      <RollupCheck check={quality.check} days={quality.days} />
    </>
  );
}
