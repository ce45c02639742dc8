import { Suspense } from 'react';
import { PlanMessages } from '#modules/content/console/index.ts';
import type { ApprovalDetail } from '#modules/org/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type Lane,
  laneOrder,
  lanes,
  previewKeptRun,
  type RunId,
  type RunMessage,
} from '../../contract.ts';
import { Forecast } from '../runs/CheckStep.tsx';
import styles from '../sequences.module.css';
import { text } from '../text.ts';

const channels = {
  one_to_one: { channel: 'one_to_one', byName: false },
  moments: { channel: 'moments', byName: false },
  rm_task: { channel: 'one_to_one', byName: true },
  sms: { channel: 'sms', byName: true },
} as const satisfies Record<Lane, object>;

/** What the officer says yes to: who gets it, what it asks of colleagues, and every word of it. */
export default function StartApproval({ approval }: { approval: ApprovalDetail }) {
  const t = useText(text);
  const preview = useCall(previewKeptRun, { params: { id: approval.subject.id as RunId } });
  if (preview.isPending) return <SkeletonText lines={8} />;
  if (preview.isError) return <ErrorNote error={preview.error} retry={() => preview.refetch()} />;
  const { messages } = preview.data;
  return (
    <>
      {approval.state !== 'approved' && (
        <Section title={t('stepCheck')} hint={t('forecastHint')}>
          <Forecast preview={preview.data} />
        </Section>
      )}
      <Section title={t('messages', { n: messages.length })} hint={t('messagesHint')}>
        {laneOrder.map((lane) => (
          <LaneMessages
            key={lane}
            lane={lane}
            messages={messages.filter((message) => message.lane === lane)}
          />
        ))}
      </Section>
    </>
  );
}

/** The first lane lies open; the others are opened when somebody wants to read them. */
function LaneMessages({ lane, messages }: { lane: Lane; messages: readonly RunMessage[] }) {
  const t = useText(text);
  const phrase = usePhrase();
  if (messages.length === 0) return null;
  return (
    <details className={styles.lane} open={lane === 'one_to_one'}>
      <summary>
        {phrase(lanes[lane])} · {t('pieces', { n: messages.length })}
      </summary>
      <Suspense fallback={<SkeletonText lines={4} />}>
        <PlanMessages
          messages={messages.map(({ key, day, title, itemId, version, values }) => ({
            ...channels[lane],
            ...{ key, itemId, version, values },
            caption: `T+${day} · ${title}`,
          }))}
        />
      </Suspense>
    </details>
  );
}
