import { App, Button } from 'antd';
import { useState } from 'react';
import { useCall, useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { endMyOtherSessions, endMySession, mySessions, type SessionRow } from '../../contract.ts';
import { SessionLedger } from '../parts/SessionLedger.tsx';
import { text } from './text.ts';

export function MySessions() {
  const t = useText(text);
  const { message } = App.useApp();
  const sessions = useCall(mySessions);
  const [ask, setAsk] = useState<SessionRow | 'others' | null>(null);
  const end = useChange(endMySession);
  const endOthers = useChange(endMyOtherSessions);
  const items = sessions.data?.items ?? [];
  return (
    <Section
      title={t('sessions')}
      hint={t('sessionsHint')}
      actions={
        items.length > 1 && <Button onClick={() => setAsk('others')}>{t('endOthers')}</Button>
      }
    >
      {sessions.isError ? (
        <ErrorNote error={sessions.error} retry={() => sessions.refetch()} />
      ) : (
        <SessionLedger sessions={items} waiting={sessions.isPending ? 2 : 0} end={setAsk} />
      )}
      <Confirm
        open={ask !== null}
        close={() => setAsk(null)}
        title={t(ask === 'others' ? 'endOthersTitle' : 'endTitle')}
        consequences={[t(ask === 'others' ? 'endOthersWhat' : 'endWhat')]}
        verb={t(ask === 'others' ? 'endOthers' : 'end')}
        danger
        run={async () => {
          if (ask === 'others') await endOthers.mutateAsync({});
          else if (ask) await end.mutateAsync({ params: { id: ask.id } });
          message.success(t('ended'));
        }}
      />
    </Section>
  );
}
