import { Button, Tabs } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { useText } from '#platform/web/text/lang.ts';
import { GateOrder } from './GateOrder.tsx';
import { TouchTable } from './plans/TouchTable.tsx';
import { text } from './text.ts';

/** The one door out of the bank: how it judges, and what it decided. */
export default function GatePage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const view = search.get('view') === 'decisions' ? 'decisions' : 'order';
  const actions = (
    <>
      <Button onClick={() => navigate('/outreach/settings')}>{t('toSettings')}</Button>
      {may('outreach.gate.test') && (
        <Button type="primary" onClick={() => navigate('/outreach/try')}>
          {t('tryIt')}
        </Button>
      )}
    </>
  );
  return (
    <Page title={t('gate')} purpose={t('gatePurpose')} actions={actions}>
      <div>
        <Tabs
          activeKey={view}
          onChange={(key) => setSearch(key === 'order' ? {} : { view: key }, { replace: true })}
          items={[
            { key: 'order', label: t('order') },
            { key: 'decisions', label: t('decisions') },
          ]}
        />
        {view === 'order' ? <GateOrder /> : <TouchTable />}
      </div>
    </Page>
  );
}
