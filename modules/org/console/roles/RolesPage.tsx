import { Button, Checkbox, Tabs } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Status, Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { RowCards } from '#platform/web/table/RowCards.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import { listRoles, type Role, reachText } from '../../contract.ts';
import { RoleMatrix } from './RoleMatrix.tsx';
import styles from './roles.module.css';
import { text } from './text.ts';

export default function RolesPage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [retired, setRetired] = useState(false);
  const roles = useCall(listRoles, { query: { retired: String(retired) } }, { keep: true });
  const view = search.get('view') === 'matrix' ? 'matrix' : 'list';
  const manage = may('org.role.manage');
  const items = roles.data?.items ?? [];
  return (
    <Page
      title={t('roles')}
      purpose={t('rolesPurpose')}
      actions={
        <>
          <Button onClick={() => navigate('/grants')}>{t('grants')}</Button>
          {manage && <Button onClick={() => navigate('/roles/new')}>{t('create')}</Button>}
          {manage && (
            <Button type="primary" onClick={() => navigate('/grants/new')}>
              {t('grant')}
            </Button>
          )}
        </>
      }
    >
      <div>
        <Tabs
          activeKey={view}
          onChange={(key) => setSearch(key === 'matrix' ? { view: key } : {}, { replace: true })}
          items={[
            { key: 'list', label: t('list') },
            { key: 'matrix', label: t('matrix') },
          ]}
        />
        {roles.isError ? (
          <ErrorNote error={roles.error} retry={() => roles.refetch()} />
        ) : roles.isSuccess && items.length === 0 ? (
          <Empty title={t('none')}>{t('noneHint')}</Empty>
        ) : view === 'matrix' ? (
          <RoleMatrix roles={items} />
        ) : (
          <RoleList roles={items} waiting={roles.isPending ? 6 : 0} />
        )}
      </div>
      <Checkbox checked={retired} onChange={(event) => setRetired(event.target.checked)}>
        {t('showRetired')}
      </Checkbox>
    </Page>
  );
}

function RoleList({ roles, waiting }: { roles: readonly Role[]; waiting: number }) {
  const t = useText(text);
  const phrase = usePhrase();
  const phone = usePhone();
  const navigate = useNavigate();
  const columns = useMemo<Column<Role>[]>(
    () => [
      {
        key: 'name',
        title: t('role'),
        fixed: true,
        wrap: true,
        render: (role) => (
          <span className={styles.roleName}>
            <span>{phrase(role.name)}</span>
            {role.description && <small>{phrase(role.description)}</small>}
          </span>
        ),
      },
      { key: 'code', title: t('code'), card: 'none', render: (role) => <code>{role.code}</code> },
      { key: 'reach', title: t('reach'), render: (role) => phrase(reachText[role.reach]) },
      {
        key: 'permissions',
        title: t('permissions'),
        align: 'right',
        render: (role) => t('permissionsOf', { n: role.permissions.length }),
      },
      {
        key: 'holders',
        title: t('holders'),
        align: 'right',
        render: (role) => t('holdersCount', { n: formatNumber(role.holders) }),
      },
      {
        key: 'origin',
        title: t('origin'),
        card: 'none',
        render: (role) => <Tag>{t(role.builtIn ? 'builtIn' : 'custom')}</Tag>,
      },
      {
        key: 'state',
        title: t('state'),
        card: 'side',
        render: (role) => <RoleStatus role={role} />,
      },
    ],
    [t, phrase],
  );
  const List = phone ? RowCards : Ledger;
  return (
    <List
      label={t('roles')}
      columns={columns}
      rows={roles}
      waiting={waiting}
      rowKey={(role) => role.id}
      onOpen={(role) => navigate(`/roles/${role.id}`)}
    />
  );
}

export function RoleStatus({ role }: { role: Role }) {
  const t = useText(text);
  if (role.pendingApprovalId) return <Status kind="waiting">{t('pending')}</Status>;
  return role.state === 'active' ? (
    <Status kind="active">{t('active')}</Status>
  ) : (
    <Status kind="ended">{t('retired')}</Status>
  );
}
