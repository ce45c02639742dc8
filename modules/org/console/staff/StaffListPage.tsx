import { Button } from 'antd';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { PersonTag } from '#platform/web/show/PersonTag.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  Employment,
  employmentText,
  exportStaff,
  LICENCE_SOON_DAYS,
  licenceKinds,
  licenceKindText,
  listRoles,
  listStaff,
  type Staff,
  StaffState,
  staffStateText,
} from '../../contract.ts';
import { RoleTags } from '../parts/RoleTags.tsx';
import { LicenceStatus } from './LicenceStatus.tsx';
import { licenceWords } from './licence-text.ts';
import { StaffStatus } from './StaffStatus.tsx';
import { text } from './text.ts';

export default function StaffListPage() {
  const t = useText(text);
  const l = useText(licenceWords);
  const may = useMay();
  const navigate = useNavigate();
  const filters = useStaffFilters();
  const columns = useStaffColumns();
  const manage = may('org.staff.manage');
  const importing = manage && may('platform.import.run');
  const create = (
    <Button type="primary" onClick={() => navigate('/staff/new')}>
      {t('create')}
    </Button>
  );
  const bring = (
    <Button onClick={() => navigate('/imports/new?kind=org.staff')}>{t('importStaff')}</Button>
  );
  const bringLicences = (
    <Button onClick={() => navigate('/imports/new?kind=org.licence')}>{l('bring')}</Button>
  );
  return (
    <Page
      title={t('staff')}
      purpose={t('staffPurpose')}
      actions={
        <>
          {importing && bringLicences}
          {importing && bring}
          {manage && create}
        </>
      }
    >
      <DataTable
        id="org.staff"
        label={t('list')}
        list={listStaff}
        {...(may('org.staff.export') ? { exportBy: exportStaff } : {})}
        search={t('search')}
        filters={filters}
        columns={columns}
        rowKey={(staff) => staff.id}
        sort="number"
        open={(staff) => `/staff/${staff.id}`}
        empty={
          <Empty
            title={t('empty')}
            action={
              manage && (
                <>
                  {importing && bring} {create}
                </>
              )
            }
          >
            {manage && t('emptyHint')}
          </Empty>
        }
      />
    </Page>
  );
}

function useStaffFilters(): Filter[] {
  const t = useText(text);
  const l = useText(licenceWords);
  const phrase = usePhrase();
  const may = useMay();
  const roles = useCall(listRoles, {}, { enabled: may('org.role.read') }).data?.items;
  return useMemo(
    () => [
      { kind: 'unit', key: 'under', label: t('unit') },
      {
        kind: 'choice',
        key: 'state',
        label: t('state'),
        many: true,
        options: StaffState.options.map((value) => ({
          value,
          label: phrase(staffStateText[value]),
        })),
      },
      ...(roles
        ? [
            {
              kind: 'choice' as const,
              key: 'role',
              label: t('roles'),
              many: true,
              options: roles.map((role) => ({ value: role.id, label: phrase(role.name) })),
            },
          ]
        : []),
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
        key: 'licence',
        label: l('filter'),
        options: [
          ...licenceKinds.map((kind) => ({
            value: `without_${kind}`,
            label: l('without', { kind: phrase(licenceKindText[kind]) }),
          })),
          { value: 'ends_soon', label: l('soon', { n: LICENCE_SOON_DAYS }) },
          { value: 'lapsed', label: l('lapsed') },
        ],
      },
    ],
    [t, l, phrase, roles],
  );
}

function useStaffColumns(): Column<Staff>[] {
  const t = useText(text);
  const l = useText(licenceWords);
  const phrase = usePhrase();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('name'),
        fixed: true,
        sort: true,
        width: 180,
        render: (staff) => (
          <PersonTag name={staff.name} detail={staff.number} gone={staff.state === 'left'} />
        ),
      },
      { key: 'unit', title: t('unit'), sort: true, render: (staff) => staff.unit.name },
      { key: 'title', title: t('title'), sort: true, render: (staff) => staff.title ?? '—' },
      {
        key: 'roles',
        title: t('roles'),
        render: (staff) => <RoleTags roles={staff.roles} none={t('noRole')} />,
      },
      {
        key: 'licences',
        title: l('licences'),
        hidden: true,
        wrap: true,
        render: ({ licences }) =>
          licences.length === 0
            ? '—'
            : licences.map(({ kind, state }) => (
                <div key={kind}>
                  {phrase(licenceKindText[kind])} <LicenceStatus state={state} />
                </div>
              )),
      },
      {
        key: 'phone',
        title: t('phone'),
        render: (staff) => <span className="figures">{staff.phone ?? '—'}</span>,
      },
      {
        key: 'email',
        title: t('email'),
        hidden: true,
        render: (staff) => staff.email ?? '—',
      },
      {
        key: 'wecom',
        title: t('wecom'),
        hidden: true,
        render: (staff) => staff.wecomUserId ?? '—',
      },
      {
        key: 'state',
        title: t('state'),
        sort: true,
        card: 'side',
        render: (staff) => <StaffStatus state={staff.state} />,
      },
      {
        key: 'lastSignInAt',
        title: t('lastSignIn'),
        card: 'none',
        sort: true,
        render: (staff) =>
          staff.lastSignInAt ? <DateTime at={staff.lastSignInAt} show="relative" /> : t('never'),
      },
      {
        key: 'createdAt',
        title: t('created'),
        sort: true,
        hidden: true,
        render: (staff) => <DateTime at={staff.createdAt} style="day" />,
      },
    ],
    [t, l, phrase],
  );
}
