import { Button } from 'antd';
import { useState } from 'react';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { useText } from '#platform/web/text/lang.ts';
import { useUnitPath } from '#platform/web/units.ts';
import type { Corp } from '../../contract.ts';
import { CorpFrame, CorpStatus } from '../parts/CorpFrame.tsx';
import { AppLedger } from './AppLedger.tsx';
import { AppDialog, ChangeCorpDialog } from './CorpForms.tsx';
import { StateDialog } from './StateDialog.tsx';
import { text } from './text.ts';

/** What a corp is called, its apps, and what is replaced or stopped. */
export default function AppsPage() {
  return <CorpFrame view="apps">{(corp) => <Apps corp={corp} />}</CorpFrame>;
}

function Apps({ corp }: { corp: Corp }) {
  const t = useText(text);
  const manage = useMay()('wecom.corp.manage');
  const unit = useUnitPath(corp.unitId);
  const [ask, setAsk] = useState<'change' | 'state' | 'app' | null>(null);
  const close = () => setAsk(null);
  return (
    <>
      <Section
        title={t('corpFacts')}
        actions={
          manage && (
            <>
              <Button onClick={() => setAsk('change')}>{t('change')}</Button>
              <Button danger={corp.state === 'active'} onClick={() => setAsk('state')}>
                {t(corp.state === 'active' ? 'stop' : 'start')}
              </Button>
            </>
          )
        }
      >
        <Facts
          items={[
            { label: t('name'), value: corp.name },
            { label: t('corpid'), value: <code>{corp.corpid}</code> },
            { label: t('unit'), value: unit.data?.at(-1)?.name ?? '—' },
            { label: t('state'), value: <CorpStatus state={corp.state} /> },
            { label: t('baseUrl'), value: <code>{corp.baseUrl}</code> },
          ]}
        />
      </Section>
      <Section
        title={t('appsSection')}
        hint={t('appsHint')}
        actions={manage && <Button onClick={() => setAsk('app')}>{t('addApp')}</Button>}
      >
        <AppLedger corp={corp} />
      </Section>
      <ChangeCorpDialog corp={corp} open={ask === 'change'} close={close} />
      <AppDialog corp={corp} open={ask === 'app'} close={close} />
      <StateDialog corp={corp} of={ask === 'state' ? 'corp' : null} close={close} />
    </>
  );
}
