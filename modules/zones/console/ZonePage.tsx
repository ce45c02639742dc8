import { App, Button } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { requestApproval, reviseApproval, type UnitId } from '#modules/org/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { LeaveGuard } from '#platform/web/form/LeaveGuard.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import {
  changeZone,
  createZone,
  getZone,
  withdrawZone,
  type ZoneDetail,
  ZoneDraft,
  type ZoneDraftInput,
  type ZoneId,
  zoneReleaseKind,
} from '../contract.ts';
import { AboutFields } from './AboutFields.tsx';
import { Matching } from './Matching.tsx';
import { PhonePreview } from './PhonePreview.tsx';
import { ZoneAddress, ZoneStatus } from './parts.tsx';
import { text } from './text.ts';
import styles from './zones.module.css';

export default function ZonePage() {
  const t = useText(text);
  const { id } = useParams();
  const zone = useCall(getZone, { params: { id: id as ZoneId } }, { enabled: !!id });
  if (!id) return <Editor zone={null} />;
  if (zone.isPending) return <SkeletonPage />;
  if (zone.isError)
    return (
      <Page title={t('zones')} crumbs={[{ label: t('zones'), to: '/zones' }]}>
        <ErrorNote error={zone.error} retry={() => zone.refetch()} />
      </Page>
    );
  return <Editor key={id} zone={zone.data} />;
}

const empty: ZoneDraftInput = { name: '', defaults: {}, matches: [] };
/** A new zone has no name yet, and keeps what is typed all the same. */
const begin = (): ZoneDraft => ({ ...ZoneDraft.parse({ ...empty, name: '-' }), name: '' });

function Editor({ zone }: { zone: ZoneDetail | null }) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [draft, setDraft] = useState<ZoneDraft>(zone?.draft ?? begin());
  const [unitId, setUnitId] = useState<string | undefined>();
  const [titles, setTitles] = useState<ReadonlyMap<string, string>>(new Map());
  const create = useChange(createZone);
  const change = useChange(changeZone);
  const request = useSubmit(zone);
  // What others saved.
  useEffect(() => {
    if (zone) setDraft(zone.draft);
  }, [zone]);

  const locked = zone !== null && (!zone.can.change || zone.pendingApprovalId !== null);
  const was = JSON.stringify(zone?.draft ?? begin());
  const dirty = !locked && JSON.stringify(draft) !== was;
  const ready = ZoneDraft.safeParse(draft).success && (zone !== null || unitId !== undefined);
  const saving = create.isPending || change.isPending;
  const save = async () => {
    if (zone) {
      const body = { ...draft, version: zone.version };
      await change.mutateAsync({ params: { id: zone.id }, body });
      message.success(t('saved'));
      return;
    }
    const made = await create.mutateAsync({ body: { ...draft, unitId: unitId as UnitId } });
    setDraft(begin());
    // The guard looks at what is typed: it is nothing any more by the time we leave.
    setTimeout(() => navigate(`/zones/${made.id}`));
  };
  const known = new Map([
    ...(zone?.entries ?? []).map(({ key, title }) => [key, title] as const),
    ...titles,
  ]);
  const failed = create.error ?? change.error ?? request.error;
  return (
    <Page
      title={zone ? zone.draft.name : t('add')}
      purpose={t('editPurpose')}
      crumbs={[{ label: t('zones'), to: '/zones' }, { label: zone ? zone.draft.name : t('add') }]}
      aside={zone && <ZoneStatus zone={zone} />}
      actions={
        !locked && (
          <>
            {zone && <ZoneActions zone={zone} dirty={dirty} request={request} />}
            <Button
              type={dirty ? 'primary' : 'default'}
              disabled={!dirty || !ready}
              loading={saving}
              onClick={save}
            >
              {t('save')}
            </Button>
          </>
        )
      }
    >
      {zone && <Standing zone={zone} />}
      {failed && <ErrorNote error={failed} />}
      <div className={styles.editor}>
        <div className={styles.main}>
          <AboutFields
            draft={draft}
            set={(part) => setDraft((before) => ({ ...before, ...part }))}
            locked={locked}
            unit={zone ? zone.unit.name : { id: unitId, set: setUnitId }}
          />
          <Matching
            draft={draft}
            set={(part) => setDraft((before) => ({ ...before, ...part }))}
            locked={locked}
            known={known}
            unfit={new Map((zone?.entries ?? []).map(({ key, why }) => [key, why]))}
            learn={(key, title) => setTitles((before) => new Map([...before, [key, title]]))}
          />
        </div>
        <PhonePreview draft={draft} />
      </div>
      <LeaveGuard when={dirty} />
    </Page>
  );
}

/** Puts what is saved before whoever decides; a returned request as another round of the same. */
function useSubmit(zone: ZoneDetail | null) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [search] = useSearchParams();
  const returned = search.get('approval');
  const request = useChange(requestApproval);
  const revise = useChange(reviseApproval);
  const ask = async ({ id, version }: ZoneDetail) => {
    const payload = { id, version };
    const made = returned
      ? await revise.mutateAsync({ params: { id: returned }, body: { payload, submit: true } })
      : await request.mutateAsync({ body: { kind: zoneReleaseKind, payload } });
    message.success(t('submitted'));
    navigate(`/approvals/${made.id}`);
  };
  return {
    submit: () => {
      // What was refused is said above the page.
      if (zone) ask(zone).catch(() => {});
    },
    busy: request.isPending || revise.isPending,
    error: request.error ?? revise.error,
  };
}

function ZoneActions({
  zone,
  dirty,
  request,
}: {
  zone: ZoneDetail;
  dirty: boolean;
  request: ReturnType<typeof useSubmit>;
}) {
  const t = useText(text);
  const withdraw = useChange(withdrawZone);
  const [leaving, setLeaving] = useState(false);
  const online = zone.state === 'approved';
  return (
    <>
      {online && (
        <Button danger onClick={() => setLeaving(true)}>
          {t('withdraw')}
        </Button>
      )}
      {(!online || zone.changed) && (
        <Button
          type={dirty ? 'default' : 'primary'}
          disabled={dirty}
          loading={request.busy}
          onClick={request.submit}
        >
          {t('submit')}
        </Button>
      )}
      <Confirm
        open={leaving}
        close={() => setLeaving(false)}
        title={t('withdrawTitle', { name: zone.name })}
        consequences={[t('withdrawAtOnce'), t('withdrawBack')]}
        verb={t('withdraw')}
        danger
        run={() =>
          withdraw.mutateAsync({ params: { id: zone.id }, body: { version: zone.version } })
        }
      />
    </>
  );
}

function Standing({ zone }: { zone: ZoneDetail }) {
  const t = useText(text);
  if (zone.pendingApprovalId)
    return (
      <Callout
        tone="warn"
        action={<Link to={`/approvals/${zone.pendingApprovalId}`}>{t('seeApproval')}</Link>}
      >
        {t('locked')}
      </Callout>
    );
  if (!zone.can.change) return <Callout>{t('readOnly')}</Callout>;
  if (zone.state === 'approved')
    return (
      <Callout tone="good" title={t('findIt')}>
        <ZoneAddress zone={zone} />
        {zone.changed && <p>{t('notYetSeen')}</p>}
      </Callout>
    );
  return null;
}
