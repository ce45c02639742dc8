import { App, Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { requestApproval } from '#modules/org/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Facts, Page } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatPercent } from '#platform/web/text/number.ts';
import {
  type BulkSend,
  type BulkSendId,
  bulkSendKind,
  cancelBulkSend,
  channelText,
  getBulkSend,
} from '../../contract.ts';
import { Message } from '../approval/BulkApproval.tsx';
import { Reach } from './Reach.tsx';
import { BulkStatus } from './status.tsx';
import { text } from './text.ts';

export default function BulkPage() {
  const t = useText(text);
  const { id } = useParams();
  const send = useCall(getBulkSend, { params: { id: id as BulkSendId } });
  const crumbs = [{ label: t('bulk'), to: '/outreach/bulk' }];
  if (send.isPending) return <SkeletonPage />;
  if (send.isError)
    return (
      <Page title={t('bulk')} crumbs={crumbs}>
        <ErrorNote error={send.error} retry={() => send.refetch()} />
      </Page>
    );
  const { data } = send;
  return (
    <Page
      title={data.name}
      aside={<BulkStatus send={data} />}
      crumbs={[...crumbs, { label: data.name }]}
      {...(data.need ? { purpose: t('needIs', { need: data.need }) } : {})}
      actions={data.can.change && <Actions send={data} />}
    >
      {!data.can.change && <Callout>{t('readOnly', { unit: data.unit.name })}</Callout>}
      {data.failure && <Callout tone="bad" title={data.failure} />}
      {data.planId && (
        <Callout
          tone="good"
          title={t('running')}
          action={<Link to={`/outreach/plans/${data.planId}`}>{t('seePlan')}</Link>}
        />
      )}
      <SendFacts send={data} />
      <Message send={data} />
      {data.planId === null && data.state !== 'cancelled' && (
        <Reach key={data.version} id={data.id} groups={data.groups !== null} />
      )}
    </Page>
  );
}

function SendFacts({ send }: { send: BulkSend }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  return (
    <Facts
      items={[
        send.chosen
          ? {
              label: t('groups'),
              value: [...send.chosen.units, ...send.chosen.owners]
                .map(({ name }) => name)
                .join(comma),
            }
          : {
              label: t('audience'),
              value: (
                <>
                  <Link to={`/audiences/${send.audienceId}`}>{send.audienceName}</Link> ·{' '}
                  {t('version', { n: send.audienceVersion })}
                </>
              ),
            },
        { label: t('unit'), value: send.unit.name },
        { label: t('channel'), value: phrase(channelText[send.channel]) },
        {
          label: t('content'),
          value: <Link to={`/content/items/${send.content.id}`}>{send.contentName ?? '—'}</Link>,
        },
        { label: t('purpose'), value: t(send.purpose) },
        { label: t('sendAt'), value: <DateTime at={send.sendAt} show="both" /> },
        ...(send.groups
          ? []
          : [
              { label: t('controlShare'), value: formatPercent(send.controlShare) },
              {
                label: t('deletionLimit'),
                value: send.deletionLimit === null ? t('none') : formatPercent(send.deletionLimit),
              },
            ]),
        { label: t('createdBy'), value: send.createdBy },
      ]}
    />
  );
}

function Actions({ send }: { send: BulkSend }) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const request = useChange(requestApproval);
  const cancel = useChange(cancelBulkSend);
  const [cancelling, setCancelling] = useState(false);
  const submit = async () => {
    const payload = { id: send.id, version: send.version };
    const made = await request.mutateAsync({ body: { kind: bulkSendKind, payload } });
    message.success(t('submitted'));
    navigate(`/approvals/${made.id}`);
  };
  return (
    <>
      {send.state !== 'cancelled' && send.planId === null && (
        <Button danger onClick={() => setCancelling(true)}>
          {t('cancel')}
        </Button>
      )}
      {send.state !== 'cancelled' && send.state !== 'failed' && (
        <Button onClick={() => navigate(`/rehearsals/new?of=${send.id}`)}>{t('rehearse')}</Button>
      )}
      {send.state === 'draft' && (
        <>
          <Button onClick={() => navigate(`/outreach/bulk/${send.id}/edit`)}>{t('edit')}</Button>
          <Button type="primary" loading={request.isPending} onClick={submit}>
            {t('submit')}
          </Button>
        </>
      )}
      {request.isError && <ErrorNote error={request.error} />}
      <Confirm
        open={cancelling}
        close={() => setCancelling(false)}
        title={t('cancelTitle', { name: send.name })}
        consequences={[t('cancelWhat')]}
        verb={t('cancel')}
        danger
        reason={t('reason')}
        run={async (reason) => {
          await cancel.mutateAsync({
            params: { id: send.id },
            body: { version: send.version, reason },
          });
          message.success(t('cancelled'));
        }}
      />
    </>
  );
}
