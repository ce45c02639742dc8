import { App, Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { requestApproval } from '#modules/org/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { ProgressLine } from '#platform/web/chart/Ring.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import {
  endRun,
  getRun,
  moveRun,
  pauseRun,
  productLines,
  type RunDetail,
  type RunId,
  resumeRun,
  startKind,
  valueTiers,
} from '../../contract.ts';
import { percent, RunStatus } from '../parts.tsx';
import styles from '../sequences.module.css';
import { text } from '../text.ts';
import { Customers } from './Customers.tsx';
import { Days, Exits, Funnel } from './Figures.tsx';

export default function RunPage() {
  const t = useText(text);
  const { id } = useParams();
  const run = useCall(getRun, { params: { id: id as RunId } }, { every: 10 });
  if (run.isPending) return <SkeletonPage />;
  if (run.isError)
    return (
      <Page title={t('runs')} crumbs={[{ label: t('runs'), to: '/sequences/runs' }]}>
        <ErrorNote error={run.error} retry={() => run.refetch()} />
      </Page>
    );
  return <OneRun run={run.data} />;
}

function OneRun({ run }: { run: RunDetail }) {
  const t = useText(text);
  const unit = t('peopleUnit');
  const today = t('today');
  return (
    <Page
      title={run.name}
      purpose={`${run.sequence.name} · ${t('version', { n: run.version })} → ${run.audience.name}`}
      aside={<RunStatus state={run.state} />}
      crumbs={[{ label: t('runs'), to: '/sequences/runs' }, { label: run.name }]}
      actions={
        <>
          <Elsewhere run={run} />
          {run.can.change && <Actions run={run} />}
        </>
      }
    >
      <Notes run={run} />
      <StatRow>
        <Stat label={t('activeNow')} value={run.active} unit={unit} period={today} />
        <Stat label={t('converted')} value={run.converted} unit={unit} period={today} />
        <Stat label={t('endedNow')} value={run.ended} unit={unit} period={today} better="neither" />
        <Stat
          label={t('control')}
          value={run.control}
          unit={unit}
          period={today}
          better="neither"
        />
      </StatRow>
      {run.enrolled > 0 && (
        <>
          <Funnel run={run} />
          <div className={styles.columns}>
            <Exits run={run} />
            <Days run={run} />
          </div>
        </>
      )}
      <Customers run={run} />
      <About run={run} />
    </Page>
  );
}

function Notes({ run }: { run: RunDetail }) {
  const t = useText(text);
  const { progress } = run;
  return (
    <>
      {run.pendingApprovalId && (
        <Callout
          tone="warn"
          title={t('pending')}
          action={<Link to={`/approvals/${run.pendingApprovalId}`}>{t('seeApproval')}</Link>}
        />
      )}
      {run.newerVersion !== null && (run.state === 'running' || run.state === 'paused') && (
        <Callout tone="note" action={<Move run={run} to={run.newerVersion} />}>
          {t('newer', { n: run.newerVersion, v: run.version })}
        </Callout>
      )}
      {progress && (
        <div className={styles.meter}>
          <span>
            {t('working', {
              what: t(progress.what === 'intake' ? 'intakeWork' : 'tickWork'),
              done: progress.done,
              total: progress.total,
            })}
          </span>
          <ProgressLine
            share={progress.total === 0 ? null : progress.done / progress.total}
            sentence={t('progress')}
          />
        </div>
      )}
    </>
  );
}

function Move({ run, to }: { run: RunDetail; to: number }) {
  const t = useText(text);
  const move = useChange(moveRun);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('move', { n: to })}</Button>
      <Confirm
        open={open}
        close={() => setOpen(false)}
        title={t('moveTitle', { n: to })}
        consequences={[t('moveNow')]}
        verb={t('move', { n: to })}
        reason={t('reason')}
        run={(reason) =>
          move.mutateAsync({ params: { id: run.id }, body: { version: to, reason } })
        }
      />
    </>
  );
}

