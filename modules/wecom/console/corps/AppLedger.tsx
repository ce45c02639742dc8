import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useMay } from '#platform/web/person.ts';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { type App, appKindText, type Corp } from '../../contract.ts';
import { KeysDialog } from '../connect/KeysDialog.tsx';
import { CorpStatus } from '../parts/CorpFrame.tsx';
import styles from './corps.module.css';
import { SecretDialog } from './SecretDialog.tsx';
import { StateDialog } from './StateDialog.tsx';
import { text } from './text.ts';

type Ask = { what: 'secret' | 'keys' | 'state'; app: App };

export function AppLedger({ corp }: { corp: Corp }) {
  const t = useText(text);
  const manage = useMay()('wecom.corp.manage');
  const columns = useAppColumns();
  const [ask, setAsk] = useState<Ask | null>(null);
  const close = () => setAsk(null);
  const of = (what: Ask['what']) => (ask?.what === what ? ask.app : null);
  if (corp.apps.length === 0) return <Empty title={t('noApps')}>{t('noAppsHint')}</Empty>;
  return (
    <>
      <Rows
        label={t('appsSection')}
        columns={columns}
        rows={corp.apps}
        rowKey={(app) => app.id}
        rowActions={
          manage
            ? (app) => (
                <span className={styles.actions}>
                  <Button size="small" onClick={() => setAsk({ what: 'secret', app })}>
                    {t('replaceSecret')}
                  </Button>
                  <Button size="small" onClick={() => setAsk({ what: 'keys', app })}>
                    {t('keys')}
                  </Button>
                  <Button
                    size="small"
                    danger={app.state === 'active'}
                    onClick={() => setAsk({ what: 'state', app })}
                  >
                    {t(app.state === 'active' ? 'stopApp' : 'startApp')}
                  </Button>
                </span>
              )
            : undefined
        }
      />
      <SecretDialog corp={corp} app={of('secret')} close={close} />
      <KeysDialog corp={corp} app={of('keys')} close={close} />
      <StateDialog corp={corp} of={of('state')} close={close} />
    </>
  );
}

function useAppColumns(): Column<App>[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(
    () => [
      { key: 'name', title: t('appName'), fixed: true, render: (app) => app.name },
      { key: 'kind', title: t('kind'), render: (app) => phrase(appKindText[app.kind]) },
      {
        key: 'agentId',
        title: t('agentId'),
        render: (app) => <span className="figures">{app.agentId ?? '—'}</span>,
      },
      { key: 'callback', title: t('callback'), render: (app) => <Callback app={app} /> },
      {
        key: 'state',
        title: t('state'),
        card: 'side',
        render: (app) => <CorpStatus state={app.state} />,
      },
    ],
    [t, phrase],
  );
}

function Callback({ app }: { app: App }) {
  const t = useText(text);
  return (
    <span className={styles.callback}>
      {app.callbackCheckedAt ? (
        <Status kind="done">
          {t('checkedAt', { when: formatTime(app.callbackCheckedAt, 'minute') })}
        </Status>
      ) : (
        <Status kind="draft">{t('unchecked')}</Status>
      )}
      {app.callbackUrl ? (
        <CopyText text={app.callbackUrl} shown={`…${app.callbackUrl.slice(-12)}`} />
      ) : (
        <small>{t('noUrl')}</small>
      )}
    </span>
  );
}
