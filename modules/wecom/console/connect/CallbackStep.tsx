import { Button } from 'antd';
import { useState } from 'react';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useChange } from '#platform/web/api.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { type AppId, renewCallbackKeys } from '../../contract.ts';
import styles from './connect.module.css';
import { KeyFacts } from './KeyFacts.tsx';
import type { StepProps } from './StepBody.tsx';
import { text } from './text.ts';

/** Address and keys to paste; done when WeCom has called the address. */
export function CallbackStep({ corp, step }: StepProps) {
  const t = useText(text);
  const [keys, setKeys] = useState<Reply<typeof renewCallbackKeys> | null>(null);
  const renew = useChange(renewCallbackKeys, { onSuccess: setKeys });
  const done = step.state === 'done';
  const params = { id: corp.id, appId: step.app?.id as AppId };
  return (
    <section className={styles.form}>
      <h3>{t('here')}</h3>
      <KeyFacts url={step.paste} keys={keys} />
      {renew.error && <ErrorNote error={renew.error} />}
      {keys ? (
        <Callout tone="warn">{t('keysOnce')}</Callout>
      ) : (
        <div>
          <Button
            type={done ? 'default' : 'primary'}
            loading={renew.isPending}
            disabled={step.paste === null}
            onClick={() => renew.mutate({ params })}
          >
            {t(done ? 'makeKeysAgain' : 'makeKeys')}
          </Button>
        </div>
      )}
      {done ? (
        <Callout tone="good">{t('received')}</Callout>
      ) : (
        keys && <Callout>{t('waiting')}</Callout>
      )}
    </section>
  );
}
