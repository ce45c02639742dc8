import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { Timeline } from '#platform/web/show/Timeline.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  getProject,
  type ProjectDetail,
  type ProjectId,
  pilotAnswerText,
  projectKindText,
} from '../../contract.ts';
import { ProjectDialogs } from './ProjectDialogs.tsx';
import { ProjectLanding } from './ProjectLanding.tsx';
import { ProjectLanes } from './ProjectLanes.tsx';
import { ProjectResources } from './ProjectResources.tsx';
import { ProjectRollout } from './ProjectRollout.tsx';
import { ProjectStakeholders } from './ProjectStakeholders.tsx';
import { ProjectStatus, useProjectPeriod } from './ProjectStatus.tsx';
import styles from './projects.module.css';
import { text } from './text.ts';

export default function ProjectPage() {
  const t = useText(text);
  const { id } = useParams();
  const project = useCall(getProject, { params: { id: id as ProjectId } });
  if (project.isPending) return <SkeletonPage />;
  if (project.isError)
    return (
      <Page title={t('projects')} crumbs={[{ label: t('projects'), to: '/projects' }]}>
        <ErrorNote error={project.error} retry={() => project.refetch()} />
      </Page>
    );
  return <OneProject key={id} project={project.data} />;
}

function OneProject({ project }: { project: ProjectDetail }) {
  const t = useText(text);
  const navigate = useNavigate();
  const [ask, setAsk] = useState<'launch' | 'answer' | null>(null);
  const { can } = project;
  return (
    <Page
      title={project.name}
      aside={<ProjectStatus state={project.state} />}
      purpose={project.goal}
      crumbs={[{ label: t('projects'), to: '/projects' }, { label: project.ownerUnit.name }]}
      actions={
        <>
          {can.launch && (
            <Button type="primary" onClick={() => setAsk('launch')}>
              {t('launch')}
            </Button>
          )}
          {can.answer && (
            <Button
              type={project.awaitsDecision ? 'primary' : 'default'}
              onClick={() => setAsk('answer')}
            >
              {t('answer')}
            </Button>
          )}
          {can.edit && project.state === 'draft' && (
            <Button onClick={() => navigate(`/projects/${project.id}/edit`)}>{t('edit')}</Button>
          )}
        </>
      }
    >
      <Standing project={project} answer={() => setAsk('answer')} />
      <About project={project} />
      {project.resources && <ProjectResources project={project} resources={project.resources} />}
      <ProjectRollout project={project} />
      <ProjectStakeholders project={project} />
      <ProjectLanes project={project} />
      <ProjectLanding project={project} />
      <Decisions project={project} />
      <ProjectDialogs project={project} ask={ask} close={() => setAsk(null)} />
    </Page>
  );
}

/** What it waits for, before anything else. */
function Standing({ project, answer }: { project: ProjectDetail; answer: () => void }) {
  const t = useText(text);
  const waiting = project.approvalId && project.state === 'in_approval';
  return (
    <>
      {project.awaitsDecision && (
        <Callout
          tone="warn"
          title={t('awaitsTitle')}
          action={project.can.answer && <Button onClick={answer}>{t('answer')}</Button>}
        >
          {t('awaitsHint')}
        </Callout>
      )}
      {waiting && (
        <Callout
          title={t('approvalTitle')}
          action={<Link to={`/approvals/${project.approvalId}`}>{t('seeApproval')}</Link>}
        />
      )}
      {project.state === 'draft' &&
        (project.gaps.length > 0 ? (
          <Callout tone="warn" title={t('gapsTitle', { n: project.gaps.length })}>
            <ul className={styles.gaps}>
              {project.gaps.map((gap) => (
                <li key={gap.text}>{gap.text}</li>
              ))}
            </ul>
          </Callout>
        ) : (
          <Callout tone="good" title={t('readyTitle')}>
            {t('readyHint')}
          </Callout>
        ))}
    </>
  );
}

function About({ project }: { project: ProjectDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const period = useProjectPeriod();
  return (
    <Facts
      items={[
        { label: t('owner'), value: project.ownerUnit.name },
        { label: t('kind'), value: phrase(projectKindText[project.kind]) },
        {
          label: t('scope'),
          value: (
            <>
              <Tag tone={project.scope === 'pilot' ? 'accent' : 'plain'}>{t(project.scope)}</Tag>{' '}
              {t('version', { n: project.version })}
            </>
          ),
        },
        { label: t('period'), value: period(project) },
        { label: t('createdBy'), value: project.createdBy.name },
        ...(project.launchedAt
          ? [{ label: t('launchedAt'), value: <DateTime at={project.launchedAt} /> }]
          : []),
        ...(project.endedAt
          ? [{ label: t('endedAt'), value: <DateTime at={project.endedAt} /> }]
          : []),
        ...(project.pilot
          ? [
              {
                label: t('units'),
                value: project.pilot.units.map((unit) => unit.name).join(comma),
                wide: true,
              },
            ]
          : []),
      ]}
    />
  );
}

function Decisions({ project }: { project: ProjectDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  if (project.decisions.length === 0) return null;
  return (
    <Section title={t('decisions')}>
      <Timeline
        entries={project.decisions.map((decision) => ({
          key: decision.at,
          at: decision.at,
          who: decision.by.name,
          what: `${phrase(pilotAnswerText[decision.answer])}${
            decision.endsOn ? ` · ${t('until', { day: decision.endsOn })}` : ''
          }`,
          note: decision.reason,
        }))}
      />
    </Section>
  );
}
