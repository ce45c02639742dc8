import { App, Button } from 'antd';
import { useState } from 'react';
import { useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { useMay } from '#platform/web/person.ts';
import { useText } from '#platform/web/text/lang.ts';
import { approveErasure, type RightsRequest, refuseRequest } from '../../contract.ts';
import { CorrectDialog } from './CorrectDialog.tsx';
import styles from './rights.module.css';
import { text } from './text.ts';

/** How a request that waits for somebody is closed. */
export function RequestActions({ request }: { request: RightsRequest }) {
  const t = useText(text);
  const may = useMay();
  const { message } = App.useApp();
  const erase = useChange(approveErasure);
  const refuse = useChange(refuseRequest);
  const [ask, setAsk] = useState<'correct' | 'erase' | 'refuse' | null>(null);
  const close = () => setAsk(null);
  const params = { requestId: request.id };
  return (
    <div className={styles.inline}>
      {request.right === 'correction' && may('customers.rights.manage') && (
        <Button type="primary" onClick={() => setAsk('correct')}>
          {t('correct')}
        </Button>
      )}
      {request.right === 'erasure' && may('customers.rights.erase') && (
        <Button type="primary" danger onClick={() => setAsk('erase')}>
          {t('erase')}
        </Button>
      )}
      {may('customers.rights.manage') && (
        <Button onClick={() => setAsk('refuse')}>{t('refuse')}</Button>
      )}
      <CorrectDialog request={ask === 'correct' ? request : null} close={close} />
      <Confirm
        open={ask === 'erase'}
        close={close}
        danger
        title={t('eraseTitle', { name: request.customer })}
        consequences={[t('eraseWhat'), t('eraseKept'), t('eraseProof')]}
        verb={t('erase')}
        type={t('eraseWord')}
        reason={t('eraseAnswer')}
        run={async (answer) => {
          await erase.mutateAsync({ params, body: { answer } });
          message.success(t('erasing'));
        }}
      />
      <Confirm
        open={ask === 'refuse'}
        close={close}
        title={t('refuseTitle')}
        consequences={[t('refuseWhat')]}
        verb={t('refuse')}
        reason={t('refuseReason')}
        run={async (answer) => {
          await refuse.mutateAsync({ params, body: { answer } });
          message.success(t('refused'));
        }}
      />
    </div>
  );
}
