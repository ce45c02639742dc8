import { say } from '#platform/contract/text.ts';
import { useBusinessNow } from '../text/business-clock.ts';
import { useLang } from '../text/lang.ts';
import { type DateStyle, formatTime, type Instant, relativeTime } from '../text/time.ts';

/**
 * A moment in the bank's zone. `relative` says it as a colleague would and keeps the exact time in
 * the tooltip; `both` writes one after the other, for pages that are read rather than scanned.
 */
export function DateTime({
  at,
  show = 'exact',
  style = 'minute',
}: {
  at: Instant | null | undefined;
  show?: 'exact' | 'relative' | 'both';
  style?: DateStyle;
}) {
  if (at === null || at === undefined || at === '') return <span className="figures">—</span>;
  const exact = formatTime(at, style);
  if (show === 'exact')
    return (
      <time dateTime={new Date(at).toISOString()} style={{ whiteSpace: 'nowrap' }}>
        {exact}
      </time>
    );
  return <Moving at={at} exact={exact} both={show === 'both'} />;
}

function Moving({ at, exact, both }: { at: Instant; exact: string; both: boolean }) {
  const lang = useLang();
  const relative = relativeTime(at, useBusinessNow(), lang);
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={formatTime(at, 'second')}
      style={{ whiteSpace: 'nowrap' }}
    >
      {both && relative !== exact.slice(0, 10)
        ? say(['{exact}（{relative}）', '{exact} ({relative})'], lang, { exact, relative })
        : relative}
    </time>
  );
}
