import { App, Button } from 'antd';
import { useState } from 'react';
import { cancelImport, type ImportDetail } from '#platform/contract/import.ts';
import { useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { TaskProgress } from '#platform/web/task/TaskProgress.tsx';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { text } from './text.ts';

/** Reading, checking or importing: how far, and that it may be left. */
export function ImportProgress({ found }: { found: ImportDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const [stopping, setStopping] = useState(false);
  const cancel = useChange(cancelImport);
  const now = useBusinessNow();
  const { task } = found;
  const applying = found.state === 'applying';
  return (
    <>
      <TaskProgress
        task={{
          title: t(applying ? 'applyingTitle' : 'checkingTitle'),
          state: t(found.state),
          kind: 'running',
          done: task?.done ?? 0,
          total: task?.total ?? null,
          unit: t('rowsUnit'),
          ...(task?.startedAt
            ? { elapsed: Math.max(0, (now.getTime() - Date.parse(task.startedAt)) / 1000) }
            : {}),
          secondsLeft: task?.secondsLeft ?? null,
          result: task?.message && phrase(task.message),
        }}
        actions={
          <Button size="small" onClick={() => setStopping(true)}>
            {t('stop')}
          </Button>
        }
      />
      <p>{t('leaveHint')}</p>
      <Confirm
        open={stopping}
        close={() => setStopping(false)}
        title={t(applying ? 'stopTitle' : 'discardTitle')}
        consequences={[t(applying ? 'stopKept' : 'discardWhat')]}
        verb={t(applying ? 'stop' : 'discard')}
        danger
        run={async () => {
          await cancel.mutateAsync({ params: { id: found.id } });
          message.success(t('discarded'));
        }}
      />
    </>
  );
}
