import { App, Button } from 'antd';
import { useState } from 'react';
import { useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { type Grant, reviewGrant, revokeGrant } from '../../contract.ts';
import { text } from './text.ts';

/** Confirms that a grant is still needed, or takes it back at once. */
export function GrantActions({ grant }: { grant: Grant }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const [ask, setAsk] = useState<'revoke' | 'review' | null>(null);
  const revoke = useChange(revokeGrant);
  const review = useChange(reviewGrant);
  if (grant.state !== 'active') return null;
  const values = { name: grant.staff.name, role: phrase(grant.role.name), unit: grant.unit.name };
  const params = { id: grant.id };
  return (
    <>
      <Button type="text" size="small" onClick={() => setAsk('review')}>
        {t('review')}
      </Button>
      <Button type="text" size="small" danger onClick={() => setAsk('revoke')}>
        {t('revoke')}
      </Button>
      <Confirm
        open={ask === 'revoke'}
        close={() => setAsk(null)}
        title={t('revokeTitle', values)}
        consequences={[t('revokeNow'), t('revokeWhere', values), t('revokeAgain')]}
        verb={t('revoke')}
        danger
        reason={t('reason')}
        run={async (reason) => {
          await revoke.mutateAsync({ params, body: { reason } });
          message.success(t('revoked'));
        }}
      />
      <Confirm
        open={ask === 'review'}
        close={() => setAsk(null)}
        title={t('reviewTitle', values)}
        consequences={[t('reviewWhat')]}
        verb={t('review')}
        reason={t('reviewReason')}
        run={async (reason) => {
          await review.mutateAsync({ params, body: { reason } });
          message.success(t('reviewed'));
        }}
      />
    </>
  );
}
