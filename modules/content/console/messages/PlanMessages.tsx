import type { z } from 'zod';
import { useCall } from '#platform/web/api.ts';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { previewMessages } from '../../contract.ts';
import styles from '../content.module.css';
import { MessageShown } from './MessageShown.tsx';

type Wanted = z.input<typeof previewMessages.body>['messages'][number];

/** What a plan says, message by message, as those who get it see it. */
export default function PlanMessages({
  messages,
}: {
  messages: readonly (Wanted & { readonly key: string; readonly caption?: string })[];
}) {
  const found = useCall(previewMessages, {
    body: { messages: messages.map(({ key: _, caption: __, ...one }) => one) },
  });
  if (found.isPending) return <SkeletonText lines={6} />;
  if (found.isError) return <ErrorNote error={found.error} retry={() => found.refetch()} />;
  return (
    <div className={styles.voices}>
      {messages.map(({ key, caption }, at) => (
        <div key={key}>
          {caption && <h3>{caption}</h3>}
          <MessageShown message={found.data.items[at]!} />
        </div>
      ))}
    </div>
  );
}
