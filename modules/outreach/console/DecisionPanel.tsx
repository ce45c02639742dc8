import { Drawer } from 'antd';
import type { z } from 'zod';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { channelText, type DecisionLine, replayDecision } from '../contract.ts';
import styles from './outreach.module.css';
import { useRecipient } from './recipient.ts';
import { text } from './text.ts';
import { Verdicts } from './Verdicts.tsx';

type Line = z.infer<typeof DecisionLine>;
type Replayed = Reply<typeof replayDecision>;

/** One decision with every verdict, judged again as it was recorded, beside the list. */
export function DecisionPanel({
  id,
  line,
  close,
}: {
  id: string | null;
  /** What the list already knows of it: whom, and who proposed it. */
  line: Line | null;
  close: () => void;
}) {
  const t = useText(text);
  const answer = useCall(replayDecision, { params: { id: id ?? '' } }, { enabled: id !== null });
  return (
    <Drawer open={id !== null} onClose={close} size={640} title={t('decision')}>
      {id === null ? null : answer.isPending ? (
        <SkeletonText lines={8} />
      ) : answer.isError ? (
        <ErrorNote error={answer.error} retry={() => answer.refetch()} />
      ) : (
        <One {...answer.data} line={line} />
      )}
    </Drawer>
  );
}

function One({ decision, differences, line }: Replayed & { line: Line | null }) {
  const t = useText(text);
  const phrase = usePhrase();
  const recipient = useRecipient();
  return (
    <div className={styles.decision}>
      <Verdicts decision={decision}>
        <Facts
          items={[
            { label: t('at'), value: <DateTime at={decision.at} style="second" /> },
            { label: t('channel'), value: phrase(channelText[decision.channel]) },
            ...(line
              ? [
                  { label: t('recipient'), value: recipient(line.recipient) },
                  { label: t('purpose'), value: t(line.purpose) },
                  { label: t('proposedBy'), value: line.proposedBy.name },
                ]
              : []),
            { label: t('touchId'), value: <code>{decision.touchId}</code>, wide: true },
          ]}
        />
      </Verdicts>
      <Section title={t('replay')}>
        <Replay differences={differences} />
      </Section>
    </div>
  );
}

function Replay({ differences }: Pick<Replayed, 'differences'>) {
  const t = useText(text);
  if (differences.length === 0) return <Callout tone="good">{t('replaySame')}</Callout>;
  const word = (outcome: string) =>
    outcome === 'pass' || outcome === 'refuse' || outcome === 'defer' || outcome === 'unknown'
      ? t(outcome)
      : outcome;
  return (
    <>
      <Callout tone="bad">{t('replayDiffers', { n: differences.length })}</Callout>
      <Facts
        items={differences.map(({ rule, recorded, replayed }) => ({
          label: rule,
          value: t('recordedNow', { recorded: word(recorded), replayed: word(replayed) }),
          wide: true,
        }))}
      />
    </>
  );
}
