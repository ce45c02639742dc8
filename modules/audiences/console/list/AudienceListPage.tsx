import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { type AudienceLine, listAudiences } from '../../contract.ts';
import { text } from '../text.ts';
import { useAudienceColumns, useAudienceFilters } from './table.tsx';

export default function AudienceListPage() {
  const t = useText(text);
  const navigate = useNavigate();
  const manage = useMay()('audiences.audience.manage');
  const create = manage && (
    <Button type="primary" onClick={() => navigate('/audiences/new')}>
      {t('create')}
    </Button>
  );
  const upload = manage && (
    <Button onClick={() => navigate('/audiences/lists/new')}>{t('upload')}</Button>
  );
  const copy = (audience: AudienceLine) =>
    audience.kind === 'rule' && (
      <Button
        size="small"
        aria-label={`${t('copyOf')} ${audience.name}`}
        onClick={() => navigate(`/audiences/new?from=${audience.id}`)}
      >
        {t('copyOf')}
      </Button>
    );
  return (
    <Page
      title={t('audiences')}
      purpose={t('purpose')}
      actions={
        <>
          {upload}
          {create}
        </>
      }
    >
      <DataTable
        id="audiences.audiences"
        label={t('list')}
        list={listAudiences}
        search={t('search')}
        sort="-changedAt"
        filters={useAudienceFilters()}
        columns={useAudienceColumns()}
        rowKey={(audience) => audience.id}
        open={(audience) => `/audiences/${audience.id}`}
        every={15}
        rowActions={manage ? copy : undefined}
        empty={
          <Empty
            title={t('none')}
            action={
              <>
                {upload} {create}
              </>
            }
          >
            {t('noneHint')}
          </Empty>
        }
      />
    </Page>
  );
}
