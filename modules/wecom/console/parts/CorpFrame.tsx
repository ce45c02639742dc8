import { Button, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { UnitPath } from '#platform/web/show/UnitPath.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { useUnitPath } from '#platform/web/units.ts';
import { type Corp, type CorpId, getCorp } from '../../contract.ts';
import { text } from './text.ts';

const views = ['health', 'apps', 'sync', 'calls', 'callbacks'] as const;
export type CorpView = (typeof views)[number];

export const corpPath = (id: string, view: CorpView = 'health') =>
  `/wecom/corps/${id}${view === 'health' ? '' : `/${view}`}`;

/** What all pages of one corp have around them: whose it is, how it stands, the way to the others. */
export function CorpFrame({
  view,
  actions,
  children,
}: {
  view: CorpView;
  actions?: (corp: Corp) => ReactNode;
  children: (corp: Corp) => ReactNode;
}) {
  const t = useText(text);
  const { id } = useParams();
  const corp = useCall(getCorp, { params: { id: id as CorpId } });
  if (corp.isPending) return <SkeletonPage />;
  if (corp.isError)
    return (
      <Page title={t('corps')} crumbs={[{ label: t('corps'), to: '/wecom' }]}>
        <ErrorNote error={corp.error} retry={() => corp.refetch()} />
      </Page>
    );
  return (
    <Framed key={id} corp={corp.data} view={view} actions={actions?.(corp.data)}>
      {children(corp.data)}
    </Framed>
  );
}

function Framed({
  corp,
  view,
  actions,
  children,
}: {
  corp: Corp;
  view: CorpView;
  actions: ReactNode;
  children: ReactNode;
}) {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const unit = useUnitPath(corp.unitId);
  return (
    <Page
      title={corp.name}
      aside={<CorpStatus state={corp.state} />}
      purpose={
        <>
          <CopyText text={corp.corpid} />{' '}
          {unit.data && <UnitPath names={unit.data.map((one) => one.name)} />}
        </>
      }
      crumbs={[{ label: t('corps'), to: '/wecom' }, { label: t(view) }]}
      actions={
        <>
          {actions}
          {may('wecom.corp.manage') && (
            <Button onClick={() => navigate(`/wecom/corps/${corp.id}/connect`)}>
              {t('wizard')}
            </Button>
          )}
        </>
      }
    >
      <Tabs
        aria-label={t('tabs')}
        activeKey={view}
        onChange={(key) => navigate(corpPath(corp.id, key as CorpView))}
        items={views.map((key) => ({ key, label: t(key) }))}
        style={{ marginBottom: -12 }}
      />
      {corp.state === 'stopped' && (
        <Callout tone="warn" title={t('stoppedTitle')}>
          {t('stoppedHint')}
        </Callout>
      )}
      {children}
    </Page>
  );
}

export function CorpStatus({ state }: { state: Corp['state'] }) {
  const t = useText(text);
  return <Status kind={state === 'active' ? 'active' : 'stopped'}>{t(state)}</Status>;
}
