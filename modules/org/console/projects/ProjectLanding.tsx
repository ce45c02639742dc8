import { Bars } from '#platform/web/chart/Sparkline.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { landingLevelText, type ProjectDetail } from '../../contract.ts';
import styles from './projects.module.css';
import { text } from './text.ts';

/** From head office to the front line: the phases, and how far today's reaches. */
export function ProjectLanding({ project }: { project: ProjectDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  if (project.phases.length === 0) return null;
  const units = project.landing.filter((step) => step.level !== 'rm');
  const people = project.landing.find((step) => step.level === 'rm');
  const sum = (key: 'reached' | 'total') => units.reduce((all, step) => all + step[key], 0);
  return (
    <Section title={t('phases')} hint={t('phasesHint')}>
      <ol className={styles.phases}>
        {project.phases.map((phase) => (
          <li
            key={`${phase.name}${phase.startsOn}`}
            data-now={phase.name === project.phase || undefined}
          >
            <span>
              {phase.name}{' '}
              {phase.name === project.phase && <Tag tone="accent">{t('phaseNow')}</Tag>}
            </span>
            <small>{t('periodBoth', { from: phase.startsOn, to: phase.endsOn })}</small>
            <span>{phase.levels.map((level) => phrase(landingLevelText[level])).join(comma)}</span>
          </li>
        ))}
      </ol>
      {project.landing.length > 0 && (
        <Bars
          bars={project.landing.map((step) => ({
            key: step.level,
            label: phrase(landingLevelText[step.level]),
            value: step.total === 0 ? 0 : step.reached / step.total,
            shown: t('reachedOf', {
              reached: formatNumber(step.reached),
              total: formatNumber(step.total),
            }),
          }))}
          sentence={t('landingSentence', {
            reached: formatNumber(sum('reached')),
            total: formatNumber(sum('total')),
            people: formatNumber(people?.total ?? 0),
            reachedPeople: formatNumber(people?.reached ?? 0),
          })}
        />
      )}
    </Section>
  );
}
