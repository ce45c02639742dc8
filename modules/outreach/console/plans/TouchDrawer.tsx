import { Drawer } from 'antd';
import { Link } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Timeline } from '#platform/web/show/Timeline.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { channelText, type Explained, explainTouch, modeText } from '../../contract.ts';
import styles from '../outreach.module.css';
import { text as gate } from '../text.ts';
import { Verdicts } from '../Verdicts.tsx';
import { TouchStatus } from './status.tsx';
import { stepOfItem } from './step-of-item.ts';
import { text } from './text.ts';

/** One contact: what was planned, what every rule said, what happened. */
export function TouchDrawer(props: {
  touchId: string | null;
  customerId: number;
  close: () => void;
}) {
  const t = useText(text);
  const { touchId, customerId } = props;
  const found = useCall(
    explainTouch,
    { params: { customerId, touchId: touchId ?? '' } },
    { enabled: touchId !== null },
  );
  return (
    <Drawer open={touchId !== null} onClose={props.close} size={640} title={t('touch')}>
      {touchId === null ? null : found.isPending ? (
        <SkeletonText lines={10} />
      ) : found.isError ? (
        <ErrorNote error={found.error} retry={() => found.refetch()} />
      ) : (
        <Story explained={found.data} />
      )}
    </Drawer>
  );
}

/** It will not be handed over any more. */
const never: ReadonlySet<string> = new Set(['refused', 'withdrawn', 'displaced']);

function Story({ explained }: { explained: Explained }) {
  const t = useText(text);
  const tg = useText(gate);
  const phrase = usePhrase();
  const marks = useMarks();
  const { touch, decision, history, happened, differences } = explained;
  const step = stepOfItem(touch.itemKey);
  return (
    <div className={styles.decision}>
      <Facts
        items={[
          {
            label: t('customer'),
            value:
              touch.customerId > 0 ? (
                <Link to={`/outreach/customers/${touch.customerId}`}>
                  {touch.customerName ?? touch.customerId}
                </Link>
              ) : (
                touch.recipient
              ),
          },
          { label: t('state'), value: <TouchStatus state={touch.state} /> },
          {
            label: t('plan'),
            value: <Link to={`/outreach/plans/${touch.plan.id}`}>{touch.plan.name}</Link>,
          },
          ...(step ? [{ label: t('step'), value: t('stepOf', step) }] : []),
          {
            label: t('channel'),
            value: `${phrase(channelText[touch.channel])}${touch.mode ? ` · ${phrase(modeText[touch.mode])}` : ''}`,
          },
          {
            label: t('content'),
            value:
              touch.content.kind === 'content.item' ? (
                <Link to={`/content/items/${touch.content.id}`}>
                  {touch.content.name ?? touch.content.id}
                </Link>
              ) : (
                (touch.content.name ?? touch.content.id)
              ),
          },
          ...(touch.staff
            ? [
                {
                  label: t('staff'),
                  value: <Link to={`/outreach/staff/${touch.staff.id}`}>{touch.staff.name}</Link>,
                },
              ]
            : []),
          { label: t('plannedAt'), value: <DateTime at={touch.plannedAt} /> },
          { label: t('dueAt'), value: <DateTime at={touch.dueAt} /> },
        ]}
      />
      <Section title={t('story')}>
        {happened.length === 0 ? (
          <p>{t(never.has(touch.state) ? 'neverLeft' : 'nothingYet')}</p>
        ) : (
          <Timeline
            entries={happened.map(({ what, at, note }) => ({
              key: `${what}${at}`,
              at,
              what: t(what === 'delivered' ? 'delivered_at' : what),
              note,
              kind:
                what === 'failed' || what === 'expired'
                  ? ('failed' as const)
                  : what === 'waiting'
                    ? ('waiting' as const)
                    : ('done' as const),
            }))}
          />
        )}
      </Section>
      {decision ? <Verdicts decision={decision} /> : <p>{t('notDecided')}</p>}
      {decision && (
        <Callout tone={differences.length === 0 ? 'good' : 'bad'}>
          {differences.length === 0
            ? tg('replaySame')
            : tg('replayDiffers', { n: differences.length })}
        </Callout>
      )}
      {history.length > 0 && (
        <Section title={t('earlier', { n: history.length })}>
          <Timeline
            entries={history.map((earlier) => ({
              key: earlier.id,
              at: earlier.at,
              what: tg(earlier.outcome),
              note:
                earlier.decidedBy &&
                `${earlier.decidedBy.text}${marks.aside(earlier.decidedBy.rule)}`,
              kind: earlier.outcome === 'refused' ? ('failed' as const) : ('waiting' as const),
            }))}
          />
        </Section>
      )}
    </div>
  );
}