function Actions({ run }: { run: RunDetail }) {
  const t = useText(text);
  const navigate = useNavigate();
  const pause = useChange(pauseRun);
  const resume = useChange(resumeRun);
  const end = useChange(endRun);
  const [asking, setAsking] = useState<'pause' | 'end' | null>(null);
  const params = { id: run.id };
  const going = run.state === 'running' || run.state === 'paused';
  return (
    <>
      {run.state === 'draft' && (
        <>
          <Button onClick={() => navigate(`/sequences/runs/${run.id}/edit`)}>{t('edit')}</Button>
          <Button onClick={() => navigate(`/rehearsals/new?of=${run.id}`)}>{t('rehearse')}</Button>
          {!run.pendingApprovalId && <Submit run={run} />}
        </>
      )}
      {going && (
        <Button danger onClick={() => setAsking('end')}>
          {t('end')}
        </Button>
      )}
      {run.state === 'running' && <Button onClick={() => setAsking('pause')}>{t('pause')}</Button>}
      {run.state === 'paused' && (
        <Button type="primary" loading={resume.isPending} onClick={() => resume.mutate({ params })}>
          {t('resume')}
        </Button>
      )}
      <Confirm
        open={asking === 'pause'}
        close={() => setAsking(null)}
        title={t('pauseTitle', { name: run.name })}
        consequences={[t('pauseNow')]}
        verb={t('pause')}
        reason={t('reason')}
        run={(reason) => pause.mutateAsync({ params, body: { reason } })}
      />
      <Confirm
        open={asking === 'end'}
        close={() => setAsking(null)}
        title={t('endTitle', { name: run.name })}
        consequences={[t('endNow')]}
        verb={t('end')}
        danger
        reason={t('reason')}
        run={(reason) => end.mutateAsync({ params, body: { reason } })}
      />
    </>
  );
}

/** Every contact of the run with its reasons, and what came of them. */
function Elsewhere({ run: { planId } }: { run: RunDetail }) {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  if (!planId) return null;
  return (
    <>
      {may('outreach.plan.read') && (
        <Button onClick={() => navigate(`/outreach/plans/${planId}`)}>{t('seePlan')}</Button>
      )}
      {may('insights.plan-report.read') && (
        <Button onClick={() => navigate(`/insights/plans/${planId}`)}>{t('seeReport')}</Button>
      )}
    </>
  );
}

/** What reaches customers is asked for here, and decided by somebody else. */
function Submit({ run }: { run: RunDetail }) {
  const t = useText(text);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const request = useChange(requestApproval);
  const submit = async () => {
    const payload = { id: run.id, revision: run.revision };
    const made = await request
      .mutateAsync({ body: { kind: startKind, payload } })
      .catch(() => null);
    if (!made) return;
    message.success(t('submitted'));
    navigate(`/approvals/${made.id}`);
  };
  return (
    <Button type="primary" loading={request.isPending} onClick={() => void submit()}>
      {t('submitStart')}
    </Button>
  );
}

function About({ run }: { run: RunDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const { draft } = run;
  return (
    <Section title={t('guards')}>
      <Facts
        items={[
          ...(draft.need ? [{ label: t('need'), value: draft.need }] : []),
          {
            label: t('sequence'),
            value: <Link to={`/sequences/${run.sequence.id}`}>{run.sequence.name}</Link>,
          },
          {
            label: t('audience'),
            value: <Link to={`/audiences/${run.audience.id}`}>{run.audience.name}</Link>,
          },
          {
            label: t('project'),
            value: <Link to={`/projects/${run.project.id}`}>{run.project.name}</Link>,
          },
          { label: t('productLine'), value: phrase(productLines[run.productLine]) },
          { label: t('product'), value: run.product?.name ?? t('noProduct') },
          { label: t('startsOn'), value: run.startsOn },
          {
            label: t('intakePerDay'),
            value: draft.intakePerDay === null ? t('noLimit') : formatNumber(draft.intakePerDay),
          },
          { label: t('controlShare'), value: percent(draft.controlShare) },
          {
            label: t('tiers'),
            value:
              draft.tiers.length === 0
                ? t('everyTier')
                : draft.tiers.map((tier) => phrase(valueTiers[tier])).join(comma),
          },
          {
            label: t('maxPerRm'),
            value: draft.maxPerRm === null ? t('noLimit') : formatNumber(draft.maxPerRm),
          },
        ]}
      />
    </Section>
  );
}
