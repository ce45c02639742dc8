import { Bars } from '#platform/web/chart/Sparkline.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { modeText, type PlanReport } from '../../contract.ts';
import { text } from './text.ts';

const figures = [
  'handedOver',
  'delivered',
  'reacted',
  'consulted',
  'converted',
  'deleted',
] as const;
const titles = {
  handedOver: 'handedOver',
  delivered: 'deliveredTimes',
  reacted: 'reactedPeople',
  consulted: 'consultedPeople',
  converted: 'convertedPeople',
  deleted: 'deletedPeople',
} as const;

/** The three modes beside each other, and how much went out by itself. */
export function Modes({ report: { modes, automation } }: { report: PlanReport }) {
  const t = useText(text);
  const phrase = usePhrase();
  const most = modes.toSorted((a, b) => b.delivered - a.delivered)[0];
  const { automatic, manual } = automation;
  return (
    <Section
      title={t('modes')}
      hint={
        most
          ? t('modesSaid', {
              most: phrase(modeText[most.mode]),
              share: formatPercent(automatic + manual > 0 ? automatic / (automatic + manual) : 0),
              automatic: formatNumber(automatic),
              manual: formatNumber(manual),
            })
          : t('noModes')
      }
    >
      {modes.length > 0 && (
        <Rows
          label={t('modes')}
          density="dense"
          rows={modes}
          rowKey={(row) => row.mode}
          columns={[
            { key: 'mode', title: t('mode'), render: (row) => phrase(modeText[row.mode]) },
            ...figures.map((figure) => ({
              key: figure,
              title: t(titles[figure]),
              align: 'right' as const,
              render: (row: PlanReport['modes'][number]) => formatNumber(row[figure]),
            })),
          ]}
        />
      )}
    </Section>
  );
}

export function Quota({ report: { quota } }: { report: PlanReport }) {
  const t = useText(text);
  const any = quota.reduce((sum, { customers }) => sum + customers, 0);
  const most = quota.at(-1)?.used ?? 0;
  return (
    <Section title={t('quota')}>
      <Bars
        sentence={t('quotaSaid', { n: formatNumber(any), most: formatNumber(most) })}
        bars={quota.map(({ used, customers }) => ({
          key: String(used),
          label: t('quotaLabel', { n: used }),
          value: customers,
          shown: t('stepPeople', { n: formatNumber(customers) }),
        }))}
      />
    </Section>
  );
}
