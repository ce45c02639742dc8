import { App, Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { requestApproval, reviseApproval } from '#modules/org/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import {
  contentTypes,
  formats,
  getItem,
  type ItemDetail,
  type ItemId,
  itemPage,
  newVersion,
  releaseKind,
  stages,
  type Use,
  type Version,
  withdrawItem,
} from '../../contract.ts';
import styles from '../content.module.css';
import { Preview, useSegmentName, VersionStatus } from '../parts.tsx';
import { text } from '../text.ts';
import { CustomerPreview } from './CustomerPreview.tsx';
import { VoiceUse } from './VoiceUse.tsx';

export default function ItemPage() {
  const t = useText(text);
  const { id } = useParams();
  const item = useCall(getItem, { params: { id: id as ItemId } });
  if (item.isPending) return <SkeletonPage />;
  if (item.isError)
    return (
      <Page title={t('item')} crumbs={[{ label: t('library'), to: '/content' }]}>
        <ErrorNote error={item.error} retry={() => item.refetch()} />
      </Page>
    );
  return <OneItem key={id} item={item.data} />;
}

function OneItem({ item }: { item: ItemDetail }) {
  const t = useText(text);
  const shown = shownOf(item);
  return (
    <Page
      title={item.name}
      purpose={shown.facets.need}
      aside={<VersionStatus state={shown.state} />}
      crumbs={[{ label: t('library'), to: '/content' }, { label: item.name }]}
      actions={item.can.change && <Actions item={item} shown={shown} />}
    >
      {item.pendingApprovalId && (
        <Callout
          tone="warn"
          title={t('pending')}
          action={<Link to={`/approvals/${item.pendingApprovalId}`}>{t('seeApproval')}</Link>}
        />
      )}
      <OpenPlaces item={item} />
      <ItemFacts item={item} shown={shown} />
      <Section title={t('preview')}>
        <div className={styles.voices}>
          <div>
            <h3>{t('official')}</h3>
            <Preview body={shown.body} voice="official" />
          </div>
          {shown.body.human && (
            <div>
              <h3>{t('human')}</h3>
              <Preview body={shown.body} voice="human" />
            </div>
          )}
        </div>
      </Section>
      <CustomerPreview itemId={item.id} version={shown} />
      <VoiceUse id={item.id} />
      <Uses uses={item.uses} />
      <Versions versions={item.versions} />
    </Page>
  );
}

/** What is being written stands for the item to who may write; else what may be sent, else the newest. */
const shownOf = ({ versions, open, usable, can }: ItemDetail): Version =>
  versions.find((v) => v.version === (can.change ? (open ?? usable) : (usable ?? open))) ??
  versions[0]!;

function Actions({ item, shown }: { item: ItemDetail; shown: Version }) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const request = useChange(requestApproval);
  const revise = useChange(reviseApproval);
  const [search] = useSearchParams();
  const returned = search.get('approval');
  const begin = useChange(newVersion);
  const withdraw = useChange(withdrawItem);
  const [withdrawing, setWithdrawing] = useState(false);
  const submit = async () => {
    const payload = { id: item.id, version: shown.version, revision: shown.revision };
    const made = returned
      ? await revise.mutateAsync({ params: { id: returned }, body: { payload, submit: true } })
      : await request.mutateAsync({ body: { kind: releaseKind, payload } });
    message.success(t('submitted'));
    navigate(`/approvals/${made.id}`);
  };
  const edit = () =>
    navigate(`/content/items/${item.id}/edit${returned ? `?approval=${returned}` : ''}`);
  const onPhone = useCall(itemPage, { params: { id: item.id } }, { enabled: item.usable !== null });
  return (
    <>
      {onPhone.data?.url && (
        <Button href={onPhone.data.url} target="_blank">
          {t('onPhone')}
        </Button>
      )}
      {item.usable !== null && (
        <Button danger onClick={() => setWithdrawing(true)}>
          {t('withdraw')}
        </Button>
      )}
      {shown.state === 'draft' && (
        <>
          <Button onClick={edit}>{t('edit')}</Button>
          <Button type="primary" loading={request.isPending || revise.isPending} onClick={submit}>
            {t('submit')}
          </Button>
        </>
      )}
      {item.open === null && (
        <Button
          type="primary"
          loading={begin.isPending}
          onClick={async () => {
            await begin.mutateAsync({ params: { id: item.id } });
            edit();
          }}
        >
          {t('newVersion')}
        </Button>
      )}
      {request.isError && <ErrorNote error={request.error} />}
      {revise.isError && <ErrorNote error={revise.error} />}
      <Confirm
        open={withdrawing}
        close={() => setWithdrawing(false)}
        title={t('withdrawTitle', { name: item.name })}
        consequences={[
          t('withdrawNow'),
          ...(item.uses.length > 0 ? [t('withdrawUses', { n: item.uses.length })] : []),
        ]}
        verb={t('withdraw')}
        danger
        reason={t('reason')}
        run={async (reason) => {
          await withdraw.mutateAsync({ params: { id: item.id }, body: { reason: reason ?? '' } });
          message.success(t('withdrawn'));
        }}
      />
    </>
  );
}

