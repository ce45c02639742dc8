import { Button } from 'antd';
import { useState } from 'react';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { type Corp, type CorpSync, getSync, syncModeText } from '../../contract.ts';
import { CorpFrame } from '../parts/CorpFrame.tsx';
import { CopyCounts } from './CopyCounts.tsx';
import { Differences } from './Differences.tsx';
import { RunHistory } from './RunHistory.tsx';
import { RunSteps } from './RunSteps.tsx';
import { type SyncAsk, SyncDialogs } from './SyncDialogs.tsx';
import styles from './sync.module.css';
import { text } from './text.ts';

/** The copy of WeCom's data: how it is filled, whether it is current, what differed. */
export default function SyncPage() {
  return <CorpFrame view="sync">{(corp) => <Sync corp={corp} />}</CorpFrame>;
}

function Sync({ corp }: { corp: Corp }) {
  const t = useText(text);
  const [ask, setAsk] = useState<SyncAsk | null>(null);
  const sync = useCall(getSync, { params: { id: corp.id } }, { every: 3 });
  if (sync.isPending) return <SkeletonText lines={10} />;
  if (sync.isError && !sync.data)
    return <ErrorNote error={sync.error} retry={() => sync.refetch()} />;
  const data = sync.data;
  const never = !data.running && !data.lastFull && !data.lastReconcile;
  const begin = <Begin corp={corp} sync={data} ask={setAsk} />;
  return (
    <>
      {never ? (
        <div className={styles.never}>
          <Empty title={t('neverTitle')} action={begin}>
            {t('neverHint')}
          </Empty>
        </div>
      ) : (
        <>
          <Behind sync={data} />
          {data.running ? (
            <Running sync={data} ask={setAsk} />
          ) : (
            <div className={styles.begin}>{begin}</div>
          )}
          <CopyCounts sync={data} />
          <LastReconcile corp={corp} sync={data} ask={setAsk} />
          <RunHistory corp={corp} />
        </>
      )}
      <SyncDialogs corp={corp} sync={data} ask={ask} close={() => setAsk(null)} />
    </>
  );
}

interface Part {
  sync: CorpSync;
  ask: (ask: SyncAsk) => void;
}

function Begin({ corp, sync, ask }: Part & { corp: Corp }) {
  const t = useText(text);
  const may = useMay();
  if (!may('wecom.corp.manage') || corp.state !== 'active') return null;
  return (
    <>
      <Button type={sync.lastFull ? 'default' : 'primary'} onClick={() => ask('full')}>
        {t('start')}
      </Button>
      {sync.lastFull && <Button onClick={() => ask('reconcile')}>{t('reconcile')}</Button>}
    </>
  );
}

function Running({ sync, ask }: Part) {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const run = sync.running;
  if (!run) return null;
  return (
    <Section
      title={`${t('running')} · ${phrase(syncModeText[run.mode])}`}
      hint={t('startedBy', {
        who: run.startedBy?.name ?? t('nightly'),
        when: formatTime(run.startedAt, 'minute'),
      })}
      actions={
        may('wecom.corp.manage') && (
          <Button danger onClick={() => ask('stop')}>
            {t('stop')}
          </Button>
        )
      }
    >
      <RunSteps run={run} />
    </Section>
  );
}

function Behind({ sync: { behind } }: { sync: CorpSync }) {
  const t = useText(text);
  const marks = useMarks();
  if (behind.stuck > 0)
    return (
      <Callout tone="bad" title={t('stuckTitle', { n: behind.stuck })}>
        {behind.problem && (
          <>
            <code>{behind.problem.code}</code> {behind.problem.meaning}
            {marks.colon}
            {behind.problem.remedy}
          </>
        )}
      </Callout>
    );
  if (behind.waiting === 0) return <Callout tone="good">{t('behindNone')}</Callout>;
  return (
    <Callout>
      {t('behindSome', {
        n: behind.waiting,
        when: behind.oldestAt ? formatTime(behind.oldestAt, 'second') : '—',
      })}
    </Callout>
  );
}

function LastReconcile({ corp, sync, ask }: Part & { corp: Corp }) {
  const t = useText(text);
  const marks = useMarks();
  const may = useMay();
  const { lastReconcile: last, reconcileAt, nextReconcileAt } = sync;
  const plan =
    reconcileAt === null
      ? t('scheduleOff')
      : t('scheduleAt', {
          time: reconcileAt,
          when: nextReconcileAt ? formatTime(nextReconcileAt, 'minute') : '—',
        });
  return (
    <Section
      title={t('lastReconcile')}
      hint={`${t('schedule')}${marks.colon}${plan}`}
      actions={
        may('wecom.corp.manage') && (
          <Button onClick={() => ask('schedule')}>{t('scheduleTitle')}</Button>
        )
      }
    >
      {last ? (
        <Differences corp={corp} run={last} />
      ) : (
        <Empty small title={t('noReconcile')}>
          {t('noReconcileHint')}
        </Empty>
      )}
    </Section>
  );
}
