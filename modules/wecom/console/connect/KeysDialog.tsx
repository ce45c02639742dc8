import { Button, Modal } from 'antd';
import { useState } from 'react';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { type App, type Corp, renewCallbackKeys } from '../../contract.ts';
import styles from './connect.module.css';
import { KeyFacts } from './KeyFacts.tsx';
import { text } from './text.ts';

/** New keys of an app's callback: asked first, shown once, not closed by a click beside them. */
export function KeysDialog({
  corp,
  app,
  close,
}: {
  corp: Corp;
  app: App | null;
  close: () => void;
}) {
  const t = useText(text);
  const renew = useChange(renewCallbackKeys);
  const [keys, setKeys] = useState<Reply<typeof renewCallbackKeys> | null>(null);
  return (
    <>
      <Confirm
        open={app !== null}
        close={close}
        title={t('renewTitle', { name: app?.name ?? '' })}
        consequences={[t('renewWhat'), t('renewOld')]}
        verb={t('makeKeysAgain')}
        run={async () => {
          if (!app) return;
          setKeys(await renew.mutateAsync({ params: { id: corp.id, appId: app.id } }));
        }}
      />
      <Modal
        open={keys !== null}
        title={t('keysTitle')}
        closable={false}
        keyboard={false}
        mask={{ closable: false }}
        width={560}
        footer={
          <Button type="primary" onClick={() => setKeys(null)}>
            {t('keysDone')}
          </Button>
        }
      >
        {keys && (
          <div className={styles.form}>
            <KeyFacts url={keys.url} keys={keys} />
            <Callout tone="warn">{t('keysOnce')}</Callout>
          </div>
        )}
      </Modal>
    </>
  );
}