/** What is missing before the page of an item opens, and where it is filled. */
function OpenPlaces({ item: { openPlaces, format } }: { item: ItemDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  if (openPlaces.length === 0) return null;
  const phone = openPlaces.some(({ place }) => place === 'service_phone');
  return (
    <Callout
      tone={format === 'article' ? 'bad' : 'warn'}
      title={t(format === 'article' ? 'pageMissing' : 'placesOpen')}
      action={phone && <Link to="/content/wording">{t('toWording')}</Link>}
    >
      {openPlaces.map(({ name }) => phrase(name)).join(comma)}
      {t(format === 'article' ? 'pageMissingHow' : 'placesOpenHow')}
    </Callout>
  );
}

function ItemFacts({ item, shown }: { item: ItemDetail; shown: Version }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const segmentName = useSegmentName();
  const { facets, validity } = shown;
  const valid =
    validity.from || validity.to
      ? t('fromTo', { from: validity.from ?? '…', to: validity.to ?? '…' })
      : t('always');
  return (
    <Facts
      items={[
        { label: t('format'), value: phrase(formats[shown.body.carrier.format]) },
        { label: t('stage'), value: facets.stage ? phrase(stages[facets.stage]) : '—' },
        { label: t('type'), value: facets.type ? phrase(contentTypes[facets.type].text) : '—' },
        { label: t('segments'), value: facets.segments.map(segmentName).join(comma) || '—' },
        { label: t('scenes'), value: facets.scenes.join(comma) || '—' },
        { label: t('validity'), value: valid },
        { label: t('owner'), value: item.central ? t('central') : item.owner.name },
        { label: t('version'), value: t('versionNo', { n: shown.version }) },
      ]}
    />
  );
}

function Uses({ uses }: { uses: readonly Use[] }) {
  const t = useText(text);
  return (
    <Section title={t('uses')}>
      {uses.length === 0 ? (
        <Empty small title={t('noUses')} />
      ) : (
        <ul>
          {uses.map((use) => (
            <li key={use.link}>
              <Link to={use.link}>{use.name}</Link> ·{' '}
              {t('waiting', { n: formatNumber(use.waiting) })}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Versions({ versions }: { versions: readonly Version[] }) {
  const t = useText(text);
  const columns: Column<Version>[] = [
    { key: 'version', title: t('version'), render: (v) => t('versionNo', { n: v.version }) },
    { key: 'name', title: t('name'), wrap: true, render: (v) => v.name },
    { key: 'state', title: t('state'), render: (v) => <VersionStatus state={v.state} /> },
    { key: 'by', title: t('by'), render: (v) => v.changedBy },
    { key: 'at', title: t('changedAt'), render: (v) => <DateTime at={v.changedAt} /> },
    {
      key: 'approved',
      title: t('approvedBy'),
      render: (v) =>
        v.approvalId ? (
          <Link to={`/approvals/${v.approvalId}`}>{v.approvedBy}</Link>
        ) : (
          (v.approvedBy ?? '—')
        ),
    },
  ];
  return (
    <Section title={t('versions')}>
      <Ledger
        label={t('versions')}
        columns={columns}
        rows={versions}
        rowKey={(v) => String(v.version)}
      />
    </Section>
  );
}
