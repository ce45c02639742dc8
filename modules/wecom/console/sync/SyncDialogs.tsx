import { App as AntApp, Input } from 'antd';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type Corp,
  type CorpSync,
  cancelSync,
  setSyncSchedule,
  startSync,
  syncModeText,
} from '../../contract.ts';
import { Schedule } from './schedule.ts';
import { text } from './text.ts';

export type SyncAsk = 'full' | 'reconcile' | 'stop' | 'schedule';

/** What one may do to the copy, each with what it means. */
export function SyncDialogs({
  corp,
  sync,
  ask,
  close,
}: {
  corp: Corp;
  sync: CorpSync;
  ask: SyncAsk | null;
  close: () => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = AntApp.useApp();
  const start = useChange(startSync);
  const cancel = useChange(cancelSync);
  const schedule = useChange(setSyncSchedule);
  const params = { id: corp.id };
  const { running } = sync;
  const begin = async (mode: 'full' | 'reconcile') => {
    await start.mutateAsync({ params, body: { mode } });
    message.success(t('started'));
  };
  return (
    <>
      <Confirm
        open={ask === 'full'}
        close={close}
        title={t('startTitle')}
        consequences={[t('startWhat'), t('startLong'), t('startMeanwhile')]}
        verb={t('start')}
        run={() => begin('full')}
      />
      <Confirm
        open={ask === 'reconcile'}
        close={close}
        title={t('reconcileTitle')}
        consequences={[t('reconcileWhat'), t('startLong')]}
        verb={t('reconcile')}
        run={() => begin('reconcile')}
      />
      <Confirm
        open={ask === 'stop' && running !== null}
        close={close}
        danger
        title={t('stopTitle', { mode: running ? phrase(syncModeText[running.mode]) : '' })}
        consequences={[t('stopWhat')]}
        verb={t('stop')}
        run={async () => {
          if (!running) return;
          await cancel.mutateAsync({ params: { ...params, runId: running.id } });
          message.success(t('stopped'));
        }}
      />
      <FormDialog
        open={ask === 'schedule'}
        close={close}
        id="wecom.sync.schedule"
        title={t('scheduleTitle')}
        schema={Schedule}
        initial={{ reconcileAt: sync.reconcileAt ?? undefined }}
        submit={t('change')}
        onSubmit={async ({ reconcileAt }) => {
          await schedule.mutateAsync({ params, body: { reconcileAt: reconcileAt ?? null } });
          message.success(t('saved'));
        }}
      >
        <Field name="reconcileAt" label={t('scheduleField')} hint={t('scheduleHint')} optional>
          <Input maxLength={5} placeholder="02:30" />
        </Field>
      </FormDialog>
    </>
  );
}
