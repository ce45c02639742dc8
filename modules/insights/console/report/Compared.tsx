import { Bars } from '#platform/web/chart/Sparkline.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import type { PlanReport, TierLine, ValueLine } from '../../contract.ts';
import { text } from './text.ts';

const counted = ['customers', 'delivered', 'threeW', 'reacted', 'consulted', 'converted'] as const;
const titles = {
  customers: 'customers',
  delivered: 'gotAny',
  threeW: 'gotThreeW',
  reacted: 'reactedPeople',
  consulted: 'consultedPeople',
  converted: 'convertedPeople',
} as const;

/** Value bands beside each other. */
export function Tiers({ report: { tiers } }: { report: PlanReport }) {
  const t = useText(text);
  const phrase = usePhrase();
  const rate = ({ consulted, delivered }: TierLine) => (delivered > 0 ? consulted / delivered : 0);
  const best = tiers
    .filter(({ delivered }) => delivered > 0)
    .toSorted((a, b) => rate(b) - rate(a))[0];
  return (
    <Section
      title={t('tiers')}
      hint={
        best && rate(best) > 0
          ? t('tiersSaid', { tier: phrase(best.name), share: formatPercent(rate(best)) })
          : t('tiersNone')
      }
    >
      <Rows<TierLine>
        label={t('tiers')}
        density="dense"
        rows={tiers}
        rowKey={({ tier }) => tier ?? '-'}
        columns={[
          { key: 'tier', title: t('tier'), render: ({ name }) => phrase(name) },
          ...counted.map((key) => ({
            key,
            title: t(titles[key]),
            align: 'right' as const,
            render: (line: TierLine) => formatNumber(line[key]),
          })),
        ]}
      />
    </Section>
  );
}

/** Who was silent and came back, reached against held out. */
export function Reactivated({ report: { reactivation } }: { report: PlanReport }) {
  const t = useText(text);
  if (!reactivation) return null;
  const { silentDays, reached, control } = reactivation;
  return (
    <Section title={t('reactivated')} hint={t('reactivatedHint', { days: silentDays })}>
      <Bars
        sentence={t(control.of > 0 ? 'reactivatedSaid' : 'reactivatedAlone', {
          part: formatNumber(reached.part),
          of: formatNumber(reached.of),
          share: formatPercent(reached.share),
          other: formatPercent(control.share),
        })}
        bars={(
          [
            ['reached', t('reachedArm'), reached],
            ['control', t('controlArm'), control],
          ] as const
        ).map(([key, label, rate]) => ({
          key,
          label,
          value: rate.share,
          shown: t('rateOf', {
            part: formatNumber(rate.part),
            of: formatNumber(rate.of),
            low: formatPercent(rate.of > 0 ? rate.low : 0),
            high: formatPercent(rate.of > 0 ? rate.high : 0),
          }),
        }))}
      />
    </Section>
  );
}

/** Hooked against others, over ninety days. */
export function Hooked({ report: { hooked } }: { report: PlanReport }) {
  const t = useText(text);
  if (!hooked) return null;
  const { days, mature, difference } = hooked;
  const all = hooked.hooked.customers + hooked.others.customers;
  const yuan = (value: number) => formatNumber(Math.round(value));
  const rows: [string, ValueLine][] = [
    [t('hookedOnes'), hooked.hooked],
    [t('otherOnes'), hooked.others],
  ];
  const said = !difference
    ? t('hookedUnknown')
    : difference.low > 0 || difference.high < 0
      ? t('hookedSaid', {
          mean: yuan(difference.mean),
          low: yuan(difference.low),
          high: yuan(difference.high),
        })
      : t('hookedSame', { low: yuan(difference.low), high: yuan(difference.high) });
  return (
    <Section
      title={t('hooked', { days })}
      hint={`${said}${t('hookedMature', { mature: formatNumber(mature), all: formatNumber(all), days })}`}
    >
      <Rows<[string, ValueLine]>
        label={t('hooked', { days })}
        density="dense"
        rows={rows}
        rowKey={([name]) => name}
        columns={[
          { key: 'who', title: t('customers'), render: ([name]) => name },
          {
            key: 'customers',
            title: t('howMany'),
            align: 'right',
            render: ([, line]) => formatNumber(line.customers),
          },
          {
            key: 'before',
            title: t('meanBefore'),
            align: 'right',
            render: ([, line]) => yuan(line.meanBefore),
          },
          {
            key: 'change',
            title: t('meanChange'),
            align: 'right',
            render: ([, line]) => yuan(line.meanChange),
          },
          {
            key: 'converted',
            title: t('convertedPeople'),
            align: 'right',
            render: ([, line]) => formatNumber(line.converted),
          },
        ]}
      />
    </Section>
  );
}
