import { Button, Checkbox } from 'antd';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  Employment,
  employmentText,
  GrantState,
  grantStateText,
  listGrants,
  listRoles,
} from '../../contract.ts';
import { GrantActions } from './GrantActions.tsx';
import { useGrantColumns } from './grant-columns.tsx';
import { text } from './text.ts';

export default function GrantsPage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const filters = useGrantFilters();
  const columns = useGrantColumns({});
  const manage = may('org.role.manage');
  const grant = (
    <Button type="primary" onClick={() => navigate('/grants/new')}>
      {t('grant')}
    </Button>
  );
  return (
    <Page title={t('grantsTitle')} purpose={t('grantsPurpose')} actions={manage && grant}>
      <DataTable
        id="org.grants"
        label={t('grantsTitle')}
        list={listGrants}
        search={t('searchGrants')}
        filters={filters}
        columns={columns}
        sort="-createdAt"
        rowKey={(row) => row.id}
        rowActions={manage ? (row) => <GrantActions grant={row} /> : undefined}
        empty={
          <Empty title={t('noGrants')} action={manage && grant}>
            {t('noGrantsHint')}
          </Empty>
        }
      />
    </Page>
  );
}

function useGrantFilters(): Filter[] {
  const t = useText(text);
  const phrase = usePhrase();
  const roles = useCall(listRoles, { query: { retired: 'true' } }).data?.items;
  return useMemo(() => {
    const only = (key: string, label: string): Filter => ({
      kind: 'own',
      key,
      label,
      say: () => label,
      render: (value, set) => (
        <Checkbox
          checked={value === 'true'}
          onChange={(event) => set(event.target.checked ? 'true' : undefined)}
        >
          {label}
        </Checkbox>
      ),
    });
    return [
      { kind: 'unit', key: 'under', label: t('unit') },
      {
        kind: 'choice',
        key: 'role',
        label: t('role'),
        many: true,
        options: (roles ?? []).map(({ id, name }) => ({ value: id, label: phrase(name) })),
      },
      {
        kind: 'choice',
        key: 'employment',
        label: t('employment'),
        options: Employment.options.map((value) => ({
          value,
          label: phrase(employmentText[value]),
        })),
      },
      {
        kind: 'choice',
        key: 'state',
        label: t('state'),
        many: true,
        options: GrantState.options.map((value) => ({
          value,
          label: phrase(grantStateText[value]),
        })),
      },
      only('reviewDue', t('onlyReview')),
      only('broader', t('onlyBroader')),
    ];
  }, [t, phrase, roles]);
}
