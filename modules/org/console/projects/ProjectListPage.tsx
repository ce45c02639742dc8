import { Button, Checkbox, Tabs } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  listProjects,
  type Project,
  projectKinds,
  projectKindText,
  projectStates,
  projectStateText,
} from '../../contract.ts';
import { ProjectRules } from './ProjectRules.tsx';
import { ProjectAttention, ProjectStatus, useProjectPeriod } from './ProjectStatus.tsx';
import { ProjectSummary } from './ProjectSummary.tsx';
import { text } from './text.ts';

export default function ProjectListPage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const view = search.get('view') ?? 'list';
  const manage = may('org.project.manage');
  const create = (
    <Button type="primary" onClick={() => navigate('/projects/new')}>
      {t('create')}
    </Button>
  );
  return (
    <Page title={t('projects')} purpose={t('projectsPurpose')} actions={manage && create}>
      <div>
        <Tabs
          activeKey={view}
          onChange={(key) => setSearch(key === 'list' ? {} : { view: key }, { replace: true })}
          items={[
            { key: 'list', label: t('list') },
            { key: 'owners', label: t('byOwner') },
            ...(may('org.project.configure') ? [{ key: 'rules', label: t('rules') }] : []),
          ]}
        />
        {view === 'owners' ? (
          <ProjectSummary />
        ) : view === 'rules' ? (
          <ProjectRules />
        ) : (
          <Projects
            empty={
              <Empty title={t('empty')} action={manage && create}>
                {t('emptyHint')}
              </Empty>
            }
          />
        )}
      </div>
    </Page>
  );
}

function Projects({ empty }: { empty: ReactNode }) {
  const t = useText(text);
  const phrase = usePhrase();
  const period = useProjectPeriod();
  const filters = useMemo<Filter[]>(
    () => [
      {
        kind: 'choice',
        key: 'state',
        label: t('state'),
        many: true,
        options: projectStates.map((value) => ({ value, label: phrase(projectStateText[value]) })),
      },
      {
        kind: 'choice',
        key: 'kind',
        label: t('kind'),
        many: true,
        options: projectKinds.map((value) => ({ value, label: phrase(projectKindText[value]) })),
      },
      {
        kind: 'choice',
        key: 'scope',
        label: t('scope'),
        options: [
          { value: 'pilot', label: t('pilot') },
          { value: 'full', label: t('full') },
        ],
      },
      { kind: 'unit', key: 'ownerUnitId', label: t('owner') },
      {
        kind: 'own',
        key: 'attention',
        label: t('onlyAttention'),
        say: () => t('onlyAttention'),
        render: (value, set) => (
          <Checkbox
            checked={value === 'true'}
            onChange={(event) => set(event.target.checked ? 'true' : undefined)}
          >
            {t('onlyAttention')}
          </Checkbox>
        ),
      },
    ],
    [t, phrase],
  );
  const columns: Column<Project>[] = [
    { key: 'name', title: t('name'), fixed: true, sort: true, render: (row) => row.name },
    { key: 'kind', title: t('kind'), render: (row) => phrase(projectKindText[row.kind]) },
    {
      key: 'scope',
      title: t('scope'),
      render: (row) => <Tag tone={row.scope === 'pilot' ? 'accent' : 'plain'}>{t(row.scope)}</Tag>,
    },
    { key: 'owner', title: t('owner'), render: (row) => row.ownerUnit.name },
    { key: 'period', title: t('period'), sort: 'startsOn', render: period },
    {
      key: 'attention',
      title: t('attention'),
      wrap: true,
      render: (row) => <ProjectAttention project={row} />,
    },
    {
      key: 'state',
      title: t('state'),
      sort: true,
      card: 'side',
      render: (row) => <ProjectStatus state={row.state} />,
    },
  ];
  return (
    <DataTable
      id="org.projects"
      label={t('projects')}
      list={listProjects}
      search={t('search')}
      filters={filters}
      columns={columns}
      sort="-startsOn"
      rowKey={(row) => row.id}
      open={(row) => `/projects/${row.id}`}
      empty={empty}
    />
  );
}
