import { Suspense } from 'react';
import { PlanMessages } from '#modules/content/console/index.ts';
import type { ApprovalDetail } from '#modules/org/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { type BulkSend, type BulkSendId, getBulkSend, placeOf } from '../../contract.ts';
import { Reach } from '../bulk/Reach.tsx';
import { text } from '../bulk/text.ts';

/** What the officer says yes to: the message as it arrives, and who gets it. */
export default function BulkApproval({ approval }: { approval: ApprovalDetail }) {
  const send = useCall(getBulkSend, { params: { id: approval.subject.id as BulkSendId } });
  if (send.isPending) return <SkeletonText lines={6} />;
  if (send.isError) return <ErrorNote error={send.error} retry={() => send.refetch()} />;
  const { data } = send;
  return (
    <>
      <Message send={data} />
      {data.planId === null && data.state !== 'cancelled' && (
        <Reach id={data.id} groups={data.groups !== null} />
      )}
    </>
  );
}

/** The message as it arrives, every place filled. */
export function Message({ send }: { send: BulkSend }) {
  const t = useText(text);
  const { channel, content } = send;
  // Text messages and the scripts of work items speak to each customer by name.
  const byName = channel === 'sms' || channel === 'work_item';
  return (
    <Section title={t('message')} hint={t(byName ? 'messageByName' : 'messageHint')}>
      <Suspense fallback={<SkeletonText lines={4} />}>
        <PlanMessages
          messages={[
            {
              key: content.id,
              itemId: content.id,
              version: content.version,
              channel: placeOf[channel] ?? 'one_to_one',
              byName,
            },
          ]}
        />
      </Suspense>
    </Section>
  );
}
