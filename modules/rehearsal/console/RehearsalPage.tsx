import { App, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useCall, useChange } from '#platform/web/api.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { TaskProgress } from '#platform/web/task/TaskProgress.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  cancelRehearsal,
  getRehearsal,
  type Rehearsal,
  rehearsalPhaseText,
  restartRehearsal,
} from '../contract.ts';
import { RehearsalStatus, statusKind, statusWord } from './RehearsalStatus.tsx';
import { RehearsedReport } from './RehearsedReport.tsx';
import { text } from './text.ts';

/** One rehearsal: how far it is, and what came out. */
export default function RehearsalPage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { id } = useParams() as { id: Rehearsal['id'] };
  // A kept report changes no more: only what moves is asked again.
  const [over, setOver] = useState(false);
  const found = useCall(getRehearsal, { params: { id } }, over ? {} : { every: 2 });
  const state = found.data?.rehearsal.state;
  useEffect(
    () => setOver(state !== undefined && state !== 'queued' && state !== 'running'),
    [state],
  );
  const stop = useChange(cancelRehearsal);
  const again = useChange(restartRehearsal);
  const crumbs = [{ label: t('rehearsals'), to: '/rehearsals' }];
  if (found.isPending) return <SkeletonPage />;
  if (found.isError)
    return (
      <Page title={t('rehearsals')} crumbs={crumbs}>
        <ErrorNote error={found.error} retry={() => found.refetch()} />
      </Page>
    );
  const { rehearsal, report } = found.data;
  const moving = rehearsal.state === 'queued' || rehearsal.state === 'running';
  const manage = may('rehearsal.rehearsal.start');
  return (
    <Page
      title={rehearsal.subject.name}
      crumbs={crumbs}
      aside={<RehearsalStatus state={rehearsal.state} />}
      actions={
        manage &&
        (moving ? (
          <Button
            icon={<Icon name="stop" />}
            loading={stop.isPending}
            onClick={async () => {
              await stop.mutateAsync({ params: { id } });
              message.success(t('stopped'));
            }}
          >
            {t('stop')}
          </Button>
        ) : (
          <Button
            icon={<Icon name="refresh" />}
            loading={again.isPending}
            onClick={async () => {
              const made = await again.mutateAsync({ params: { id } });
              navigate(`/rehearsals/${made.id}`);
            }}
          >
            {t('again')}
          </Button>
        ))
      }
    >
      {moving && (
        <Moving rehearsal={rehearsal} secondsLeft={found.data.task?.secondsLeft ?? null} />
      )}
      {rehearsal.state === 'failed' && (
        <Callout tone="bad" title={t('failedWhy')}>
          {t('failedHint')} {rehearsal.error && <code>{rehearsal.error}</code>}
        </Callout>
      )}
      {rehearsal.state === 'cancelled' && <Callout tone="note">{t('cancelled')}</Callout>}
      {report && <RehearsedReport rehearsal={rehearsal} report={report} />}
    </Page>
  );
}

function Moving({ rehearsal, secondsLeft }: { rehearsal: Rehearsal; secondsLeft: number | null }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { days } = rehearsal.options;
  return (
    <>
      <TaskProgress
        task={{
          title:
            rehearsal.phase === 'living'
              ? t('day', { day: Math.min(days, Math.floor(rehearsal.daysDone) + 1), days })
              : phrase(rehearsalPhaseText[rehearsal.phase]),
          state: t(statusWord[rehearsal.state]),
          kind: statusKind[rehearsal.state],
          done: Math.round(rehearsal.daysDone * 24),
          total: days * 24,
          unit: t('hours'),
          secondsLeft,
        }}
      />
      <Callout tone="note">{t('leave')}</Callout>
    </>
  );
}
