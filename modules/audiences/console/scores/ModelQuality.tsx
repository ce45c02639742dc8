import { Bars } from '#platform/web/chart/Sparkline.tsx';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import type { ModelVersion } from '../../contract.ts';
import { modelText } from './model-text.ts';

/** How good a version is, on customers it had not seen: nothing is shown that was measured otherwise. */
export function ModelQualityPart({ version }: { version: ModelVersion }) {
  const t = useText(modelText);
  const { quality, split } = version;
  if (!quality) return <Section title={t('quality')}>{t('uploadedQuality')}</Section>;
  const n = formatNumber(quality.samples);
  return (
    <Section
      title={t('quality')}
      hint={t(split === 'time' ? 'qualityTime' : 'qualityRandom', { n })}
    >
      <StatRow>
        <Stat
          label={t('lift')}
          value={Math.round(quality.lift10 * 100) / 100}
          unit="×"
          period={t('liftSays', {
            lift: quality.lift10.toFixed(1),
            captured: formatPercent(quality.captured10),
          })}
          exact
        />
        <Stat
          label={t('auc')}
          value={Math.round(quality.auc * 1000) / 1000}
          unit=""
          period={t('aucHint')}
          exact
        />
        <Stat
          label={t('rate')}
          value={Math.round((1000 * quality.positives) / quality.samples) / 10}
          unit="%"
          period={t('samplesOf', {
            a: formatNumber(version.trainedOn ?? 0),
            b: formatNumber(version.calibratedOn ?? 0),
            c: n,
          })}
          exact
        />
      </StatRow>
      <Bars
        sentence={t('calibrationSays', { error: formatPercent(quality.calibrationError) })}
        bars={quality.calibration.map(({ said, happened }, i) => ({
          key: String(i),
          label: t('group', { n: i + 1 }),
          value: happened,
          before: said,
          shown: formatPercent(happened),
        }))}
      />
      <Facts items={[{ label: t('brier'), value: quality.brier.toFixed(3) }]} />
    </Section>
  );
}
