import { Tabs } from 'antd';
import { useEffect, useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { purposeText } from '#modules/customers/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { Facts, Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { type Audience, type AudienceId, getAudience } from '../../contract.ts';
import { AudienceStatus } from '../parts/AudienceStatus.tsx';
import { text as listText } from '../text.ts';
import { AudienceActions } from './AudienceActions.tsx';
import { FrozenTab } from './FrozenTab.tsx';
import { MembersTab } from './MembersTab.tsx';
import { OverlapTab } from './OverlapTab.tsx';
import { OverviewTab } from './OverviewTab.tsx';
import { text } from './text.ts';
import { UsesTab } from './UsesTab.tsx';

export default function AudiencePage() {
  const t = useText(text);
  const { id = '' } = useParams();
  const [building, setBuilding] = useState(false);
  const found = useCall(
    getAudience,
    { params: { id: id as AudienceId } },
    { every: building ? 2 : 15 },
  );
  const state = found.data?.state;
  useEffect(() => setBuilding(state === 'building'), [state]);
  if (found.data) return <OneAudience key={id} audience={found.data} />;
  if (found.isError)
    return (
      <Page title={t('audience')} crumbs={[{ label: t('audiences'), to: '/audiences' }]}>
        <ErrorNote error={found.error} retry={() => found.refetch()} />
      </Page>
    );
  return <SkeletonPage />;
}

const views = ['overview', 'members', 'frozen', 'overlap', 'uses'] as const;

function OneAudience({ audience }: { audience: Audience }) {
  const t = useText(text);
  const phrase = usePhrase();
  const words = useText(listText);
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const shown = views.filter(
    (view) =>
      (view !== 'members' || may('audiences.member.read')) &&
      (view === 'overview' || view === 'uses' || audience.state !== 'draft'),
  );
  const view = shown.find((one) => one === search.get('view')) ?? 'overview';
  return (
    <Page
      title={audience.name}
      purpose={audience.description ?? undefined}
      aside={
        <>
          <AudienceStatus state={audience.state} />{' '}
          {audience.ready && <Tag tone="accent">{words('ready')}</Tag>}
        </>
      }
      crumbs={[{ label: t('audiences'), to: '/audiences' }, { label: audience.name }]}
      actions={<AudienceActions audience={audience} />}
    >
      {audience.ready && <Callout>{t('readyNote')}</Callout>}
      {audience.state === 'draft' && <Callout tone="warn">{t('draftNote')}</Callout>}
      {audience.state === 'building' && (
        <Callout title={t('building')}>{t('buildingHint')}</Callout>
      )}
      <Facts
        items={[
          {
            label: t('sentence'),
            value: audience.kind === 'list' ? t('isList') : audience.sentence,
            wide: true,
          },
          { label: t('unit'), value: audience.unit.name },
          { label: t('use'), value: phrase(purposeText[audience.purpose]) },
          {
            label: t('owner'),
            value: audience.ready ? words('ownerProduct') : audience.createdBy.name,
          },
          ...(audience.kind === 'rule'
            ? [{ label: t('ruleVersion'), value: t('version', { n: audience.ruleVersion }) }]
            : []),
        ]}
      />
      <div>
        <Tabs
          aria-label={t('views')}
          activeKey={view}
          onChange={(key) => setSearch(key === 'overview' ? {} : { view: key }, { replace: true })}
          items={shown.map((key) => ({ key, label: t(titles[key]) }))}
        />
        {view === 'overview' && <OverviewTab audience={audience} />}
        {view === 'members' && <MembersTab audience={audience} />}
        {view === 'frozen' && <FrozenTab audience={audience} />}
        {view === 'overlap' && <OverlapTab audience={audience} />}
        {view === 'uses' && <UsesTab audience={audience} />}
      </div>
    </Page>
  );
}

const titles = {
  overview: 'overview',
  members: 'membersTab',
  frozen: 'frozenTab',
  overlap: 'overlapTab',
  uses: 'usesTab',
} as const;
