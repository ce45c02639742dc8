import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useCall } from '#platform/web/api.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { listSites, type Site } from '../../contract.ts';
import { InstallDialog } from './InstallDialog.tsx';
import { type Ask, SiteDialogs } from './SiteDialogs.tsx';
import { text } from './text.ts';

export default function SitesPage() {
  const t = useText(text);
  const may = useMay();
  const sites = useCall(listSites, {}, { every: 30 });
  const [ask, setAsk] = useState<Ask | null>(null);
  const [install, setInstall] = useState<Site | null>(null);
  const mine = may('tracking.site.manage');
  const add = mine && (
    <Button type="primary" onClick={() => setAsk({ what: 'add' })}>
      {t('add')}
    </Button>
  );
  const columns = useSiteColumns();
  return (
    <Page title={t('title')} purpose={t('purpose')} actions={add}>
      {sites.isError && !sites.data ? (
        <ErrorNote error={sites.error} retry={() => sites.refetch()} />
      ) : sites.data?.items.length === 0 ? (
        <Empty title={t('empty')} action={add}>
          {t('emptyHint')}
        </Empty>
      ) : (
        <Rows<Site>
          label={t('list')}
          rows={sites.data?.items ?? []}
          waiting={sites.isPending ? 4 : 0}
          rowKey={(site) => site.id}
          onOpen={setInstall}
          columns={columns}
          rowActions={(site) => (
            <Dropdown
              trigger={['click']}
              menu={{
                items: [
                  { key: 'install', label: t('install'), onClick: () => setInstall(site) },
                  ...(mine && site.kind === 'server'
                    ? [
                        {
                          key: 'renew',
                          label: t('renew'),
                          onClick: () => setAsk({ what: 'renew', site }),
                        },
                      ]
                    : []),
                  ...(mine
                    ? [
                        {
                          key: 'state',
                          danger: site.state === 'active',
                          label: t(site.state === 'active' ? 'stop' : 'start'),
                          onClick: () => setAsk({ what: 'state', site }),
                        },
                      ]
                    : []),
                ],
              }}
            >
              <Button
                type="text"
                size="small"
                aria-label={`${t('more')} ${site.name}`}
                icon={<Icon name="more" />}
              />
            </Dropdown>
          )}
        />
      )}
      <InstallDialog
        site={install}
        script={sites.data?.script ?? ''}
        close={() => setInstall(null)}
      />
      <SiteDialogs ask={ask} close={() => setAsk(null)} />
    </Page>
  );
}

function useSiteColumns(): Column<Site>[] {
  const t = useText(text);
  return [
    { key: 'name', title: t('name'), fixed: true, render: (site) => site.name },
    { key: 'code', title: t('code'), render: (site) => <code>{site.code}</code> },
    { key: 'kind', title: t('kind'), render: (site) => t(site.kind) },
    { key: 'key', title: t('key'), render: (site) => <CopyText text={site.key} /> },
    {
      key: 'last',
      title: t('last'),
      render: (site) => (site.lastAt ? <DateTime at={site.lastAt} /> : t('never')),
    },
    {
      key: 'state',
      title: t('state'),
      card: 'side',
      width: 120,
      render: (site) => (
        <Status kind={site.state === 'active' ? 'active' : 'stopped'}>{t(site.state)}</Status>
      ),
    },
  ];
}
