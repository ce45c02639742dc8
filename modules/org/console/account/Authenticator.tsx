import { App, Button } from 'antd';
import { useState } from 'react';
import { useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { removeTotp, renewRecoveryCodes, type Session } from '../../contract.ts';
import styles from './account.module.css';
import { Enrolment, RecoveryCodes } from './Enrolment.tsx';
import { text } from './text.ts';

const FEW = 3;

/** The second proof beside the password. */
export function Authenticator({ session }: { session: Session }) {
  const t = useText(text);
  const { message } = App.useApp();
  const [ask, setAsk] = useState<'enrol' | 'remove' | 'renew' | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const remove = useChange(removeTotp);
  const renew = useChange(renewRecoveryCodes);
  const close = () => setAsk(null);
  const on = session.totpEnabled;
  return (
    <Section
      title={t('totp')}
      hint={t('totpHint')}
      actions={
        on ? (
          <>
            <Button onClick={() => setAsk('renew')}>{t('renew')}</Button>
            <Button onClick={() => setAsk('remove')}>{t('remove')}</Button>
          </>
        ) : (
          <Button type="primary" onClick={() => setAsk('enrol')}>
            {t('enrol')}
          </Button>
        )
      }
    >
      <div className={styles.state}>
        <Status kind={on ? 'done' : 'draft'}>{t(on ? 'totpOn' : 'totpOff')}</Status>
        {on && <span>{t('codesLeft', { n: session.recoveryCodesLeft })}</span>}
      </div>
      {on && session.recoveryCodesLeft < FEW && <Callout tone="warn">{t('codesFew')}</Callout>}
      <Enrolment open={ask === 'enrol'} close={close} />
      <RecoveryCodes codes={codes} done={() => setCodes(null)} />
      <Confirm
        open={ask === 'remove'}
        close={close}
        title={t('removeTitle')}
        consequences={[t('removeWhat')]}
        verb={t('remove')}
        danger
        run={async () => {
          await remove.mutateAsync({});
          message.success(t('removed'));
        }}
      />
      <Confirm
        open={ask === 'renew'}
        close={close}
        title={t('renewTitle')}
        consequences={[t('renewWhat')]}
        verb={t('renew')}
        run={async () => setCodes((await renew.mutateAsync({})).recoveryCodes)}
      />
    </Section>
  );
}
