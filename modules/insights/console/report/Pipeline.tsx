import { Bars } from '#platform/web/chart/Sparkline.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import type { PlanReport, StageStays } from '../../contract.ts';
import styles from './report.module.css';
import { text } from './text.ts';

const days = (value: number | null) =>
  value === null ? '—' : formatNumber(Math.round(value * 10) / 10);
const score = (value: number) => formatNumber(Math.round(value * 10) / 10);

/** How many came to each stage, who is there, how long they stayed. */
export function Pipeline({ report: { stages } }: { report: PlanReport }) {
  const t = useText(text);
  const [fullest] = stages.toSorted((a, b) => b.now - a.now);
  return (
    <Section
      title={t('pipeline')}
      hint={
        fullest &&
        (fullest.now > 0
          ? t('pipelineSaid', { n: formatNumber(fullest.now), stage: fullest.name })
          : t('pipelineOver'))
      }
    >
      <Rows<StageStays>
        label={t('pipeline')}
        density="dense"
        rows={stages}
        rowKey={({ stage }) => String(stage)}
        columns={[
          { key: 'stage', title: t('stage'), render: ({ name }) => name },
          {
            key: 'entered',
            title: t('everEntered'),
            align: 'right',
            render: ({ entered }) => formatNumber(entered),
          },
          {
            key: 'now',
            title: t('thereNow'),
            align: 'right',
            render: ({ now }) => formatNumber(now),
          },
          {
            key: 'dwell',
            title: t('dwell'),
            align: 'right',
            render: ({ dwellDays }) => days(dwellDays),
          },
        ]}
      />
    </Section>
  );
}

/** Need and recognition of the cohort, before and after each stage. */
export function StageScores({ report }: { report: PlanReport }) {
  const t = useText(text);
  const stages = report.stages.filter(({ entered }) => entered > 0);
  const [first, last] = [stages[0], stages.at(-1)];
  if (!first || !last) return null;
  const chart = (of: 'need' | 'recognition') => (
    <div>
      <h3>{t(of)}</h3>
      <Bars
        sentence={t('scoresSaid', {
          what: t(of),
          from: score(first[of].before),
          to: score(last[of].after),
          first: first.name,
          last: last.name,
        })}
        bars={stages.map((stage) => ({
          key: String(stage.stage),
          label: stage.name,
          value: stage[of].after,
          before: stage[of].before,
          shown: `${score(stage[of].before)} → ${score(stage[of].after)}`,
        }))}
      />
    </div>
  );
  return (
    <Section title={t('stageScores')} hint={t('stageScoresHint')}>
      <div className={styles.pair}>
        {chart('need')}
        {chart('recognition')}
      </div>
    </Section>
  );
}
