import { useSearchParams } from 'react-router';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { channelText, customerCalendar, type TouchLine } from '../../contract.ts';
import styles from '../outreach.module.css';
import { TouchStatus } from '../plans/status.tsx';
import { TouchDrawer } from '../plans/TouchDrawer.tsx';
import { text } from './text.ts';

type Calendar = Reply<typeof customerCalendar>;

/** What was and is planned for one customer, day by day; each contact opens with its whole story. */
export function CustomerDays({
  customerId,
  from,
  to,
}: {
  customerId: number;
  from: string;
  to: string;
}) {
  const found = useCall(
    customerCalendar,
    { params: { customerId: customerId as never }, query: { from, to } },
    { keep: true },
  );
  // In the address: what one looks at can be sent to a colleague.
  const [search, setSearch] = useSearchParams();
  const open = (touchId: string | null) =>
    setSearch((now) => {
      const next = new URLSearchParams(now);
      if (touchId) next.set('touch', touchId);
      else next.delete('touch');
      return next;
    });
  return (
    <>
      {found.isPending ? (
        <SkeletonText lines={10} />
      ) : found.isError ? (
        <ErrorNote error={found.error} retry={() => found.refetch()} />
      ) : (
        <>
          <Windows {...found.data} />
          <Days days={found.data.days} onOpen={({ touchId }) => open(touchId)} />
        </>
      )}
      <TouchDrawer touchId={search.get('touch')} customerId={customerId} close={() => open(null)} />
    </>
  );
}

function Windows({ windows, windowRule, avoided }: Calendar) {
  const t = useText(text);
  return (
    <Facts
      items={[
        {
          label: `${t('windows')} · ${t('by', { rule: windowRule })}`,
          value: windows.map(({ from, to }) => `${from}–${to}`).join(t('and')),
          wide: true,
        },
        ...(avoided.length > 0
          ? [
              {
                label: t('avoided'),
                value: (
                  <ul className={styles.avoided}>
                    {avoided.map(({ from, to, why }) => (
                      <li key={from}>
                        {from}–{to} {why}
                      </li>
                    ))}
                  </ul>
                ),
                wide: true,
              },
            ]
          : []),
      ]}
    />
  );
}

function Days({ days, onOpen }: { days: Calendar['days']; onOpen: (touch: TouchLine) => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const full = days.filter(({ touches, stopped }) => touches.length > 0 || stopped);
  if (full.length === 0) return <Empty title={t('noneAtAll')}>{t('noneAtAllHint')}</Empty>;
  return (
    <>
      {full.map(({ day, stopped, touches }) => (
        <Section
          key={day}
          title={day}
          hint={stopped && <Tag tone="warn">{t('stoppedFor', { why: stopped })}</Tag>}
        >
          {touches.length === 0 ? (
            <p>{t('none')}</p>
          ) : (
            <ul className={styles.day}>
              {touches.map((touch) => (
                <li key={touch.touchId}>
                  <button type="button" onClick={() => onOpen(touch)}>
                    <time>{formatTime(touch.dueAt, 'clock').slice(0, 5)}</time>
                    <span>
                      <b>{touch.content.name ?? touch.itemKey}</b>
                      <small>
                        {phrase(channelText[touch.channel])} · {touch.plan.name}
                        {touch.staff && ` · ${touch.staff.name}`}
                      </small>
                      {touch.why && <small>{touch.why}</small>}
                    </span>
                    <TouchStatus state={touch.state} />
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Section>
      ))}
    </>
  );
}
