import { App, Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useCall, useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { useMay } from '#platform/web/person.ts';
import { useText } from '#platform/web/text/lang.ts';
import { type Audience, archiveAudience, audienceUses, takeSnapshot } from '../../contract.ts';
import { text } from './text.ts';

export function AudienceActions({ audience }: { audience: Audience }) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const manage = useMay()('audiences.audience.manage');
  const freeze = useChange(takeSnapshot);
  const archive = useChange(archiveAudience);
  const [asking, setAsking] = useState<'freeze' | 'archive' | null>(null);
  const params = { id: audience.id };
  const uses = useCall(audienceUses, { params }, { enabled: asking === 'archive' });
  const active = uses.data?.items.filter((use) => use.active).length ?? 0;
  if (!manage) return null;
  const gone = audience.state === 'archived';
  const close = () => setAsking(null);
  return (
    <>
      {!gone && audience.state !== 'draft' && (
        <Button onClick={() => setAsking('freeze')}>{t('freeze')}</Button>
      )}
      {!gone && !audience.ready && (
        <Button onClick={() => setAsking('archive')}>{t('archive')}</Button>
      )}
      {audience.kind === 'rule' && (
        <Button
          type={audience.ready ? 'primary' : 'default'}
          onClick={() => navigate(`/audiences/new?from=${audience.id}`)}
        >
          {t('copy')}
        </Button>
      )}
      {!gone && audience.kind === 'rule' && !audience.ready && (
        <Button type="primary" onClick={() => navigate(`/audiences/${audience.id}/edit`)}>
          {t('edit')}
        </Button>
      )}
      <Confirm
        open={asking === 'freeze'}
        close={close}
        title={t('freezeTitle', { name: audience.name })}
        consequences={[t('freezeWhat')]}
        verb={t('freeze')}
        run={async () => {
          await freeze.mutateAsync({ params });
          message.success(t('frozen'));
          navigate(`/audiences/${audience.id}?view=frozen`);
        }}
      />
      <Confirm
        open={asking === 'archive'}
        close={close}
        title={t('archiveTitle', { name: audience.name })}
        consequences={[t('archiveWhat'), ...(active > 0 ? [t('archiveUsed', { n: active })] : [])]}
        verb={t('archive')}
        danger
        run={async () => {
          await archive.mutateAsync({ params });
          message.success(t('archived'));
        }}
      />
    </>
  );
}
