import { App, Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useCall, useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage, SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import {
  getRole,
  listGrants,
  listPermissions,
  type Role,
  type RoleId,
  reachText,
  requestApproval,
  roleChangeKind,
} from '../../contract.ts';
import { GrantActions } from './GrantActions.tsx';
import { useGrantColumns } from './grant-columns.tsx';
import { PermissionList } from './PermissionPicker.tsx';
import { RoleStatus } from './RolesPage.tsx';
import { text } from './text.ts';

export default function RolePage() {
  const t = useText(text);
  const { id } = useParams();
  const role = useCall(getRole, { params: { id: id as RoleId } });
  if (role.isPending) return <SkeletonPage />;
  if (role.isError)
    return (
      <Page title={t('role')} crumbs={[{ label: t('roles'), to: '/roles' }]}>
        <ErrorNote error={role.error} retry={() => role.refetch()} />
      </Page>
    );
  return <OneRole key={id} role={role.data} />;
}

function OneRole({ role }: { role: Role }) {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const navigate = useNavigate();
  const [retiring, setRetiring] = useState(false);
  const open = role.state === 'active';
  const manage = may('org.role.manage') && open;
  return (
    <Page
      title={phrase(role.name)}
      aside={<RoleStatus role={role} />}
      purpose={role.description && phrase(role.description)}
      crumbs={[{ label: t('roles'), to: '/roles' }, { label: role.code }]}
      actions={
        manage && (
          <>
            <Button type="primary" onClick={() => navigate(`/grants/new?role=${role.id}`)}>
              {t('grant')}
            </Button>
            {!role.pendingApprovalId && (
              <>
                <Button onClick={() => navigate(`/roles/${role.id}/edit`)}>{t('edit')}</Button>
                {!role.builtIn && (
                  <Button danger onClick={() => setRetiring(true)}>
                    {t('retire')}
                  </Button>
                )}
              </>
            )}
          </>
        )
      }
    >
      {role.pendingApprovalId && (
        <Callout
          tone="warn"
          title={t('pending')}
          action={<Link to={`/approvals/${role.pendingApprovalId}`}>{t('seeApproval')}</Link>}
        >
          {t('pendingNote')}
        </Callout>
      )}
      <Facts
        items={[
          { label: t('code'), value: <code>{role.code}</code> },
          { label: t('reach'), value: phrase(reachText[role.reach]) },
          { label: t('origin'), value: <Tag>{t(role.builtIn ? 'builtIn' : 'custom')}</Tag> },
          { label: t('holders'), value: t('holdersCount', { n: formatNumber(role.holders) }) },
          { label: t('version'), value: t('versionNo', { n: role.version }) },
        ]}
      />
      <Held role={role} />
      <Holders role={role} />
      <Retire role={role} open={retiring} close={() => setRetiring(false)} />
    </Page>
  );
}

function Held({ role }: { role: Role }) {
  const t = useText(text);
  const all = useCall(listPermissions);
  return (
    <Section title={t('permissions')}>
      {all.isPending ? (
        <SkeletonText lines={6} />
      ) : all.isError ? (
        <ErrorNote error={all.error} retry={() => all.refetch()} />
      ) : role.permissions.length === 0 ? (
        <Empty small title={t('noPermissions')} />
      ) : (
        <PermissionList permissions={role.permissions} all={all.data.items} />
      )}
    </Section>
  );
}

function Holders({ role }: { role: Role }) {
  const t = useText(text);
  const may = useMay();
  const columns = useGrantColumns({ role: false, state: false });
  return (
    <Section title={t('holders')} hint={t('holdersHint')}>
      <DataTable
        id="org.role.holders"
        label={t('holders')}
        list={listGrants}
        query={{ role: role.id, state: 'active' }}
        search={t('searchGrants')}
        sort="staff"
        columns={columns}
        rowKey={(grant) => grant.id}
        rowActions={may('org.role.manage') ? (grant) => <GrantActions grant={grant} /> : undefined}
        empty={
          <Empty small title={t('noHolders')}>
            {t('noHoldersHint')}
          </Empty>
        }
      />
    </Section>
  );
}

/** Retiring is a change like any other: another person approves it. */
function Retire({ role, open, close }: { role: Role; open: boolean; close: () => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const request = useChange(requestApproval);
  return (
    <Confirm
      open={open}
      close={close}
      title={t('retireTitle', { name: phrase(role.name) })}
      consequences={[
        t('retireApproval'),
        ...(role.holders > 0 ? [t('retireHolders', { n: role.holders })] : []),
        t('retireKept'),
      ]}
      verb={t('submit')}
      danger
      reason={t('reason')}
      run={async (note) => {
        const { id, version, code, name, description, permissions, reach } = role;
        const made = await request.mutateAsync({
          body: {
            kind: roleChangeKind,
            payload: {
              roleId: id,
              version,
              code,
              name,
              description,
              permissions,
              reach,
              state: 'retired',
            },
            note,
          },
        });
        message.success(t('submitted'));
        navigate(`/approvals/${made.id}`);
      }}
    />
  );
}
