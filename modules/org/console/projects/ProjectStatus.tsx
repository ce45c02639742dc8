import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { type Project, type ProjectState, projectStateText } from '../../contract.ts';
import styles from './projects.module.css';
import { text } from './text.ts';

const kinds: Record<ProjectState, StatusKind> = {
  draft: 'draft',
  in_approval: 'waiting',
  running: 'running',
  ended: 'ended',
};

export function ProjectStatus({ state }: { state: ProjectState }) {
  const phrase = usePhrase();
  return <Status kind={kinds[state]}>{phrase(projectStateText[state])}</Status>;
}

/** What about a project needs somebody, most urgent first. */
export function ProjectAttention({ project }: { project: Project }) {
  const t = useText(text);
  const notes = [
    project.awaitsDecision && t('awaits'),
    project.underResourced && t('short'),
    project.overdueTasks > 0 && t('overdue', { n: project.overdueTasks }),
  ].filter((note): note is string => typeof note === 'string');
  if (notes.length === 0) return t('none');
  return (
    <span className={styles.notes}>
      {notes.map((note) => (
        <Status key={note} kind="warning">
          {note}
        </Status>
      ))}
    </span>
  );
}

export function useProjectPeriod(): (project: {
  startsOn: string;
  endsOn: string | null;
}) => string {
  const t = useText(text);
  return ({ startsOn, endsOn }) =>
    endsOn ? t('periodBoth', { from: startsOn, to: endsOn }) : t('periodFrom', { from: startsOn });
}
